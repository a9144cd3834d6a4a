/**
 * Makes a function of a dialect's rows: what {@link interpret} does, written out, so that the machine's
 * compiler sees the keys. Values that need no look are checked and written in place, the others go to their
 * readers.
 */
import type { Message } from './json';
import type { Reading } from './reading';
import type { Read } from '../values/type';
import { isCertain, OUTER, type Row } from './rows';

/** Turns a message into a document; `''` if the record has been refused. */
export type Core = (message: Message, record: Reading) => string;

export function compile(rows: readonly Row[]): Core {
  const containers = [...new Set(['', ...OUTER, ...rows.map(({ container }) => container)])];
  const variable = (container: string) => `c${containers.indexOf(container)}`;
  const inner = containers.filter((name) => name !== '' && !OUTER.includes(name));
  const [entry, collector, packet] = containers.map(variable);
  // Containers that have a member for certain when a row's turn comes.
  const open = new Set<string>();
  const body = rows.map((row, index) => {
    const isOpen = open.has(row.container);
    if (isCertain(row.reader)) {
      open.add(row.container);
    }
    return statement(row, index, variable(row.container), isOpen);
  });
  const text = [
    ...rows.map((_, index) => `const read${index} = readers[${index}], members${index} = members[${index}];`),
    'return (message, record) => {',
    `let value, text, ${containers.map((name) => `${variable(name)} = ''`).join(', ')};`,
    ...body,
    ...inner.map((name) => `if (${variable(name)} !== '') ${entry} += ${variable(name)} + '}';`),
    `return '{"netflow-v9:netflow":{"collector-goflow2":' + ${collector} + '},"export-packet":' + ${packet}` +
      ` + ',"flow-data-record":[' + ${entry} + '}]}}}';`,
    '};',
  ];
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the text is made of our own declaration
  const make = new Function('readers', 'members', text.join('\n')) as (
    readers: readonly Read[],
    members: readonly (readonly string[] | undefined)[],
  ) => Core;
  return make(
    rows.map(({ reader }) => reader.read),
    rows.map(membersOf),
  );
}

/** The members of a row's plain texts, by their numbers, with the comma before; `''` where there is none. */
const membersOf = ({ reader: { plain }, begin, end }: Row) =>
  plain !== undefined && 'texts' in plain
    ? plain.texts.map((text) => (text === '' ? '' : `,${begin}${text}${end}`))
    : undefined;

/**
 * Reads a row's value and adds its member to its container's text.
 * @param isOpen whether that has a member already
 */
function statement(row: Row, index: number, variable: string, isOpen: boolean): string {
  const { reader, container, begin, end } = row;
  const { keys, plain } = reader;
  const values = keys.map((key) => `message[${literal(key)}]`);
  // The first member opens the container.
  const opening = container === '' || OUTER.includes(container) ? '{' : `,"${container}":{`;
  const addMember = (member: string, others: string) =>
    isOpen
      ? `${variable} += ${others};`
      : `${variable} += ${variable} === '' ? ${literal(opening)} + ${member} : ${others};`;
  const add = (value: string) => {
    const rest = end === '' ? value : `${value} + '${end}'`;
    return addMember(`${literal(begin)} + ${rest}`, `${literal(`,${begin}`)} + ${rest}`);
  };
  const told = values.map((value) => `${value} !== undefined`).join(' || ');
  const readIt = [
    `${isCertain(row.reader) ? '' : `if (${told}) `}{`,
    `text = read${index}(record, ${values.join(', ')});`,
    ...(reader.essential ? [`if (record.rejection !== undefined) return '';`] : []),
    `if (text !== '') ${add('text')}`,
    '}',
  ].join('\n');
  if (plain === undefined) {
    return readIt;
  }
  const [first = '', ...others] = values;
  const inPlace =
    'texts' in plain
      ? `if (typeof value === 'number' && (text = members${index}[value]) !== undefined) { if (text !== '') ${addMember('text.slice(1)', 'text')} }`
      : `if (typeof value === 'number' && value >= ${plain.from} && value <= ${plain.to} && value % 1 === 0) { ${add('value')} }`;
  return [
    `value = ${first};`,
    ...others.map((other) => `if (value === undefined) value = ${other};`),
    inPlace,
    `else ${readIt}`,
  ].join('\n');
}

const literal = (text: string) => JSON.stringify(text);
