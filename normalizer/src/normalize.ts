/**
 * The core: one message of GoFlow2 in, one document of the model out, or the reason why not. Pure: it
 * reads no clock, does no I/O, keeps nothing and never throws.
 */
import { encode } from './model/encode';
import type { ModelOptions } from './model/options';
import { decode } from './record/decode';
import { Rejection } from './record/rejection';

/** What became of one message. */
export type Outcome = { readonly value: string } | { readonly rejection: Rejection };

/**
 * Normalises one message.
 * @param value a Kafka record's value: UTF-8 JSON of any dialect of GoFlow2, or null for a tombstone
 * @returns the document as ASCII text without line breaks, holding one flow record; or the rejection
 */
export function normalize(value: Buffer | null, options: ModelOptions): Outcome {
  const record = decode(value);
  if (record instanceof Rejection) {
    return { rejection: record };
  }
  const document = encode(record, options);
  return document instanceof Rejection ? { rejection: document } : { value: document };
}
