/** The five parts of a flow's key, addresses as received. */
export interface FlowKey {
  readonly srcAddress: string;
  readonly srcPort: number;
  readonly dstAddress: string;
  readonly dstPort: number;
  readonly protocol: number;
}

/** What the original's wrapper types make of a value whose own hash is 0: of a port of 0, of an empty text. */
const HASH_OF_ZERO = 31;

/**
 * The key of a flow's list entry: a signed 32-bit hash of addresses, ports and protocol, the same as the
 * original pipeline computes, since consumers join on it. It is that of Java: a list's hash over the
 * parts, in which a text counts as `String.hashCode`, a port as a signed 16-bit number, and either as 31
 * where that is 0.
 *
 * Equal for all records of a flow, different for two spellings of an address, and not free of collisions.
 */
export function flowId(flow: FlowKey): number {
  let hash = 1;
  hash = (Math.imul(31, hash) + (textHash(flow.srcAddress) || HASH_OF_ZERO)) | 0;
  hash = (Math.imul(31, hash) + (int16(flow.srcPort) || HASH_OF_ZERO)) | 0;
  hash = (Math.imul(31, hash) + (textHash(flow.dstAddress) || HASH_OF_ZERO)) | 0;
  hash = (Math.imul(31, hash) + (int16(flow.dstPort) || HASH_OF_ZERO)) | 0;
  hash = (Math.imul(31, hash) + flow.protocol) | 0;
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
