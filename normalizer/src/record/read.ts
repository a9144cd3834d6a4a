import type { ModelOptions } from '../model/options';
import { compile, type Core } from './compile';
import { dialects, type Dialect } from './dialects';
import { isObject, mayBeRounded, parseExact, type Message } from './json';
import { Reading } from './reading';
import { Rejection } from './rejection';
import { rowsOf } from './rows';

/** A record that has been read. */
export interface Document {
  readonly text: string;
  readonly dialect: string;
  readonly record: Reading;
}

/**
 * Turns one JSON text of GoFlow2 into a document, of whichever dialect it is.
 *
 * A good record is parsed once and read once. Only one with numbers that a double doesn't hold, in places
 * where GoFlow2 prints none, is parsed again without loss of digits.
 *
 * @param message what JSON.parse made of the text
 */
export function read(message: unknown, text: string, options: ModelOptions): Document | Rejection {
  if (!isObject(message)) {
    return new Rejection('unknown-shape', null, 'a JSON value that is not an object');
  }
  const dialect = dialects.find(({ recognises }) => recognises(message));
  if (dialect === undefined) {
    return new Rejection('unknown-shape', null, 'the keys are of no known dialect of GoFlow2');
  }
  const first = new Reading(text, options);
  keepAlive(message, first);
  if (!mayBeRounded(text)) {
    const document = coreOf(dialect, options)(message, first);
    if (!first.inexact) {
      return first.rejection ?? { text: document, dialect: dialect.name, record: first };
    }
  }
  const record = new Reading(text, options);
  const document = coreOf(dialect, options)(parseExact(text) as Message, record);
  return record.rejection ?? { text: document, dialect: dialect.name, record };
}

const compiled = new Map<string, Core>();

/** The function for a dialect's records; it is made when the first of them comes. */
function coreOf(dialect: Dialect, options: ModelOptions): Core {
  const kind = `${dialect.name} ${options.encoding} ${options.extensions === true ? 'extensions' : ''}`;
  const existing = compiled.get(kind);
  if (existing !== undefined) {
    return existing;
  }
  const core = compile(rowsOf(dialect, options));
  compiled.set(kind, core);
  return core;
}

// V8 forgets the shape of objects when a garbage collection finds none of them alive, and with it the
// code that it has compiled for that shape. So the last few messages and readings are kept, of whatever
// shapes; they are not read again.
const KEPT = 16;
const alive: (Message | Reading | undefined)[] = new Array<undefined>(2 * KEPT).fill(undefined);
let next = 0;

function keepAlive(message: Message, record: Reading): void {
  alive[next] = message;
  alive[KEPT + next] = record;
  next = (next + 1) % KEPT;
}
