/** The counts of the fault table, on records by hand. */
import { count, type Seen } from './count';

const records = (text: string): Seen[] =>
  text
    .split(' ')
    .flatMap((word) => (word === '' ? [] : [{ key: word.charAt(0), number: Number(word.slice(1)) }]));

test.each([
  ['each once', 'a1 b2 a3', ['a1 b2 a3'], [0, 0, 0]],
  ['another order of the keys', 'a1 b2 a3', ['b2 a1 a3'], [0, 0, 0]],
  ['two topics', 'a1 b2 a3', ['a3 b2', 'a1'], [0, 0, 0]],
  ['one missing', 'a1 b2 a3', ['a1 a3'], [1, 0, 0]],
  ['nothing', 'a1 b2 a3', ['', ''], [3, 0, 0]],
  ['one twice', 'a1 a2 a3', ['a1 a2 a2 a3'], [0, 1, 0]],
  ['a chunk again', 'a1 a2 a3', ['a1 a2 a1 a2 a3'], [0, 2, 0]],
  ['twice in, twice out', 'a1 a1 a2', ['a1 a1 a2'], [0, 0, 0]],
  ['twice in, once out', 'a1 a1 a2', ['a1 a2'], [1, 0, 0]],
  ['never in', 'a1', ['a1 a2'], [0, 1, 0]],
  ['one too late', 'a1 a2 a3', ['a1 a3 a2'], [0, 0, 1]],
  ['two too late', 'a1 a2 a3', ['a3 a1 a2'], [0, 0, 2]],
  ['the order of the input, not of the numbers', 'a3 a1', ['a3 a1'], [0, 0, 0]],
])('%s', (_, input, outputs, [lost, duplicated, disordered]) => {
  const went = records(input);
  expect(count(went, outputs.map(records))).toEqual({ records: went.length, lost, duplicated, disordered });
});
