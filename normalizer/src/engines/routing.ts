/** What becomes of a Kafka record: where to, and with which headers. */
import type { Outcome } from '../normalize';

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
  /** The offset of the record it was made of. */
  readonly offset: string;
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

/**
 * Makes the record that a flow leads to, undefined for one that is dropped. Key, timestamp and headers go with it. A rejected one
 * keeps its value byte for byte, and its headers say why and where it was read:
 * `netflow-rejection-reason`, `-field` (if it lies in one) and `-message`, `netflow-source-topic`,
 * `-partition` and `-offset`.
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
  const { key, timestamp } = record;
  const headers = writable(record.headers ?? {});
  if ('value' in outcome) {
    return { topic: to.outputTopic, key, value: Buffer.from(outcome.value, 'latin1'), timestamp, headers };
  }
  const { reason, field, message } = outcome.rejection;
  return {
    topic: to.rejectedTopic,
    key,
    value: outcome.part ?? record.value,
    timestamp,
    headers: {
      ...headers,
      'netflow-rejection-reason': reason,
      ...(field !== null && { 'netflow-rejection-field': field }),
      'netflow-rejection-message': message,
      'netflow-source-topic': source.topic,
      'netflow-source-partition': String(source.partition),
      'netflow-source-offset': record.offset,
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

const lengthOf = (bytes: Buffer | string | null) => (bytes === null ? 0 : Buffer.byteLength(bytes));

/** Bytes that a record takes in a batch, but for a few of overhead. */
function sizeOf(record: OutgoingRecord | undefined): number {
  if (record === undefined) {
    return 0;
  }
  const { key, value, headers } = record;
  let size = lengthOf(key) + lengthOf(value);
  for (const [name, header] of Object.entries(headers)) {
    for (const one of Array.isArray(header) ? header : [header ?? '']) {
      size += lengthOf(name) + lengthOf(one);
    }
  }
  return size;
}

/**
 * Cuts records into runs of at most so many bytes (a single one may be longer), so that none of the
 * batches that a broker gets is over its limit. What one record led to stays together, since its offset
 * stands for all of it.
 */
export function* chunks(records: readonly RoutedRecord[], limit: number): Generator<RoutedRecord[]> {
  let chunk: RoutedRecord[] = [];
  let size = 0;
  for (const record of records) {
    const bytes = sizeOf(record.outgoing);
    if (chunk.length > 0 && size + bytes > limit && chunk.at(-1)?.offset !== record.offset) {
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
