/**
 * What depends on the type of the record. Some words older GoFlow2 prints as they came off the wire,
 * several facts in one number: the patched fork and v1 before 1.3.4 (sampling) and 1.3.5 (fragments).
 * Where newer ones print the fact alone, the other bits are zero, so that the same reading serves both.
 */
import type { RecordType } from './flow-record';
import * as read from './read';

// Bound once: without a bundler an imported name is looked up at each use.
const { refuse, UINT16, UINT32, uint } = read;

/** What `SamplingRate` says of the sampling in NetFlow v5: mode in the two high bits, interval in 14. */
export function samplingInterval(value: unknown, type: RecordType | undefined): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  return type === 'NETFLOW_V5' ? uint(value, UINT16) & 0x3fff : uint(value, UINT32);
}

/**
 * The sampling mode of a NetFlow v5 header (Cisco, NetFlow export datagram format: 0 none told, 1 packet
 * interval, 2 random; 3 has no meaning); undefined for other types and for mode 0.
 */
export function samplingAlgorithm(value: unknown, type: RecordType | undefined): number | undefined {
  if (value === undefined || type !== 'NETFLOW_V5') {
    return undefined;
  }
  const mode = uint(value, UINT16) >> 14;
  return mode === 3 ? refuse() : mode === 0 ? undefined : mode;
}

/** The fragment offset; in sFlow it shares its IPv4 header word with three flags (RFC 791 section 3.1). */
export function fragmentOffset(value: unknown, type: RecordType | undefined): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  const word = uint(value, UINT16);
  return type === 'SFLOW_5' ? word & 0x1fff : word;
}

/** The three IP flags that share a word with the fragment offset in sFlow; else not told. */
export function ipFlags(value: unknown, type: RecordType | undefined): number | undefined {
  return value === undefined || type !== 'SFLOW_5' ? undefined : uint(value, UINT16) >> 13;
}

/**
 * A fact of the packet's header that a dialect tells for some record types only: for others its 0 says
 * nothing.
 */
export const toldFor = (
  types: readonly RecordType[],
  type: RecordType | undefined,
  value: number | undefined,
): number | undefined => (value === 0 && type !== undefined && !types.includes(type) ? undefined : value);
