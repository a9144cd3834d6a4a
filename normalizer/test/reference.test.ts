/** The reference pages are what the code says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { variableNames } from '../src/configuration';
import { dialects } from '../src/record/decode';
import { reference } from '../yang/reference';
import { everythingIn } from './corpus/everything';
import { leavesOf } from './corpus/leaves';
import { documentOf } from './outcome';

function leavesFilledBy(dialect: string): string[] {
  const leaves = everythingIn(dialect).flatMap((message) => {
    return [...leavesOf(documentOf(JSON.stringify(message), { encoding: 'rfc7951' })).keys()].map((path) =>
      path.replace('export-packet/flow-data-record/', ''),
    );
  });
  return [...new Set(leaves)].sort();
}

const repository = join(__dirname, '../..');

test('netflow-v9.md is made of the module; if not, run npm run reference -w normalizer', () => {
  const page = readFileSync(join(repository, 'docs/reference/netflow-v9.md'), 'utf8');
  const text = readFileSync(join(repository, 'normalizer/yang/netflow-v9.yang'), 'utf8');
  expect(page).toBe(reference(text));
});

describe('dialects.md', () => {
  const page = readFileSync(join(repository, 'docs/reference/dialects.md'), 'utf8');
  const [, table = ''] = page.split('## Which leaf comes from which key');
  const cells = table.split('\n').flatMap((line) => {
    const [leaf = '', ...keys] = [...line.matchAll(/\|([^|]*)/g)].map(([, cell = '']) =>
      cell.trim().replaceAll('`', ''),
    );
    return /^[a-z].*[a-z0-9]$/.test(leaf) && leaf !== 'leaf' && keys.length > 4 ? [{ leaf, keys }] : [];
  });
  const columns: Readonly<Record<string, readonly number[]>> = {
    custom: [0],
    'v1.0': [1],
    'v1.2': [2],
    v2: [3],
    'v2, mapped': [3, 4],
  };

  test.each(Object.entries(columns))('%s fills the leaves that the table says', (dialect, numbers) => {
    const told = cells
      .filter(({ keys }) => numbers.some((number) => keys[number] !== ''))
      .map(({ leaf }) => leaf);
    expect(leavesFilledBy(dialect)).toEqual(told.sort());
  });

  test.each(Object.entries(columns))('%s reads the keys that the table says', (dialect, numbers) => {
    const [message = {}] = everythingIn(dialect);
    const schema = dialects.find((candidate) => candidate.recognises(message))?.schemaOf(message);
    const known = Object.keys((schema as z.ZodObject).shape);
    expect(known).toEqual(
      expect.arrayContaining(
        numbers
          .flatMap((number) => cells.flatMap(({ keys }) => keys[number]?.split(', ') ?? []))
          .filter((key) => key !== ''),
      ),
    );
  });
});

test('kafka-engine.md lists every variable', () => {
  const page = readFileSync(join(repository, 'docs/reference/kafka-engine.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `(NORMALIZER_\w+)`/gm)].map(([, name]) => name);
  expect(listed).toEqual(variableNames);
});
