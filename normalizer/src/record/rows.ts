import { extendedLeaves, leaves } from '../fields';
import { nameOf } from '../fields/leaf';
import type { ModelOptions } from '../model/options';
import type { Reader } from '../values/type';
import type { Dialect } from './dialects';

/** A leaf as one dialect has it: how to read it, and how to write it. */
export interface Row {
  readonly reader: Reader;
  /** The container that it is in; `''` is the flow's list entry. */
  readonly container: string;
  /** How its member begins, with the quote of a value that has one. */
  readonly begin: string;
  /** How it ends. */
  readonly end: '"' | '';
}

/** The rows of a dialect, in the order in which they are read. */
export const rowsOf = (dialect: Dialect, { encoding, extensions }: ModelOptions): readonly Row[] =>
  [...leaves, ...(extensions ? extendedLeaves : [])].flatMap(({ path, form, sources }) => {
    const source = sources[dialect.spelling];
    if (source === undefined) {
      return [];
    }
    const [name = '', container = ''] = path.split('/').reverse();
    const quote = form === 'text' || (form === 'integer64' && encoding === 'rfc7951') ? '"' : '';
    const keys = source.keys.map(nameOf).map((key) => dialect.respell?.(key) ?? key);
    return [{ reader: source.type.reader(keys), container, begin: `"${name}":${quote}`, end: quote }];
  });

/** Whether a reader is asked even if none of its keys is told: then it gives a value, or refuses the record. */
export const isCertain = ({ always, essential }: Reader) => always === true || essential === true;

/** Containers beside the list entry; all others are within. */
export const OUTER = ['collector-goflow2', 'export-packet'];

/** A document's text, of the members of its containers. */
export const documentOf = (collector: string, packet: string, entry: string) =>
  `{"netflow-v9:netflow":{"collector-goflow2":{${collector}},"export-packet":{${packet},"flow-data-record":[{${entry}}]}}}`;
