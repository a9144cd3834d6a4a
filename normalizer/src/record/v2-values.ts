/** Readers of the values that only GoFlow2 v2 prints, or prints its own way. */
import type { Moment } from './flow-record';
import type { Message } from './json';
import { protocolNumbers } from './protocol-numbers';
import * as read from './read';

const { familyOf, refuse, uint, uint64, UINT8, UINT32 } = read;

/** The IP version, of an ether type's name or (with `render: {etype: none}`) number. */
export const ipVersion = (value: unknown): 4 | 6 =>
  value === 'IPv4' ? 4 : value === 'IPv6' ? 6 : read.ipVersion(value);

/** A protocol's number, of its name or (with `render: {proto: none}`) of the number. */
export const protocol = (value: unknown): number =>
  typeof value === 'string' ? (protocolNumbers.get(value) ?? uint(value, UINT8)) : uint(value, UINT8);

/**
 * A moment in nanoseconds since 1970. Since these are beyond what a number can hold, the digits are taken
 * from the text; what the parser made of them tells whether they are the right ones.
 */
export function moment(message: Message, key: string, text: string): Moment {
  const value = message[key];
  if (typeof value !== 'number' || Number.isSafeInteger(value)) {
    return momentOf(String(uint64(value)));
  }
  const member = `"${key}":`;
  const start = text.indexOf(member) + member.length;
  let end = start;
  while (end < text.length && isDigit(text.charCodeAt(end))) {
    end++;
  }
  const digits = text.slice(start, end);
  // A fraction or an exponent would follow here.
  const whole = text[end] === ',' || text[end] === '}';
  return whole && Number(digits) === value ? momentOf(String(uint64(digits))) : refuse();
}

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;

const momentOf = (nanoseconds: string): Moment => ({
  seconds: Number(nanoseconds.slice(0, -9)),
  milliseconds: Number(nanoseconds.slice(0, -6)),
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

const network = /^([0-9a-f.:]+)\/(0|[1-9]\d{0,2})$/i;

/**
 * The length of a mask, out of `network/length` or (with `render: none`) as a number; undefined where
 * GoFlow2 could not make a network of the address and the length.
 */
export function mask(value: unknown, version: 4 | 6): number | undefined {
  if (typeof value !== 'string') {
    return read.optionalMask(value, version);
  }
  if (value === 'invalid Prefix') {
    return undefined;
  }
  const [, address, length] = network.exec(value) ?? [];
  if (address === undefined) {
    return read.optionalMask(value, version);
  }
  return familyOf(address) === 0 ? refuse() : read.optionalMask(length, version);
}

/** The only address of a list, undefined if it is empty. */
export function firstAddress(value: unknown): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  return Array.isArray(value) && value.length <= 1 ? read.optionalAddress(value[0]) : refuse();
}

/** Bare labels from the top, as stack entries. */
export function labels(value: unknown): readonly (number | undefined)[] {
  if (value === undefined) {
    return [];
  }
  return Array.isArray(value) && value.length <= 10
    ? value.map((label) => read.optionalLabel(label))
    : refuse();
}

/** The interval that the exporter's options tell; until they have, that of the flow record itself. */
export function samplingInterval(message: Message): number | undefined {
  const ofOptions = read.optionalUint(message.sampling_rate, UINT32);
  const ofRecord = read.optionalUint(message.sampling_interval, UINT32);
  return ofOptions === undefined || ofOptions === 0 ? (ofRecord ?? ofOptions) : ofOptions;
}
