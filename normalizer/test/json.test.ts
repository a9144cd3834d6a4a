import fc from 'fast-check';
import { objectsIn, parseExact } from '../src/record/json';

const parsed = (parse: (text: string) => unknown, text: string): unknown => {
  try {
    return { value: parse(text) };
  } catch {
    return 'not JSON';
  }
};

test.each([
  ['{"a":18446744073709551615}', { a: '18446744073709551615' }],
  ['{"a":[1,9007199254740993]}', { a: [1, '9007199254740993'] }],
  ['{"a": 1234567890123456 }', { a: '1234567890123456' }],
  ['{"a":123456789012345}', { a: 123456789012345 }],
  ['{"a":1e3,"b":-1,"c":1.5,"d":1e20}', { a: '1000', b: -1, c: '1.5', d: `1${'0'.repeat(20)}` }],
  ['{"a":1e-400,"b":1.00000000000000000001}', { a: '1e-400', b: '1.00000000000000000001' }],
  ['{"a":[1.50e1,-0.0,120e-1,0e400]}', { a: ['15', '0', '12', '0'] }],
  ['{"a":1e999999999}', { a: '1e999999999' }],
  ['{"a":-9007199254740993}', { a: '-9007199254740993' }],
  ['{"a":"x 18446744073709551615"}', { a: 'x 18446744073709551615' }],
  ['{"a":"\\":18446744073709551615,"}', { a: '":18446744073709551615,' }],
  ['{"18446744073709551615":1}', { '18446744073709551615': 1 }],
])('%s', (text, value) => {
  expect(parseExact(text)).toEqual(value);
});

test('what is not JSON stays so, and what is JSON too', () => {
  const digits = fc.stringMatching(/^[0-9]{14,21}$/);
  const piece = fc.oneof(
    digits,
    fc.stringMatching(/^[{}[\]:,"\\ \-+.eE0a\n]$/),
    fc.constantFrom('{"a":', '"b":"'),
    fc.jsonValue().map((v) => JSON.stringify(v)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      return (parsed(parseExact, text) === 'not JSON') === (parsed(JSON.parse, text) === 'not JSON');
    }),
    { numRuns: 5000, seed: 1 },
  );
});

test('any integer keeps its digits', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n }), (integer) => {
      expect(String((parseExact(`{"a":[${integer}]}`) as { a: unknown[] }).a[0])).toBe(String(integer));
    }),
    { seed: 1 },
  );
});

test('takes no more than time in proportion to the text for ten million digits', () => {
  const digits = '9'.repeat(10_000_000);
  expect(parseExact(`{"a":${digits}}`)).toMatchObject({ a: digits.slice(0, 400) });
});

test.each([
  ['{"a":1}{"b":2}', ['{"a":1}', '{"b":2}']],
  ['{"a":{"b":"}{"}}\n\n{"c":"\\""}\n', ['{"a":{"b":"}{"}}', '{"c":"\\""}']],
  ['{"a":1', undefined],
  ['{"a":1}', undefined],
  ['{"a":1}{"b":2', undefined],
  ['{"a":1} x {"b":2}', undefined],
  ['1 2', undefined],
  ['', undefined],
])('the objects in %j', (text, objects) => {
  expect(objectsIn(text)).toEqual(objects);
});
