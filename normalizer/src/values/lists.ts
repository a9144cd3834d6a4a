/**
 * Leaf-lists: what GoFlow2 prints as JSON arrays, empty ones for records without. A list with an entry that
 * doesn't fit is left out whole, for a path without one of its steps is another path.
 */
import { integerOf } from './integers';
import { isIpv6 } from './ip';
import { type, type Type } from './type';

/** Writes the entries of a list; undefined if one of them can't be. */
function listOf(value: unknown, entryOf: (entry: unknown) => string | undefined): string | undefined {
  if (!Array.isArray(value)) {
    return undefined;
  }
  const entries = value.map(entryOf);
  return entries.includes(undefined) ? undefined : `[${entries.join()}]`;
}

const list = (entryOf: (entry: unknown) => string | undefined): Type =>
  type('bare', (key = '') => ({
    read: (record, value) => {
      const text = value === undefined ? '[]' : (listOf(value, entryOf) ?? record.omit(key));
      return text === '[]' ? '' : text;
    },
  }));

/** Integers from 0 to `max`. */
export const listUpTo = (max: number) => list((entry) => integerOf(entry, max)?.toString());

/** The segments of an IPv6 routing header, in its order: addresses. */
export const segments = list((entry) =>
  typeof entry === 'string' && isIpv6(entry) ? `"${entry}"` : undefined,
);

/** How many of the segments, the second key's, the packet has still before it. Without a list, 0 says nothing. */
export const segmentsLeft: Type = type('bare', (key = '') => ({
  read: (record, left, of) => {
    if (left === undefined || !Array.isArray(of) || of.length === 0) {
      return '';
    }
    return integerOf(left, 0xff)?.toString() ?? record.omit(key);
  },
}));
