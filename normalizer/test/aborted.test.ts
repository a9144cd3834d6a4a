/** Which records of a fetch are left out as those of an aborted transaction. */
import { withoutAborted, type FetchedRecord } from '../src/engines/kafka/records/aborted';

const ABORT = Buffer.of(0, 0, 0, 0);
const COMMIT = Buffer.of(0, 0, 0, 1);

/** `a` is a record of producer a in a transaction, `a0` one with the key of an abort, `a!` its abort, `a.` its commit, `-` none's. */
function fetched(words: string): FetchedRecord[] {
  return words.split(' ').map((word, index) => ({
    offset: String(index),
    key: /[!0]$/.test(word) ? ABORT : COMMIT,
    isControlRecord: /[!.]$/.test(word),
    batchContext: { producerId: word.charAt(0), inTransaction: word !== '-' },
  }));
}

test.each<[string, string, readonly (readonly [string, number])[], string]>([
  ['none aborted', 'a a a. -', [], '0 1 3'],
  ['one aborted', 'a a a! -', [['a', 0]], '3'],
  ['one aborted among others', 'a b a! b b. -', [['a', 0]], '1 3 5'],
  ['a commit, then an abort, of one producer', 'a a. a a! a a.', [['a', 2]], '0 4'],
  ['two that overlap, the later one told first', 'a b a b b! a! -', [['b', 1], ['a', 0]], '6'], // prettier-ignore
  ['two that had begun before the fetch', 'b a b a a! b! -', [['a', -5], ['b', -4]], '6'], // prettier-ignore
  ['a key of four zero bytes', 'a0 a a0 a a! -', [['a', 0]], '5'],
  ['no mark in sight', 'a a', [['a', 0]], ''],
])('%s', (_, words, aborted, left) => {
  const records = fetched(words);
  withoutAborted(
    records,
    aborted.map(([producerId, firstOffset]) => ({ producerId, firstOffset: String(firstOffset) })),
  );
  const given = records.filter(({ isControlRecord }) => !isControlRecord).map(({ offset }) => offset);
  expect(given.join(' ')).toBe(left);
});
