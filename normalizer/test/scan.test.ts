/** What is read out of the bytes of a message is what parsing it gives. */
import fc from 'fast-check';
import { isObject, parseExact } from '../src/record/json';
import { slotOf } from '../src/record/keys';
import { Scanner } from '../src/record/scan';

const keys = ['Type', 'TimeReceived', 'src_addr', 'mpls_label', 'BytesIn', 'Bytes', 'etype'];
const scanner = new Scanner();

/** The members of a message that are read; undefined if it was left to the parser. */
const scanned = (text: string) =>
  scanner.scan(Buffer.from(text))
    ? Object.fromEntries(keys.map((key) => [key, scanner.value(slotOf(key), false)]))
    : undefined;

function parsed(text: string): unknown {
  try {
    const message = parseExact(text);
    return isObject(message) ? Object.fromEntries(keys.map((key) => [key, message[key]])) : 'no object';
  } catch {
    return 'not JSON';
  }
}

const digits = fc.stringMatching(/^-?[0-9]{1,21}(\.[0-9]{1,3})?([eE][-+]?[0-9]{1,2})?$/);
const text = fc
  .oneof(fc.string(), fc.constantFrom('10.0.0.1', '', 'NETFLOW_V9', '12'))
  .map((v) => JSON.stringify(v));
const word = fc.constantFrom(
  'true',
  'false',
  'null',
  'nul',
  '',
  '{}',
  '{"a":1}',
  ' 1',
  '1 ',
  '"\\u0041"',
  '"é"',
);
const single = fc.oneof(digits, text, word);
const value = fc.oneof(
  single,
  fc.array(single, { maxLength: 3 }).map((list) => `[${list.join()}]`),
);
const key = fc
  .oneof(fc.constantFrom(...keys), fc.string({ maxLength: 80 }))
  .map((name) => JSON.stringify(name));
const members = fc.array(fc.tuple(key, value), { minLength: 1, maxLength: 8 });
const message = members.map((list) => `{${list.map(([name, own]) => `${name}:${own}`).join()}}`);
/** With a character more, or another, or less than it had. */
const damaged = fc
  .tuple(message, fc.nat(), fc.nat(1), fc.constantFrom('', ...Array.from('{}[]:,"\\ 0-.e\n')))
  .map(([whole, at, length, put]) => {
    const index = at % whole.length;
    return whole.slice(0, index) + put + whole.slice(index + length);
  });

test.each([
  ['as it is', message],
  ['damaged', damaged],
])('a message %s has the values that parsing it gives, or is left to the parser', (_, messages) => {
  let read = 0;
  fc.assert(
    fc.property(messages, (whole) => {
      const found = scanned(whole);
      read += found === undefined ? 0 : 1;
      if (found !== undefined) {
        expect(found).toEqual(parsed(whole));
      }
    }),
    { seed: 1, numRuns: 20_000 },
  );
  expect(read).toBeGreaterThan(1000);
});

test.each([
  [
    'long integers, an empty list',
    '{"Type":"IPFIX","Bytes":18446744073709551615,"mpls_label":[],"etype":-0,"BytesIn":0}',
  ],
  [
    'lists, fractions, words',
    '{"mpls_label":[1,"a",null,2.5e3,123456789012345678],"etype":1.00000000000000000001,"other":[true]}',
  ],
  [
    'more keys than are remembered',
    `{${Array.from({ length: 600 }, (_, index) => `"unread${index}":${index}`).join()},"Bytes":7}`,
  ],
])('%s are not left to the parser', (_, whole) => {
  expect(scanned(whole)).toEqual(parsed(whole));
});

test.each([
  ['spaces', '{"Bytes": 1}'],
  ['escapes', '{"Type":"\\u0041"}'],
  ['a key twice', '{"Bytes":1,"Bytes":2}'],
  ['an object within', '{"Bytes":{}}'],
  ['what is not of ASCII', '{"Type":"é"}'],
  ['another after it', '{"Bytes":1}{"Bytes":1}'],
  ['no member', '{}'],
  ['more than any of GoFlow2', `{"Type":"${'x'.repeat(20_000)}"}`],
])('one with %s is left to the parser', (_, whole) => {
  expect(scanned(whole)).toBeUndefined();
});

test('nothing of a message is left for the next one', () => {
  expect(scanned('{"Bytes":123456,"Type":"IPFIX"}')).toMatchObject({ Bytes: 123456 });
  expect(scanned('{"Bytes":1}')).toEqual({
    ...Object.fromEntries(keys.map((name) => [name, undefined])),
    Bytes: 1,
  });
  expect(scanned('{"Bytes":1')).toBeUndefined();
});
