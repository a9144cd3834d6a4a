/** A record of the rejected topic read back: what it was before, and why it was rejected. */
import { writable, type Headers, type IncomingRecord } from '../engines/routing';

/** Says how often a record has been put back; it stays with the record, also when that is accepted. */
export const REPLAYS = 'netflow-replays';

/** What the normaliser adds to a record that it rejects. */
const ADDED = /^netflow-(rejection|source)-/;

/** Why a record was rejected, and where it had been read. */
export interface RejectedRecord {
  readonly reason: string;
  readonly field: string | undefined;
  readonly topic: string;
  readonly partition: number;
  /** How often it had been put back before this rejection. */
  readonly replays: number;
  /** When the collector produced it, in milliseconds since 1970. */
  readonly timestamp: number;
  /** The record as it was read first, but for the header that counts how often it has been put back. */
  readonly original: Pick<IncomingRecord, 'key' | 'value' | 'timestamp'> & { readonly headers: Headers };
}

/** Reads a record of the rejected topic; undefined for one that the normaliser did not write. */
export function readRejected({
  key,
  value,
  timestamp,
  headers = {},
}: IncomingRecord): RejectedRecord | undefined {
  const text = (name: string) => (Object.hasOwn(headers, name) ? lastOf(headers[name]) : undefined);
  const [reason, topic] = [text('netflow-rejection-reason'), text('netflow-source-topic')];
  const partition = Number(text('netflow-source-partition'));
  if (reason === undefined || topic === undefined || !Number.isSafeInteger(partition)) return undefined;
  const replays = Number(text(REPLAYS) ?? 0) || 0;
  const own = Object.entries(headers).filter(([name]) => !ADDED.test(name) && name !== REPLAYS);
  return {
    reason,
    field: text('netflow-rejection-field'),
    topic,
    partition,
    replays,
    timestamp: Number(timestamp),
    original: {
      key,
      value,
      timestamp,
      headers: { ...writable(Object.fromEntries(own)), [REPLAYS]: String(replays + 1) },
    },
  };
}

function lastOf(header: Headers[string]): string | undefined {
  return (Array.isArray(header) ? header.at(-1) : header)?.toString();
}
