/** How the value of a leaf is read out of a message. */
import type { Reading } from '../record/reading';

/**
 * How a leaf stands in JSON (RFC 7951): as its reader gives it, as a text between quotes, or, for 64-bit
 * integers, as the one or the other, whichever the site wants.
 */
export type Form = 'bare' | 'text' | 'integer64';

/**
 * Reads the value of one leaf. It gives the text of the value without quotes or the integer that it is, or `''` if
 * the leaf has none: nobody tells it, or what is told does not fit and was noted as omitted, or as the reason of
 * a refusal.
 */
export type Read = (record: Reading, ...values: readonly unknown[]) => string | number;

/**
 * Values that need no reader, since they are written as they come. They are numbers, and of several
 * keys the first that is told counts.
 */
export type Plain =
  /** An integer within bounds; unless it is told by one of the first so many keys, it is none such. */
  | { readonly from: number; readonly to: number; readonly keys?: number }
  /** A number that has a text; `''` if it needs no leaf. */
  | { readonly texts: readonly string[] };

export interface Reader {
  /** The keys whose values are to be given to {@link read}, in this order. */
  readonly keys: readonly string[];
  readonly read: Read;
  readonly plain?: Plain;
  /** Whether it may refuse the record; it is asked even if none of its keys is told. */
  readonly essential?: boolean;
  /** Whether it gives a value even if none of its keys is told. Others are not asked then. */
  readonly always?: boolean;
  /** So many of the last keys only help to read the others: told alone they are nothing to ask about. */
  readonly helpers?: number;
  /** Only flows of this IP version have the leaf. */
  readonly family?: 4 | 6;
  /** The place of the key that has a list; an empty one is as if it were not told. */
  readonly list?: number;
}

/** A type of leaves: makes the reader for the keys that a dialect has the value under. */
export interface Type {
  readonly form: Form;
  readonly reader: (keys: readonly string[]) => Reader;
}

/** Whether a reader is asked even if none of its keys is told: then it gives a value, or refuses the record. */
export const isCertain = ({ always, essential }: Reader): boolean => always === true || essential === true;

/** The keys without which a reader is not asked. */
export const mainKeysOf = ({ keys, helpers = 0 }: Reader): readonly string[] =>
  keys.slice(0, keys.length - helpers);

/** Makes a type of a function that makes its reader for keys. */
export const type = (form: Form, make: (...keys: string[]) => Omit<Reader, 'keys'>): Type => ({
  form,
  reader: (keys) => ({ keys, ...make(...keys) }),
});

/** A type of leaves whose value another one has read and noted in the record. */
export const ofRecord = (form: Form, read: (record: Reading) => string | number, family?: 4 | 6): Type => ({
  form,
  reader: () => ({ keys: [], always: true, read, ...(family && { family }) }),
});

/** Of several keys the first that is told, with its value; of none the last, with undefined. */
export function firstTold(keys: readonly string[], values: readonly unknown[]): readonly [string, unknown] {
  let index = 0;
  while (index < values.length - 1 && values[index] === undefined) {
    index++;
  }
  return [keys[index] ?? '', values[index]];
}
