/** Reading manifests whose shape nobody has promised: every shape gives an answer. */
import {
  assignments,
  at,
  canonical,
  group,
  hasSyncOption,
  inline,
  isKept,
  isReplaced,
  items,
  list,
  texts,
} from '../review/fields';
import type { KubernetesObject } from '../review/model';

const nested = { a: { b: [1], c: null } };

test.each<[readonly string[], unknown]>([
  [[], nested],
  [['a', 'b'], [1]],
  [['a', 'c'], null],
  [['a', 'c', 'd'], undefined],
  [['a', 'b', 'length'], undefined],
  [['x', 'b'], undefined],
])('at %j of an object', (path, found) => {
  expect(at(nested, ...path)).toEqual(found);
});

test.each<[unknown, readonly unknown[], readonly string[]]>([
  [
    ['a', 1, '', null],
    ['a', 1, '', null],
    ['a', ''],
  ],
  ['ab', [], []],
  [{ length: 1 }, [], []],
  [undefined, [], []],
])('the items and texts of %j', (value, all, some) => {
  expect(items(value)).toEqual(all);
  expect(texts(value)).toEqual(some);
});

test.each<[unknown, string]>([
  ['a b', 'a b'],
  ['', '""'],
  [7, '7'],
  [null, 'null'],
  [undefined, 'nothing'],
  [{ b: [{ d: 1, c: 2 }], a: 'x' }, '{"a":"x","b":[{"c":2,"d":1}]}'],
])('%j as one line', (value, line) => {
  expect(inline(value)).toBe(line);
  expect(canonical(value)).toBe(value === 'a b' ? '"a b"' : line);
});

test.each([
  ['v1', ''],
  ['apps/v1', 'apps'],
  ['a.b/v1/more', 'a.b'],
])('the group of %s', (apiVersion, name) => {
  expect(group(apiVersion)).toBe(name);
});

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('%j in words', (words, text) => {
  expect(list(words)).toBe(text);
});

test('names and values: the first sign divides', () => {
  expect(assignments(['a=1', 'b=c=d', '=e', 'f=', 'none'])).toEqual([
    ['a', '1'],
    ['b', 'c=d'],
    ['', 'e'],
    ['f', ''],
  ]);
});

describe('what Argo CD is told of an object', () => {
  const told = (options?: unknown): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'x', annotations: { 'argocd.argoproj.io/sync-options': options as string } },
  });

  test.each<[unknown, boolean, boolean]>([
    ['Prune=false', true, false],
    ['Replace=true, Force=true', false, true],
    ['Replace=true', false, false],
    ['Force=true', false, false],
    ['Prune=falsehood', false, false],
    [7, false, false],
    [undefined, false, false],
  ])('%j', (options, kept, replaced) => {
    expect(isKept(told(options))).toBe(kept);
    expect(isReplaced(told(options))).toBe(replaced);
  });

  test('nothing of an object that is not there', () => {
    expect(hasSyncOption(undefined, 'Prune=false')).toBe(false);
  });
});
