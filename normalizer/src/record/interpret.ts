import type { Message } from './json';
import type { Reading } from './reading';
import { documentOf, isCertain, OUTER, type Row } from './rows';

/**
 * Turns a message into a document, row by row: what {@link compile} does faster. It stands here to say what
 * that has to do; the suites hold the one against the other.
 * @returns the document; `''` if the record has been refused
 */
export function interpret(rows: readonly Row[], message: Message, record: Reading): string {
  const containers = new Map<string, string[]>(['', ...OUTER].map((name) => [name, []]));
  for (const { reader, container, begin, end } of rows) {
    const values = reader.keys.map((key) => message[key]);
    const asked = isCertain(reader) || values.some((value) => value !== undefined);
    const text = asked ? reader.read(record, ...values) : '';
    if (record.rejection !== undefined) {
      return '';
    }
    if (text !== '') {
      containers.set(container, [...(containers.get(container) ?? []), begin + text + end]);
    }
  }
  const members = (name: string) => (containers.get(name) ?? []).join(',');
  const inner = [...containers.keys()].filter((name) => name !== '' && !OUTER.includes(name));
  const entry = [members(''), ...inner.map((name) => `"${name}":{${members(name)}}`)];
  return documentOf(members('collector-goflow2'), members('export-packet'), entry.join(','));
}
