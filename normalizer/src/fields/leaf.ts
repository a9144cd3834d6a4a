/** How a leaf is declared: its path, its type, and the keys that each dialect has its value under. */
import type { Form, Type } from '../values/type';

/** The dialects that name their keys each in its own way. */
export const spellings = ['custom', 'v1.0', 'v1.2', 'v2'] as const;

export type Spelling = (typeof spellings)[number];

/**
 * A field that stock GoFlow2 v2 doesn't print: a line of the collector's mapping, which prints it under this
 * name, and not at all for packets that lack it.
 */
export interface MappedField {
  readonly name: string;
  /** The NetFlow v9 field type, which is the IPFIX information element of the same number (RFC 5102 section 4). */
  readonly element: number;
  /** IANA's number of the enterprise whose element it is; in IPFIX only. */
  readonly enterprise?: number;
  /** What GoFlow2 is to print: a number, or the bytes as an address of one kind. */
  readonly render: 'number' | 'mac' | 'ip' | 'hex';
}

const field =
  (render: MappedField['render']) =>
  (name: string, element: number): MappedField => ({ name, element, render });

export const mapped = field('number');
export const mappedMac = field('mac');
export const mappedAddress = field('ip');
export const mappedHex = field('hex');

/** A reverse element: the same fact of the flow's other direction (RFC 5103). */
export const mappedReverse = (name: string, element: number): MappedField => ({
  ...mapped(name, element),
  enterprise: 29_305,
});

export type Key = string | MappedField;

/** Where a dialect has a leaf's value, and of which type it is there. */
export interface Source {
  readonly type: Type;
  readonly keys: readonly Key[];
}

export interface Leaf {
  /**
   * The path in the document: of containers beside the flow's list entry with their names, of the entry's own
   * leaves without.
   */
  readonly path: string;
  readonly form: Form;
  readonly sources: Readonly<Partial<Record<Spelling, Source>>>;
}

/** Keys of a dialect that has the value under another type. */
export const as = (type: Type, ...keys: readonly Key[]): Source => ({ type, keys });

type Keys = Key | readonly Key[] | Source;

/** Declares a leaf. Of several keys those that go first stand first. */
export function leaf(path: string, type: Type, keys: Readonly<Partial<Record<Spelling, Keys>>>): Leaf {
  const sources = Object.entries(keys).map(([spelling, own]) => [spelling, sourceOf(type, own)] as const);
  return { path, form: type.form, sources: Object.fromEntries(sources) };
}

function sourceOf(type: Type, keys: Keys): Source {
  if (typeof keys === 'object' && 'type' in keys) {
    return keys;
  }
  return { type, keys: Array.isArray(keys) ? (keys as readonly Key[]) : [keys as Key] };
}

export const nameOf = (key: Key): string => (typeof key === 'string' ? key : key.name);
