import type { Message } from './json';
import type { Reading } from './reading';
import { isCertain, mainKeysOf, type Reader } from '../values/type';
import { END, type Group } from './rows';

/**
 * Turns a message into a document, row by row: what a {@link Writer} does faster with those that it takes. It
 * says what that has to do; the suites hold the one against the other.
 * @param message without numbers that a double may round, as parseExact gives it
 * @returns the document; `''` if the record has been refused
 */
export function interpret(groups: readonly Group[], message: Message, record: Reading): string {
  let document = '';
  for (const { begin, rows, end } of groups) {
    let members = '';
    for (const { reader, ...member } of rows) {
      const text = isAsked(reader, message, record)
        ? reader.read(record, ...reader.keys.map((key) => valueOf(reader, message, key)))
        : '';
      if (record.rejection !== undefined) {
        return '';
      }
      members += text === '' ? '' : `${member.begin}${text}${member.end}`;
    }
    document += members === '' ? '' : `${begin}{${members.slice(1)}${end}`;
  }
  return document + END;
}

const isAsked = (reader: Reader, message: Message, { ipVersion }: Reading) =>
  (reader.family === undefined || reader.family === ipVersion) &&
  (isCertain(reader) || mainKeysOf(reader).some((key) => valueOf(reader, message, key) !== undefined));

function valueOf({ keys, list }: Reader, message: Message, key: string): unknown {
  const value = message[key];
  const isNothing = list !== undefined && keys[list] === key && Array.isArray(value) && value.length === 0;
  return isNothing ? undefined : value;
}
