/**
 * Readers of single values, for the path that good records take: a value that is not as it should be
 * ends the decoding with a {@link Mismatch}. What was wrong is not said here; the dialect's schema finds
 * it out again for the few records that are rejected.
 */
import { isIP, isIPv4 } from 'node:net';
import {
  ETHERTYPE_IPV4,
  ETHERTYPE_IPV6,
  NO_MAC,
  recordTypes,
  type Moment,
  type RecordType,
  type U64,
} from './flow-record';

/** A value did not fit. */
export class Mismatch extends Error {}

// Made once: a stack for each rejected record would cost more than the record.
const mismatch = new Mismatch('a value does not fit');

/** Ends the decoding of a record. */
export function refuse(): never {
  throw mismatch;
}

export const UINT8 = 0xff;
export const UINT16 = 0xffff;
export const UINT20 = 0xfffff;
export const UINT24 = 0xffffff;
export const INT31 = 0x7fffffff;
export const UINT32 = 0xffffffff;
export const VLAN_ID = 0xfff;
/** Nine flags and the three reserved bits above them (RFC 9293 section 3.1). */
export const TCP_FLAGS = 0xfff;
const UINT64_DIGITS = '18446744073709551615';

const digits = /^(?:0|[1-9]\d{0,19})$/;

const mac = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i;

/** An integer from 0 to `max` (at most 2^53 - 1), bare or quoted. */
export function uint(value: unknown, max: number): number {
  if (typeof value === 'number' && value >= 0 && value <= max && Number.isInteger(value)) {
    return value;
  }
  const number = uint64(value);
  return typeof number === 'number' && number <= max ? number : refuse();
}

export const optionalUint = (value: unknown, max: number): number | undefined =>
  value === undefined ? undefined : uint(value, max);

/** An integer from 0 to 2^64 - 1, bare or quoted; a number that a double may have rounded does not fit. */
export function uint64(value: unknown): U64 {
  if (typeof value === 'number') {
    return value >= 0 && Number.isSafeInteger(value) ? value : refuse();
  }
  if (typeof value !== 'string' || !digits.test(value)) {
    return refuse();
  }
  const number = Number(value);
  if (Number.isSafeInteger(number)) {
    return number;
  }
  return value.length < UINT64_DIGITS.length || value <= UINT64_DIGITS ? value : refuse();
}

export const optionalUint64 = (value: unknown): U64 | undefined =>
  value === undefined ? undefined : uint64(value);

/** The IP version that an ether type means. */
export function ipVersion(value: unknown): 4 | 6 {
  const etherType = uint(value, UINT32);
  return etherType === ETHERTYPE_IPV4 ? 4 : etherType === ETHERTYPE_IPV6 ? 6 : refuse();
}

const isRecordType = (value: unknown): value is RecordType => recordTypes.includes(value as RecordType);

/** One of GoFlow2's names of record types. */
export function optionalRecordType(value: unknown): RecordType | undefined {
  return value === undefined || isRecordType(value) ? value : refuse();
}

/**
 * A moment told in seconds and, since 1.1.1, in milliseconds too. The fork and v1 fill the milliseconds
 * for NetFlow and IPFIX only: for sFlow they stay 0 beside true seconds.
 */
export function moment(seconds: unknown, milliseconds: unknown): Moment {
  const exact = optionalUint64(milliseconds);
  return { seconds: uint64(seconds), milliseconds: exact === 0 ? undefined : exact };
}

/** A truth value. */
export const optionalBoolean = (value: unknown): boolean | undefined =>
  value === undefined || typeof value === 'boolean' ? value : refuse();

/** A MAC address: six pairs of hexadecimal digits with colons (yang:mac-address). */
export function macAddress(value: unknown): string {
  // The very constant, which the encoder can tell from others at once.
  return value === NO_MAC ? NO_MAC : typeof value === 'string' && mac.test(value) ? value : refuse();
}

export const optionalMacAddress = (value: unknown): string | undefined =>
  value === undefined ? undefined : macAddress(value);

/** Tells the family of an address without a zone, 0 if it is none. */
export function familyOf(text: string): 0 | 4 | 6 {
  const family = isIP(text);
  return family === 4 || (family === 6 && !text.includes('%')) ? family : 0;
}

/** An IP address of either family, or `''`. */
export function optionalAddress(value: unknown): string | undefined {
  return value === undefined || value === '' || (typeof value === 'string' && familyOf(value) !== 0)
    ? value
    : refuse();
}

/** An endpoint of a flow: an address that an IPv4 or IPv6 record can have, or `''`. */
export function endpoint(value: unknown, ipVersion: 4 | 6): string {
  if (typeof value !== 'string') {
    return refuse();
  }
  // Go prints an IPv4-mapped IPv6 address as the IPv4 one.
  return value === '' || isIPv4(value) || (ipVersion === 6 && familyOf(value) === 6) ? value : refuse();
}

/** The length of a network mask. */
export const optionalMask = (value: unknown, ipVersion: 4 | 6): number | undefined =>
  optionalUint(value, ipVersion === 4 ? 32 : 128);

const ipv4Prefix = /^([0-9.]+)\/(?:[0-9]|[12][0-9]|3[0-2])$/;

/** An IPv4 prefix, its length taken from `mask` if the text has none; `''` stays. */
export function optionalPrefix(value: unknown, mask: number | undefined): string | undefined {
  if (value === undefined || value === '') {
    return value;
  }
  if (typeof value !== 'string') {
    return refuse();
  }
  if (isIPv4(value)) {
    return mask !== undefined && mask <= 32 ? `${value}/${mask}` : refuse();
  }
  return isIPv4(ipv4Prefix.exec(value)?.[1] ?? '') ? value : refuse();
}

/** ICMP type and code in one number, as NetFlow v9 field 32 has them; undefined unless both are told. */
export function icmpType(type: unknown, code: unknown): number | undefined {
  const high = optionalUint(type, UINT8);
  const low = optionalUint(code, UINT8);
  return high === undefined || low === undefined ? undefined : high * 256 + low;
}

/** A bare label of 20 bits as a stack entry of 24, whose class and bottom bits are not told: zero. */
export const optionalLabel = (value: unknown): number | undefined =>
  value === undefined ? undefined : uint(value, UINT20) * 16;
