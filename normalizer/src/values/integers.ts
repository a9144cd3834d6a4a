import { firstTold, type, type Type } from './type';

export const UINT16 = 0xffff;
export const UINT32 = 0xffffffff;
export const INT31 = 0x7fffffff;
/** As a double has it: 2^64, which no integer is that has less than twenty digits. */
export const UINT64 = 2 ** 64;
const UINT64_DIGITS = '18446744073709551615';

const digits = /^(?:0|[1-9]\d{0,19})$/;

/** An integer from 0 to `max` (at most 2^53 - 1), bare or quoted; undefined if the value is none. */
export function integerOf(value: unknown, max: number): number | undefined {
  if (typeof value === 'number') {
    // Without the sign of a zero.
    return value >= 0 && value <= max && Number.isInteger(value) ? value + 0 : undefined;
  }
  if (typeof value !== 'string' || !digits.test(value)) {
    return undefined;
  }
  const number = Number(value);
  return number <= max ? number : undefined;
}

/** The digits of an integer from 0 to 2^64 - 1, bare or quoted; `''` if the value is none. */
export function integer64Of(value: unknown): string | number {
  if (typeof value === 'number') {
    return value >= 0 && Number.isInteger(value) ? value + 0 : '';
  }
  return typeof value === 'string' && digits.test(value) && isAtMost(value, UINT64_DIGITS) ? value : '';
}

const isAtMost = (text: string, limit: string) => text.length < limit.length || text <= limit;

const textsTo = (max: number) => Array.from({ length: max + 1 }, (_, number) => String(number));

/** An integer from 0 to `max`, of the first key that is told. */
export const upTo = (max: number): Type =>
  type('bare', (...keys) => ({
    plain: max <= 0xff ? { texts: textsTo(max) } : { from: 0, to: max },
    read: (record, ...values) => {
      const [key, value] = firstTold(keys, values);
      return value === undefined ? '' : (integerOf(value, max) ?? record.omit(key));
    },
  }));

export const uint8 = upTo(0xff);
export const uint16 = upTo(UINT16);
export const uint32 = upTo(UINT32);

/** The same type, but a 0 gets no leaf: leaves that the documented output lacks. */
export const unlessZero = ({ form, reader }: Type): Type => ({
  form,
  reader: (keys) => {
    const { read, plain } = reader(keys);
    return {
      keys,
      ...(plain && { plain: 'texts' in plain ? { texts: plain.texts.with(0, '') } : { ...plain, from: 1 } }),
      read: (record, ...values) => {
        const text = read(record, ...values);
        return text === 0 ? '' : text;
      },
    };
  },
});

/**
 * An integer of a mandatory leaf without which a flow is still one: 0 stands in for what is not told or
 * doesn't fit, and is noted as omitted.
 */
export const zeroIfUnfit = (max: number): Type =>
  type('bare', (key = '') => ({
    always: true,
    plain: { from: 0, to: max },
    read: (record, value) => integerOf(value, max) ?? (record.omit(key) || 0),
  }));

/** A 64-bit counter. */
export const counter64: Type = type('integer64', (...keys) => ({
  plain: { from: 0, to: UINT64 },
  read: (record, ...values) => {
    const [key, value] = firstTold(keys, values);
    const counter = value === undefined ? '' : integer64Of(value);
    return value !== undefined && counter === '' ? record.omit(key) : counter;
  },
}));

/** A field wider than what it holds, whose low bits count (IPv6's flow label, RFC 6437). */
export const lowBits = (bits: number): Type =>
  type('bare', (key = '') => ({
    plain: { from: 0, to: 2 ** bits - 1 },
    read: (record, value) => {
      if (value === undefined) {
        return '';
      }
      const number = integerOf(value, UINT32);
      return number === undefined ? record.omit(key) : number & (2 ** bits - 1);
    },
  }));
