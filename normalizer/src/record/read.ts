import type { ModelOptions } from '../model/options';
import { dialects, type Dialect } from './dialects';
import { interpret } from './interpret';
import { isObject, parseExact } from './json';
import { slotOf } from './keys';
import { Reading } from './reading';
import { Rejection } from './rejection';
import { groupsOf, type Group } from './rows';
import { ABSENT, Scanner } from './scan';
import { Writer } from './write';

/** A record that has been read. */
export interface Document {
  readonly text: string;
  readonly dialect: string;
  readonly record: Reading;
}

/**
 * Turns one JSON text of GoFlow2 into a document, of whichever dialect it is. What GoFlow2 prints is read in one
 * pass over the bytes; any other JSON is parsed, and means the same.
 */
export const read = (message: Buffer, options: ModelOptions): Document | Rejection =>
  (scanner.scan(message) ? ofScanned(options) : undefined) ?? ofParsed(message, options);

const scanner = new Scanner();

const marksBySlot = dialects.map((dialect) => ({
  dialect,
  marks: dialect.marks.map((keys) => keys.map(slotOf)),
}));

function dialectOfScanned(): Dialect | undefined {
  for (const { dialect, marks } of marksBySlot) {
    for (const slots of marks) {
      if (slots.every((slot) => scanner.kinds[slot] !== ABSENT)) {
        return dialect;
      }
    }
  }
  return undefined;
}

// V8 forgets what it has compiled for a class when a garbage collection finds no object of it alive. So the last few
// are kept; nobody reads them.
const alive: (Reading | undefined)[] = new Array<undefined>(8).fill(undefined);
let next = 0;

/** Undefined if the document would be too long to write it here. */
function ofScanned(options: ModelOptions): Document | Rejection | undefined {
  const dialect = dialectOfScanned();
  if (dialect === undefined) {
    return UNKNOWN;
  }
  const record = new Reading(options);
  alive[next] = record;
  next = (next + 1) % alive.length;
  const text = toolsFor(dialect, options).writer.write(record);
  return text === undefined ? undefined : (record.rejection ?? { text, dialect: dialect.name, record });
}

function ofParsed(bytes: Buffer, options: ModelOptions): Document | Rejection {
  let message: unknown;
  try {
    message = parseExact(bytes.toString());
  } catch (error) {
    return new Rejection('not-json', null, error instanceof Error ? error.message : String(error));
  }
  if (!isObject(message)) {
    return new Rejection('unknown-shape', null, 'a JSON value that is not an object');
  }
  const told = message;
  const isTold = (key: string) => told[key] !== undefined;
  const dialect = dialects.find(({ marks }) => marks.some((keys) => keys.every(isTold)));
  if (dialect === undefined) {
    return UNKNOWN;
  }
  const record = new Reading(options);
  const text = interpret(toolsFor(dialect, options).groups, message, record);
  return record.rejection ?? { text, dialect: dialect.name, record };
}

const UNKNOWN = new Rejection('unknown-shape', null, 'the keys are of no known dialect of GoFlow2');

interface Tools {
  readonly groups: readonly Group[];
  readonly writer: Writer;
}

const made = new Map<string, Map<Dialect, Tools>>();

/** What a dialect's records are read with; it is made when the first of them comes. */
function toolsFor(dialect: Dialect, options: ModelOptions): Tools {
  const kind = options.extensions === true ? `${options.encoding} with extensions` : options.encoding;
  const ofKind = made.get(kind) ?? new Map<Dialect, Tools>();
  const existing = ofKind.get(dialect);
  if (existing !== undefined) {
    return existing;
  }
  const groups = groupsOf(dialect, options);
  const tools = { groups, writer: new Writer(groups, scanner) };
  made.set(kind, ofKind.set(dialect, tools));
  return tools;
}
