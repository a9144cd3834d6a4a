/**
 * The core: one message of GoFlow2 in, the documents of the model out, or the reasons why not. Pure: it
 * reads no clock, does no I/O, remembers nothing and never throws.
 */
import type { ModelOptions } from './model/options';
import { objectsIn } from './record/json';
import { read } from './record/read';
import type { RecordType } from './record/record-type';
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

/**
 * Normalises one message.
 * @param value a Kafka record's value: UTF-8 JSON of any dialect of GoFlow2, or null for a tombstone
 * @returns the outcome of each flow that the message holds: one, but for messages of several JSON objects
 */
export function normalize(value: Buffer | null, options: ModelOptions): readonly Outcome[] {
  if (value === null) {
    return [{ rejection: new Rejection('no-value', null, 'the record has no value') }];
  }
  try {
    return normalizeBytes(value, options);
  } catch (error) {
    // No message may stop the ones behind it, even if it meets a defect of ours.
    return [{ rejection: new Rejection('internal-error', null, String(error)) }];
  }
}

const BYTE_ORDER_MARK = Buffer.of(0xef, 0xbb, 0xbf);

function normalizeBytes(bytes: Buffer, options: ModelOptions): readonly Outcome[] {
  const outcome = outcomeOf(bytes, options);
  if (!('rejection' in outcome) || outcome.rejection.reason !== 'not-json') {
    return [outcome];
  }
  if (bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)) {
    return normalizeBytes(bytes.subarray(BYTE_ORDER_MARK.length), options);
  }
  // Byte by byte, so that a part that is rejected has the bytes that came.
  const objects = objectsIn(bytes.toString('latin1')) ?? [];
  const parts = objects.map((object) => Buffer.from(object, 'latin1'));
  return parts.length > 0 ? parts.map((part) => outcomeOfPart(part, options)) : [outcome];
}

function outcomeOfPart(part: Buffer, options: ModelOptions): Outcome {
  const outcome = outcomeOf(part, options);
  return 'rejection' in outcome ? { ...outcome, part } : outcome;
}

function outcomeOf(bytes: Buffer, options: ModelOptions): Outcome {
  const document = read(bytes, options);
  if (document instanceof Rejection) {
    return options.notIp === 'drop' && document.reason === 'not-ip'
      ? { dropped: document.reason }
      : { rejection: document };
  }
  const { record, dialect } = document;
  const { omitted, recordType, timeReceived } = record;
  return { value: document.text, omitted, dialect, recordType, timeReceived };
}
