import { custom } from './custom';
import type { Dialect } from './dialect';
import { explain } from './explain';
import type { FlowRecord } from './flow-record';
import { isObject, parseExact, type Message } from './json';
import { Mismatch } from './read';
import { Rejection } from './rejection';
import { v1New } from './v1-new';
import { v1Old } from './v1-old';
import { v2 } from './v2';

/** All dialects, in the order in which a message is held against them. */
export const dialects: readonly Dialect[] = [custom, v2, v1New, v1Old];

/** A flow, and the name of the dialect that it was told in. */
export interface Decoded {
  readonly record: FlowRecord;
  readonly dialect: string;
}

/**
 * Reads one message of GoFlow2, of whichever dialect it is. Never throws.
 *
 * A good record is parsed once, read once and accepted. Only what that path refuses is parsed again
 * without loss of digits and held against the dialect's schema.
 *
 * @param value a Kafka record's value: UTF-8 JSON, or null for a tombstone
 */
export function decode(value: Buffer | null): Decoded | Rejection {
  if (value === null) {
    return new Rejection('no-value', null, 'the record has no value');
  }
  let text: string;
  let message: unknown;
  try {
    text = value.toString();
    message = JSON.parse(text);
  } catch (error) {
    return new Rejection('not-json', null, error instanceof Error ? error.message : String(error));
  }
  if (!isObject(message)) {
    return new Rejection('unknown-shape', null, 'a JSON value that is not an object');
  }
  keepAlive(message);
  const dialect = dialects.find((candidate) => candidate.recognises(message));
  if (dialect === undefined) {
    return new Rejection('unknown-shape', null, `the keys are of no known dialect of GoFlow2`);
  }
  const record = tryDecode(dialect, message, text) ?? decodeExactly(dialect, text);
  return record instanceof Rejection ? record : { record, dialect: dialect.name };
}

// V8 forgets the shape of objects when a garbage collection finds none of them alive, and with it the
// code that it has compiled for that shape. So the last few messages are kept, of whatever shapes; they
// are never read again.
const alive: Message[] = [];
let next = 0;

function keepAlive(message: Message): void {
  alive[next] = message;
  next = (next + 1) % 16;
}

const tryDecode = (dialect: Dialect, message: Message, text: string): FlowRecord | undefined => {
  try {
    return dialect.decode(message, text);
  } catch (error) {
    if (error instanceof Mismatch) {
      return undefined;
    }
    throw error;
  }
};

function decodeExactly(dialect: Dialect, text: string): FlowRecord | Rejection {
  const message = parseExact(text) as Message;
  return tryDecode(dialect, message, text) ?? explain(dialect.schemaOf(message), message);
}
