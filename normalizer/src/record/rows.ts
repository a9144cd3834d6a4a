import { extendedLeaves, leaves } from '../fields';
import { nameOf } from '../fields/leaf';
import type { ModelOptions } from '../model/options';
import type { Reader } from '../values/type';
import type { Dialect } from './dialects';

/** A leaf as one dialect has it: how to read it, and how to write it. */
export interface Row {
  readonly reader: Reader;
  /** How its member begins, with the comma before and the quote of a value that has one. */
  readonly begin: string;
  /** How it ends. */
  readonly end: '"' | '';
}

/** A container of the document with the rows of its leaves; it is not there unless one of them is. */
export interface Group {
  /** How it begins. The brace comes in place of the first member's comma. */
  readonly begin: string;
  readonly rows: readonly Row[];
  /** How it ends; containers around others end with the document. */
  readonly end: '}' | '';
}

/** The containers beside and around the list entry; all others are within. */
const OUTER: Readonly<Record<string, Omit<Group, 'rows'>>> = {
  'collector-goflow2': { begin: '{"netflow-v9:netflow":{"collector-goflow2":', end: '}' },
  'export-packet': { begin: ',"export-packet":', end: '' },
  '': { begin: ',"flow-data-record":[', end: '' },
};

/** How a document ends. */
export const END = '}]}}}';

/** The rows of a dialect by their containers, in the order in which they are read and written. */
export function groupsOf(dialect: Dialect, { encoding, extensions }: ModelOptions): readonly Group[] {
  const rows = new Map<string, Row[]>(Object.keys(OUTER).map((container) => [container, []]));
  for (const { path, form, sources } of [...leaves, ...(extensions === true ? extendedLeaves : [])]) {
    const source = sources[dialect.spelling];
    if (source !== undefined) {
      const [name = '', container = ''] = path.split('/').reverse();
      const end = form === 'text' || (form === 'integer64' && encoding === 'rfc7951') ? '"' : '';
      const keys = source.keys.map(nameOf).map((key) => dialect.respell?.(key) ?? key);
      const row: Row = { reader: source.type.reader(keys), begin: `,"${name}":${end}`, end };
      rows.set(container, [...(rows.get(container) ?? []), row]);
    }
  }
  return [...rows].map(([container, own]) => ({
    ...(OUTER[container] ?? { begin: `,"${container}":`, end: '}' }),
    rows: own,
  }));
}
