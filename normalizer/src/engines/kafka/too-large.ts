/** What becomes of a record that its topic would refuse for its size: it is cut, and says what it was. */
import { createHash } from 'node:crypto';
import { Rejection } from '../../record/rejection';
import { rejected, sizeOf, type Headers, type OutgoingRecord, type RoutedRecord } from '../routing';

/**
 * Makes a record for the rejected topic of one that is too large for where it was to go. The value is cut to what fits;
 * if even without a value it doesn't fit, the headers that it came with are left out, and then its key. The
 * headers `netflow-value-length` and `netflow-value-sha256` tell of the value that was read,
 * `netflow-headers-left-out` how many there were, `netflow-key-length` and `-sha256` of the key.
 * @param limit what the rejected topic takes in one batch, in bytes
 */
export function cut(routed: RoutedRecord, limit: number, rejectedTopic: string): RoutedRecord {
  const { incoming, outcome, outgoing } = routed;
  const because =
    'rejection' in outcome && outcome.rejection.reason !== 'too-large'
      ? ` (and rejected for ${outcome.rejection.reason}: ${outcome.rejection.message})`
      : '';
  const rejection = new Rejection(
    'too-large',
    null,
    `${outgoing?.topic ?? rejectedTopic} does not take what it leads to${because}`,
  );
  const value = ('part' in outcome ? outcome.part : undefined) ?? incoming.value;
  const { key, headers = {} } = incoming;
  const told = value === null ? {} : fingerprint('value', value);
  const fits = (record: OutgoingRecord) => sizeOf(record) <= limit;
  const make = (kept: typeof key, own: Headers, more: Headers) =>
    rejected({ ...incoming, key: kept, headers: own }, rejection, routed.source, rejectedTopic, null, {
      ...told,
      ...more,
    });
  const withoutHeaders = { 'netflow-headers-left-out': String(Object.keys(headers).length) };
  const all = make(key, headers, {});
  const fewer = make(key, {}, withoutHeaders);
  const least = make(null, {}, { ...withoutHeaders, ...(key !== null && fingerprint('key', key)) });
  const empty = fits(all) ? all : fits(fewer) ? fewer : least;
  const room = Math.max(0, limit - sizeOf(empty));
  return {
    ...routed,
    outcome: { rejection },
    outgoing: { ...empty, value: value?.subarray(0, room) ?? null },
  };
}

const fingerprint = (what: 'value' | 'key', bytes: Buffer): Headers => ({
  [`netflow-${what}-length`]: String(bytes.length),
  [`netflow-${what}-sha256`]: createHash('sha256').update(bytes).digest('hex'),
});
