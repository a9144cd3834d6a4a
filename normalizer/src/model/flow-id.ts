import type { FlowRecord } from '../record/flow-record';

/**
 * The key of a flow's list entry: a signed 32-bit hash of addresses, ports and protocol, the same as the
 * original pipeline computes, since consumers join on it. It is that of Java: a list's hash over the
 * parts, in which a text counts as `String.hashCode` and a port as a signed 16-bit number.
 *
 * Equal for all records of a flow, different for two spellings of an address, and not free of collisions.
 */
export function flowId(record: FlowRecord): number {
  let hash = 1;
  hash = (Math.imul(31, hash) + textHash(record.srcAddress)) | 0;
  hash = (Math.imul(31, hash) + int16(record.srcPort)) | 0;
  hash = (Math.imul(31, hash) + textHash(record.dstAddress)) | 0;
  hash = (Math.imul(31, hash) + int16(record.dstPort)) | 0;
  hash = (Math.imul(31, hash) + record.protocol) | 0;
  return (31 + hash) | 0;
}

function textHash(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) {
    hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0;
  }
  return hash;
}

const int16 = (port: number) => (port << 16) >> 16;
