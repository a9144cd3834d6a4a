/** The values that a key may come with, over the whole width that its field has on the wire. */
import fc from 'fast-check';
import { isIP } from 'node:net';
import { addressOfBytes } from '../../src/values/address-bytes';

/** Values of a key: those at the edges, and any others. */
export interface Wire {
  readonly edges: readonly unknown[];
  /** Of the edges those that have a bit set wherever there is one: whatever part of them counts, it says something. */
  readonly allOnes: readonly unknown[];
  readonly any: fc.Arbitrary<unknown>;
}

const WIDTHS = [1, 8, 12, 14, 16, 20, 24, 30, 31, 32, 64];

/** Unsigned integers of up to 64 bits. @param greatest what the leaves hold: these edges are looked at, too */
function integers(greatest: readonly bigint[]): Wire {
  const allOnes = WIDTHS.map((bits) => 2n ** BigInt(bits) - 1n);
  const edges = [0n, ...allOnes, ...greatest].flatMap((edge) => [edge, edge + 1n]);
  return {
    edges: [...new Set(edges)].filter((edge) => edge < 2n ** 64n),
    allOnes,
    any: fc.constantFrom(...WIDTHS).chain((bits) => fc.bigInt(0n, 2n ** BigInt(bits) - 1n)),
  };
}

const bytes = (length: number) => fc.array(fc.nat(255), { minLength: length, maxLength: length });
const full = (length: number, byte: number) => new Array<number>(length).fill(byte);

/** Made of bytes: all zero, all ones, and any others. */
const ofBytes = (lengths: readonly number[], made: (bytes: readonly number[]) => unknown): Wire => ({
  edges: lengths.flatMap((length) => [made(full(length, 0)), made(full(length, 255))]),
  allOnes: lengths.filter((length) => length > 0).map((length) => made(full(length, 255))),
  any: fc.constantFrom(...lengths).chain((length) => bytes(length).map(made)),
});

const addresses = ofBytes([0, 4, 16], (address) => addressOfBytes(address) ?? '');
/** In bytes, also so many as no address has. */
const addressesInBytes = ofBytes([0, 1, 4, 15, 16, 17], (address) => address);
const macs = ofBytes([6], (mac) => mac.map((byte) => byte.toString(16).padStart(2, '0')).join(':'));
/** An address and the length of a mask, which is not held against it. */
const networks = ofBytes(
  [5, 17],
  (network) => `${addressOfBytes(network.slice(1)) ?? ''}/${String(network[0])}`,
);

const listOf = ({ edges, allOnes, any }: Wire, longest: number): Wire => ({
  edges: [[], edges, ...edges.flatMap((edge) => [[edge], new Array(longest).fill(edge)])],
  allOnes: allOnes.map((ones) => [ones]),
  any: fc.array(any, { maxLength: longest + 2 }),
});

const oneOf = (...values: readonly unknown[]): Wire => ({
  edges: values,
  allOnes: [],
  any: fc.constantFrom(...values),
});

/**
 * What kinds of values a key may have, by one that it has.
 * @param greatest the greatest values of its leaves
 */
export function wireOf(key: string, sample: unknown, greatest: readonly bigint[]): Wire {
  if (key.toLowerCase() === 'type') {
    return oneOf('FLOWUNKNOWN', 'SFLOW_5', 'NETFLOW_V5', 'NETFLOW_V9', 'IPFIX', 'NETFLOW_V7', '');
  }
  if (typeof sample === 'boolean') {
    return oneOf(false, true);
  }
  if (Array.isArray(sample)) {
    const isAddress = /bgp|label_?ip/i.test(key);
    const isText = typeof sample[0] === 'string';
    return isAddress ? addressesInBytes : listOf(isText ? addresses : integers(greatest), 10);
  }
  if (typeof sample === 'string' && !/^\d+$/.test(sample)) {
    return /^..:..:/.test(sample) ? macs : isIP(sample) === 0 ? networks : addresses;
  }
  return integers(greatest);
}
