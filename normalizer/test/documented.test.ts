/** The contract: the documented record in, the documented document out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentOf } from './outcome';

const sample = (name: string) => readFileSync(join(__dirname, 'samples', name));

test('the documented record gives the documented document, value for value', () => {
  expect(JSON.parse(documentOf(sample('documented-flow.json')))).toEqual(
    JSON.parse(sample('documented-output.json').toString()),
  );
});

test('rfc7951 writes its 64-bit integers as strings and nothing else otherwise', () => {
  const document = documentOf(sample('documented-flow.json'), { encoding: 'rfc7951' });
  const wide = /"(bytes-in|bytes-out|pkts-in|pkts-out|first-switched|last-switched|pal-rd)": (\d+)/g;
  const expected = sample('documented-output.json').toString().replace(wide, '"$1": "$2"');
  expect(JSON.parse(document)).toEqual(JSON.parse(expected));
});
