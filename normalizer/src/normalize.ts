/**
 * The core: one message of GoFlow2 in, the documents of the model out, or the reasons why not. Pure: it
 * reads no clock, does no I/O, remembers nothing and never throws.
 */
import { encode } from './model/encode';
import type { ModelOptions } from './model/options';
import { decode } from './record/decode';
import type { RecordType } from './record/flow-record';
import { Rejection } from './record/rejection';

/** A flow that became a document. */
export interface Accepted {
  /** The document: ASCII text without line breaks, holding one flow record. */
  readonly value: string;
  /** The message's keys whose values fit no leaf and were left out; empty for most records. */
  readonly omitted: readonly string[];
  /** The name of the dialect that the message was of. */
  readonly dialect: string;
  /** What the exporter spoke, if the collector tells. */
  readonly recordType: RecordType | undefined;
  /** When the collector received the packet, in milliseconds since 1970 (whole seconds in some dialects). */
  readonly timeReceived: number;
}

/** A flow, or something that is none, which goes to the rejected ones. */
export interface Rejected {
  readonly rejection: Rejection;
  /** The bytes that were rejected, if the message held several flows; otherwise it is the whole message. */
  readonly part?: Buffer;
}

/** A flow that the configuration wants neither accepted nor rejected. */
export interface Dropped {
  readonly dropped: 'not-ip';
}

/** What became of one flow. */
export type Outcome = Accepted | Rejected | Dropped;

const NONE: readonly string[] = [];

/**
 * Normalises one message.
 * @param value a Kafka record's value: UTF-8 JSON of any dialect of GoFlow2, or null for a tombstone
 * @returns the outcome of each flow that the message holds: one, but for messages of several JSON objects
 */
export function normalize(value: Buffer | null, options: ModelOptions): readonly Outcome[] {
  return [normalizeOne(value, options)];
}

function normalizeOne(value: Buffer | null, options: ModelOptions): Outcome {
  try {
    const decoded = decode(value);
    if (decoded instanceof Rejection) {
      return { rejection: decoded };
    }
    const { record, dialect } = decoded;
    const document = encode(record, options);
    return document instanceof Rejection
      ? { rejection: document }
      : {
          value: document,
          omitted: NONE,
          dialect,
          recordType: record.recordType,
          timeReceived: record.timeReceived * 1000,
        };
  } catch (error) {
    // No message may stop the ones behind it, even if it meets a defect of ours.
    return { rejection: new Rejection('internal-error', null, String(error)) };
  }
}
