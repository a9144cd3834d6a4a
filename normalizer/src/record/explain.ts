import type { z } from 'zod';
import type { Message } from './json';
import { Rejection } from './rejection';

/**
 * Says which value of a message its schema refuses, and why. Of several the first is told, in the order
 * of the schema's keys.
 */
export function explain(schema: z.ZodType, message: Message): Rejection {
  const issue = schema.safeParse(message).error?.issues[0];
  if (issue === undefined) {
    return new Rejection('invalid-value', null, 'the decoder refused what its schema allows');
  }
  const field = String(issue.path[0]);
  const found = message[field];
  if (found === undefined) {
    return new Rejection('missing-field', field, `${field} is missing`);
  }
  const notIp = issue.code === 'custom' && issue.params?.reason === 'not-ip';
  return new Rejection(
    notIp ? 'not-ip' : 'invalid-value',
    field,
    `${field}: found ${shown(found)}, allowed is ${issue.message}`,
  );
}

// Enough to recognise a value by, little enough for a header or a log line.
function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value) ? 'a list' : 'an object';
  }
  const json = JSON.stringify(value);
  return json.length <= 80 ? json : `${json.slice(0, 80)}...`;
}
