/** What becomes of a Kafka record: where to, and with which headers. */
import type { Outcome } from '../normalize';
import type { Rejection } from '../record/rejection';

/** Header values as kafkajs gives them; a name that occurs more than once has an array. */
export type Headers = Record<string, Buffer | string | (Buffer | string)[] | undefined>;

/** A record as it was read. */
export interface IncomingRecord {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Milliseconds since 1970, in digits. */
  readonly timestamp: string;
  readonly offset: string;
  readonly headers?: Headers;
}

/** A record to be written. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly timestamp: string;
  readonly headers: Headers;
}

/** A record that has been normalised and is on its way. */
export interface RoutedRecord {
  /** The record it was made of. */
  readonly incoming: IncomingRecord;
  readonly source: Source;
  readonly outcome: Outcome;
  /** Undefined if it leads to none. */
  readonly outgoing: OutgoingRecord | undefined;
}

/** Where a record was read. */
export interface Source {
  readonly topic: string;
  readonly partition: number;
}

export interface Destinations {
  readonly outputTopic: string;
  readonly rejectedTopic: string;
}

/** Names the input's fields whose values were left out of the document, separated by commas. */
const OMITTED = 'netflow-omitted';

/**
 * Makes the record that a flow leads to, undefined for one that is dropped. Key, timestamp and headers go with
 * it; what was left out of an accepted one is in `netflow-omitted`, if anything was. A rejected one keeps its
 * value byte for byte.
 */
export function route(
  record: IncomingRecord,
  outcome: Outcome,
  source: Source,
  to: Destinations,
): OutgoingRecord | undefined {
  if ('dropped' in outcome) {
    return undefined;
  }
  if ('rejection' in outcome) {
    const value = outcome.part ?? record.value;
    return rejected(record, outcome.rejection, source, to.rejectedTopic, value);
  }
  const headers = {
    ...writable(record.headers ?? {}),
    ...(outcome.omitted.length > 0 && { [OMITTED]: outcome.omitted.join() }),
  };
  const value = Buffer.from(outcome.value, 'latin1');
  return { topic: to.outputTopic, key: record.key, value, timestamp: record.timestamp, headers };
}

/**
 * Makes a record for the rejected topic. Its headers say why and where it was read: `netflow-rejection-reason`,
 * `-field` (if it lies in one) and `-message`, `netflow-source-topic`, `-partition` and `-offset`.
 */
export function rejected(
  record: IncomingRecord,
  { reason, field, message }: Rejection,
  source: Source,
  topic: string,
  value: Buffer | null,
  more: Headers = {},
): OutgoingRecord {
  return {
    topic,
    key: record.key,
    value,
    timestamp: record.timestamp,
    headers: {
      ...writable(record.headers ?? {}),
      'netflow-rejection-reason': reason,
      ...(field !== null && { 'netflow-rejection-field': field }),
      'netflow-rejection-message': message,
      'netflow-source-topic': source.topic,
      'netflow-source-partition': String(source.partition),
      'netflow-source-offset': record.offset,
      ...more,
    },
  };
}

/** kafkajs reads a header without a value as null, but fails to write one: it goes on empty. */
export const writable = (headers: Headers): Headers =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(orEmpty) : orEmpty(value),
    ]),
  );

const orEmpty = (value: Buffer | string | null | undefined) => value ?? '';

const lengthOf = (bytes: Buffer | string | null) =>
  typeof bytes === 'string' ? Buffer.byteLength(bytes) : (bytes?.length ?? 0);

/** A batch's own bytes, and at most those of a record and of a header beside what they hold (record format 2). */
const BATCH_BYTES = 61;
const RECORD_BYTES = 36;
const HEADER_BYTES = 10;

/** Bytes that a record takes at most in a batch of its own. */
export function sizeOf(record: OutgoingRecord | undefined): number {
  if (record === undefined) {
    return 0;
  }
  const { key, value, headers } = record;
  let size = BATCH_BYTES + RECORD_BYTES + lengthOf(key) + lengthOf(value);
  for (const [name, header] of Object.entries(headers)) {
    for (const one of Array.isArray(header) ? header : [header ?? '']) {
      size += HEADER_BYTES + lengthOf(name) + lengthOf(one);
    }
  }
  return size;
}

/**
 * Cuts records into runs of at most so many bytes (a single one may be longer), so that none of the
 * batches that a broker gets is over its limit. What one record led to stays together, since its offset
 * stands for all of it. Takes no more records than the runs that were asked for need.
 */
export function* chunks(records: Iterable<RoutedRecord>, limit: () => number): Generator<RoutedRecord[]> {
  let chunk: RoutedRecord[] = [];
  let size = 0;
  for (const record of records) {
    const bytes = sizeOf(record.outgoing);
    const last = chunk.at(-1)?.incoming.offset;
    if (last !== undefined && size + bytes > limit() && last !== record.incoming.offset) {
      yield chunk;
      chunk = [];
      size = 0;
    }
    chunk.push(record);
    size += bytes;
  }
  if (chunk.length > 0) {
    yield chunk;
  }
}
