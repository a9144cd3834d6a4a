/**
 * The members of a JSON object, as text. Each takes the member's beginning literally, from the comma
 * before its name on, and gives `''` for a fact that is not told; so an object's text is its members
 * one after the other, less the first comma.
 */
import type { U64 } from '../record/flow-record';
import type { Encoding } from './options';

/** An integer of at most 32 bits; `begin` is like `,"count":`. */
export const integer = (begin: string, value: number | undefined): string =>
  value === undefined ? '' : `${begin}${value}`;

/** An integer that is written only when it is not zero. */
export const nonZero = (begin: string, value: number | undefined): string =>
  value === undefined || value === 0 ? '' : `${begin}${value}`;

/** A 64-bit integer, all of whose digits are written. */
export const integer64 = (begin: string, value: U64 | undefined, encoding: Encoding): string =>
  value === undefined ? '' : encoding === 'numeric' ? `${begin}${value}` : `${begin}"${value}"`;

/** A text that needs no escaping; `begin` is like `,"src-mac-in":"`, with the opening quote. */
export const text = (begin: string, value: string | undefined): string =>
  value === undefined ? '' : `${begin}${value}"`;

/** The members that name an enumeration's values or a set of bits, by number; `begin` as for {@link text}. */
export const members = (begin: string, names: readonly string[]): readonly string[] =>
  names.map((name) => `${begin}${name}"`);

/** One of such {@link members}. */
export const named = (members: readonly string[], value: number | undefined): string =>
  value === undefined ? '' : (members[value] ?? '');

/**
 * A container, left out if it has no members; `begin` is like `,"vlan":{`. The first member, if it is
 * told, comes without its comma, so that the text of the others needn't be cut.
 */
export function container(begin: string, first: string, others: string): string {
  if (first !== '') {
    return `${begin}${first}${others}}`;
  }
  return others === '' ? '' : `${begin}${others.slice(1)}}`;
}
