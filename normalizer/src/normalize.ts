/**
 * The core: one message of GoFlow2 in, one document of the model out, or the reason why not. Pure: it
 * reads no clock, does no I/O, remembers nothing and never throws.
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
  try {
    const record = decode(value);
    const document = record instanceof Rejection ? record : encode(record, options);
    return document instanceof Rejection ? { rejection: document } : { value: document };
  } catch (error) {
    // No message may stop the ones behind it, even if it meets a defect of ours.
    return { rejection: new Rejection('internal-error', null, String(error)) };
  }
}
