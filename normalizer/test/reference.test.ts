/** The reference pages are what the code says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { variableNames } from '../src/configuration';
import { replayVariables } from '../src/replay/selection';
import { extendedLeaves, leaves } from '../src/fields';
import { spellings, type Spelling } from '../src/fields/leaf';
import { withTables } from '../yang/dialects';
import { nodesOf, reference } from '../yang/reference';
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

test.each(['netflow-v9', 'netflow-v9-extensions'])(
  '%s.md is made of the module; if not, run npm run reference -w normalizer',
  (name) => {
    const page = readFileSync(join(repository, `docs/reference/${name}.md`), 'utf8');
    const text = readFileSync(join(repository, `normalizer/yang/${name}.yang`), 'utf8');
    expect(page).toBe(reference(text));
  },
);

test('dialects.md has the tables of the declared fields; if not, run npm run reference -w normalizer', () => {
  const page = readFileSync(join(repository, 'docs/reference/dialects.md'), 'utf8');
  expect(page).toBe(withTables(page));
});

describe('the declared fields', () => {
  const module = readFileSync(join(repository, 'normalizer/yang/netflow-v9.yang'), 'utf8');
  const nodes = nodesOf(module);
  const pathOf = (path: string) => path.replace(/^netflow\/(export-packet\/flow-data-record\/)?/, '');

  test('are leaves of the module', () => {
    const known = new Set(nodes.map(({ path }) => pathOf(path)));
    expect(leaves.map(({ path }) => path).filter((path) => !known.has(path))).toEqual([]);
  });

  test('are all of them but those that no GoFlow2 can tell: options, names, and pieces of packets', () => {
    const declared = [...leaves, ...extendedLeaves].map(({ path }) => path);
    const isLeaf = (path: string) => !nodes.some((node) => pathOf(node.path).startsWith(`${path}/`));
    const paths = nodes.slice(1).map(({ path }) => pathOf(path));
    expect(paths.filter((path) => isLeaf(path) && !declared.includes(path))).toEqual([
      'export-packet/flow-data-record',
      'sampler-name',
      'flow-active-tout',
      'flow-inactive-tout',
      'tot-bytes-exp',
      'tot-pkts-exp',
      'tot-flows-exp',
      'flow-sampler-mode',
      'flow-sampler-random',
      'if-name',
      'if-desc',
      'permanent-flow/bytes-in',
      'permanent-flow/pkts-in',
      'application/desc',
      'application/name',
      'layer2-pkt-section/offset',
      'layer2-pkt-section/size',
      'layer2-pkt-section/data',
    ]);
  });

  test('are all that are mandatory, in every dialect', () => {
    const needed = nodes.filter(({ mandatory }) => mandatory).map(({ path }) => pathOf(path));
    for (const spelling of spellings) {
      const told = leaves.filter(({ sources }) => sources[spelling]).map(({ path }) => path);
      expect(needed.filter((path) => !told.includes(path))).toEqual([]);
    }
  });

  // A leaf that is declared for a dialect and missing here lacks a value in corpus/everything.ts.
  test.each<[string, Spelling, boolean]>([
    ['custom', 'custom', false],
    ['v1.0', 'v1.0', false],
    ['v1.2', 'v1.2', false],
    ['v1.2-json', 'v1.2', false],
    ['v2', 'v2', false],
    ['v2, mapped', 'v2', true],
  ])('%s tells every leaf that is declared for it, and no other', (dialect, spelling, mapped) => {
    const told = leaves.filter(({ sources }) =>
      sources[spelling]?.keys.some((key) => mapped || typeof key === 'string'),
    );
    // Of a prefix the mask alone is stock.
    const needsMapping = mapped ? [] : ['ipv4/src-prefix', 'ipv4/dst-prefix'];
    const paths = told
      .map(({ path }) => path)
      .filter((path) => spelling !== 'v2' || !needsMapping.includes(path));
    expect(leavesFilledBy(dialect)).toEqual(paths.sort());
  });
});

test('kafka-engine.md lists every variable', () => {
  const page = readFileSync(join(repository, 'docs/reference/kafka-engine.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `(NORMALIZER_\w+)`/gm)].map(([, name]) => name);
  expect(listed).toEqual([...variableNames, ...replayVariables]);
});
