/** What comes from elsewhere is the very thing that was looked at; and nothing secret goes out. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { optionalDependencies } from '../package.json';
import { packages } from '../package-lock.json';
import renovate from '../renovate.json';
import { loadEnvironments } from '../charts/values/load';

interface Locked {
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
}

test('every package that is fetched has an integrity hash', () => {
  const fetched = Object.entries(packages as Readonly<Record<string, Locked>>).filter(
    ([path, { link, inBundle }]) => path.startsWith('node_modules/') && link !== true && inBundle !== true,
  );
  expect(fetched.length).toBeGreaterThan(100);
  expect(fetched.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([]);
});

test('the images run the Node that the suites run on', () => {
  const image = /^ARG NODE=docker.io\/library\/node:(\d+\.\d+\.\d+)-/m.exec(
    read('normalizer/Dockerfile'),
  )?.[1];
  expect(Object.values(optionalDependencies)).toEqual([image, image]);
  // Other machines than these bring a Node of their own.
  if (process.platform === 'linux') expect(process.version).toBe(`v${image}`);
});

test('actions of workflows are pinned by digest', () => {
  const uses = readdirSync('.github/workflows').flatMap((file) => [
    ...read(join('.github/workflows', file)).matchAll(/uses: (\S+)/g),
  ]);
  expect(uses.length).toBeGreaterThan(3);
  for (const [, action] of uses) expect(action).toMatch(/@[0-9a-f]{40}$/);
});

test('Renovate finds every image of values.yaml that has a registry', () => {
  const [pattern = ''] = renovate.customManagers[0]?.matchStrings ?? [];
  const found = [...read('values.yaml').matchAll(new RegExp(pattern, 'g'))].map(({ groups = {} }) =>
    [groups.registry, groups.path, groups.currentValue].join(' '),
  );
  const [environment] = loadEnvironments([]);
  const named = Object.values(environment?.values.images ?? {}).filter(
    ({ registry }) => registry !== undefined,
  );
  expect(named.length).toBeGreaterThan(4);
  expect(found.sort()).toEqual(
    named.map(({ registry, repository, tag }) => [registry, repository, tag].join(' ')).sort(),
  );
});

test('no secret stands in dist/', () => {
  const files = readdirSync('dist', { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join('dist', file)).isFile(),
  );
  expect(files.length).toBeGreaterThan(100);
  for (const file of files) {
    const text = read(join('dist', file));
    expect({ file, secret: /^kind: Secret$|PRIVATE KEY|password="?\w/m.exec(text)?.[0] }).toEqual({
      file,
    });
  }
});

function read(file: string): string {
  return readFileSync(file, 'utf8');
}
