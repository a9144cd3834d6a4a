/** How the value of a leaf is read out of a message. */
import type { Reading } from '../record/reading';

/**
 * How a leaf stands in JSON (RFC 7951): as its reader gives it, as a text between quotes, or, for 64-bit
 * integers, as the one or the other, whichever the site wants.
 */
export type Form = 'bare' | 'text' | 'integer64';

/**
 * Reads the value of one leaf. It gives the text of the value without quotes, or `''` if the leaf has none:
 * nobody tells it, or what is told does not fit and was noted as omitted, or as the reason of a refusal.
 */
export type Read = (record: Reading, ...values: readonly unknown[]) => string;

/**
 * Values that need no reader, since they are written as they come. They are numbers, and of several
 * keys the first that is told counts.
 */
export type Plain =
  /** An integer within bounds. */
  | { readonly from: number; readonly to: number }
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
}

/** A type of leaves: makes the reader for the keys that a dialect has the value under. */
export interface Type {
  readonly form: Form;
  readonly reader: (keys: readonly string[]) => Reader;
}

/** Makes a type of a function that makes its reader for keys. */
export const type = (form: Form, make: (...keys: string[]) => Omit<Reader, 'keys'>): Type => ({
  form,
  reader: (keys) => ({ keys, ...make(...keys) }),
});

/** Of several keys the first that is told, with its value; of none the last, with undefined. */
export function firstTold(keys: readonly string[], values: readonly unknown[]): readonly [string, unknown] {
  const index = values.findIndex((value) => value !== undefined);
  return [keys.at(index) ?? '', values[index]];
}
