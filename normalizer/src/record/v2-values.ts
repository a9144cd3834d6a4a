/** Readers of the values that only GoFlow2 v2 prints, or prints its own way. */
import type { Moment } from './flow-record';
import type { Message } from './json';
import { protocolNumbers } from './protocol-numbers';
import * as read from './read';

// Bound once: without a bundler an imported name is looked up at each use.
const { familyOf, refuse, uint, uint64, optionalUint, optionalAddress, optionalLabel, optionalMask } = read;
const { UINT8, UINT32 } = read;

/** The IP version, of an ether type's name or (with `render: {etype: none}`) number. */
export const ipVersion = (value: unknown): 4 | 6 =>
  value === 'IPv4' ? 4 : value === 'IPv6' ? 6 : read.ipVersion(value);

/** A protocol's number, of its name or (with `render: {proto: none}`) of the number. */
export const protocol = (value: unknown): number =>
  typeof value === 'string' ? (protocolNumbers.get(value) ?? uint(value, UINT8)) : uint(value, UINT8);

/**
 * A moment in nanoseconds since 1970, cut to milliseconds. Since these numbers are beyond what a double
 * can hold, the digits are taken from the text, at the key's first place in it; what the parser made of
 * them tells whether they are the right ones.
 *
 * @param member how the member begins in the text, with the colon
 */
export function moment(value: unknown, member: string, text: string): Moment {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) {
    const digits = String(uint64(value));
    return momentOf(Number(digits.slice(0, -6)));
  }
  const start = text.indexOf(member) + member.length;
  let end = start;
  while (isDigit(text.charCodeAt(end))) {
    end++;
  }
  // Up to 19 digits fit 64 bits, and all but six of them a double. A fraction or an exponent may follow.
  if (end - start > 19 || (text[end] !== ',' && text[end] !== '}')) {
    return refuse();
  }
  let milliseconds = 0;
  for (let index = start; index < end - 6; index++) {
    milliseconds = milliseconds * 10 + (text.charCodeAt(index) - 0x30);
  }
  return Math.abs(value / 1e6 - milliseconds) < 2 ? momentOf(milliseconds) : refuse();
}

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;

const momentOf = (milliseconds: number): Moment => ({
  seconds: Math.floor(milliseconds / 1000),
  milliseconds,
});

/**
 * The ingress side of a pair: the mapped field if there is one, else the stock field, unless that only
 * repeats the egress side (GoFlow2 lets fields 23, 24, 57 and 81 overwrite it).
 */
export function ingress<T>(mapped: T | undefined, stock: T | undefined, egress: T | undefined, none: T): T {
  if (mapped !== undefined) {
    return mapped;
  }
  if (stock === undefined) {
    return refuse();
  }
  return egress !== undefined && stock === egress ? none : stock;
}

/**
 * The length of a mask, out of `network/length` or (with `render: none`) as a number; undefined where
 * GoFlow2 could not make a network of the address and the length.
 */
export function mask(value: unknown, version: 4 | 6): number | undefined {
  if (typeof value !== 'string') {
    return optionalMask(value, version);
  }
  if (value === 'invalid Prefix') {
    return undefined;
  }
  const slash = value.indexOf('/');
  const isNetwork = slash === -1 || familyOf(value.slice(0, slash)) !== 0;
  return isNetwork ? optionalMask(value.slice(slash + 1), version) : refuse();
}

/** The only address of a list, undefined if it is empty. */
export function firstAddress(value: unknown): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  return Array.isArray(value) && value.length <= 1 ? optionalAddress(value[0]) : refuse();
}

/** Bare labels from the top, as stack entries. */
export function labels(value: unknown): readonly (number | undefined)[] {
  if (value === undefined) {
    return [];
  }
  return Array.isArray(value) && value.length <= 10 ? value.map((label) => optionalLabel(label)) : refuse();
}

/** The interval that the exporter's options tell; until they have, that of the flow record itself. */
export function samplingInterval(message: Message): number | undefined {
  const ofOptions = optionalUint(message.sampling_rate, UINT32);
  const ofRecord = optionalUint(message.sampling_interval, UINT32);
  return ofOptions === undefined || ofOptions === 0 ? (ofRecord ?? ofOptions) : ofOptions;
}
