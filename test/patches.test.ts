/** Patches: what they do to objects, and what is told of one that does not fit. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JsonPatch } from 'cdk8s';
import { stringify } from 'yaml';
import { mergeOperations, refusal } from '../charts/json-patch';
import type { Operation } from '../charts/values/patches';
import { ValuesError } from '../charts/values/problem';
import { rendered } from './rendered';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'patches-'))));
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The environment with these patches, said in a file. */
function patched(environment: string, ...patches: readonly object[]) {
  const file = join(folder, 'patches.yaml');
  writeFileSync(file, stringify({ patches }));
  return rendered(environment, '-f', file, '--environment', environment);
}

/** What is told of the patches: paths, and what would do. */
function refused(environment: string, ...patches: readonly object[]): string[] {
  try {
    patched(environment, ...patches);
  } catch (error) {
    if (!(error instanceof ValuesError)) throw error;
    return error.message.replaceAll(`${folder}/`, '').split('\n');
  }
  return [];
}

const collector = { kind: 'Deployment', name: 'goflow2' };
const DEPLOYMENT = 'goflow2/Deployment.goflow2.yaml';

test('a JSON Patch and a merge patch, in their order; nothing else changes', () => {
  const aliases = [{ ip: '192.0.2.7', hostnames: ['kafka.example.org'] }];
  const after = patched(
    'compact',
    { target: collector, patch: [{ op: 'add', path: '/spec/template/spec/hostAliases', value: aliases }] },
    { target: collector, patch: { spec: { strategy: null, template: { spec: { hostNetwork: true } } } } },
    { target: collector, patch: [{ op: 'replace', path: '/spec/template/spec/hostNetwork', value: false }] },
  );
  const before = rendered('compact');
  const expected = structuredClone(before.manifest(DEPLOYMENT)) as unknown as {
    spec: { strategy?: object; template: { spec: object } };
  };
  expect(expected.spec.strategy).toBeDefined();
  delete expected.spec.strategy;
  Object.assign(expected.spec.template.spec, { hostAliases: aliases, hostNetwork: false });
  expect(after.manifest(DEPLOYMENT)).toEqual(expected);
  for (const [path, object] of before.objects) {
    if (path !== DEPLOYMENT) expect(after.objects.get(path)).toEqual(object);
  }
});

test("Argo CD's objects can be patched, and an object by its namespace", () => {
  const labels = { 'example.org/team': 'network' };
  const { manifest } = patched(
    'compact',
    { target: { kind: 'Application', name: 'netflow-compact-kafka' }, patch: { metadata: { labels } } },
    { target: { kind: 'Service', name: 'goflow2', namespace: 'netflow' }, patch: { metadata: { labels } } },
  );
  expect(manifest('applications/Application.netflow-compact-kafka.yaml').metadata.labels).toMatchObject(
    labels,
  );
  expect(manifest('goflow2/Service.goflow2.yaml').metadata.labels).toMatchObject(labels);
});

test('a target that is not there is refused, with the names that are', () => {
  expect(
    refused(
      'compact',
      { target: { kind: 'Deployment', name: 'goflow' }, patch: {} },
      { target: { kind: 'Deploiment', name: 'goflow2' }, patch: {} },
      { target: { ...collector, namespace: 'other' }, patch: {} },
    ),
  ).toEqual([
    expect.stringMatching(
      /^patches\.yaml:\d+: patches\.0\.target: found .*; allowed: an object that there is: Deployment goflow2, Deployment normalizer, .* \(environment compact\)$/,
    ),
    expect.stringMatching(
      /^patches\.yaml:\d+: patches\.1\.target: .*: AppProject, Application, .*StatefulSet/,
    ),
    expect.stringMatching(/^patches\.yaml:\d+: patches\.2\.target: /),
  ]);
});

test.each<[what: string, patch: unknown, path: string, allowed: string]>([
  [
    'replaces what is not there',
    [{ op: 'replace', path: '/spec/x', value: 1 }],
    'patch.0',
    'a path that is there; /spec/x is not',
  ],
  [
    'removes what is not there',
    [{ op: 'remove', path: '/spec/template/x' }],
    'patch.0',
    'a path that is there; /spec/template/x is not',
  ],
  [
    'adds to what is not there',
    [{ op: 'add', path: '/spec/x/y', value: 1 }],
    'patch.0',
    'a path whose parent is there',
  ],
  [
    'adds beyond the end',
    [{ op: 'add', path: '/spec/template/spec/containers/7', value: {} }],
    'patch.0',
    'a path whose parent is there',
  ],
  ['adds to a text', [{ op: 'add', path: '/kind/x', value: 1 }], 'patch.0', 'a path whose parent is there'],
  [
    'moves what is not there',
    [{ op: 'move', from: '/spec/x', path: '/spec/y' }],
    'patch.0',
    'a from that is there; /spec/x is not',
  ],
  [
    'tests what is not so',
    [{ op: 'test', path: '/spec/replicas', value: 7 }],
    'patch.0',
    'a test that holds; at /spec/replicas is 1',
  ],
  [
    'knows another operation',
    [{ op: 'delete', path: '/spec' }],
    'patch',
    'a map that is merged, or a list of operations',
  ],
  [
    'has a path without a slash',
    [{ op: 'remove', path: 'spec' }],
    'patch.0.path',
    'a path such as "/spec/replicas"',
  ],
  ['is a text', 'spec: {}', 'patch', 'a map that is merged, or a list of operations'],
])('a patch that %s is refused', (_, patch, path, allowed) => {
  expect(refused('compact', { target: collector, patch })).toEqual([
    expect.stringContaining(`: patches.0.${path}: `),
  ]);
  expect(refused('compact', { target: collector, patch })[0]).toContain(`; allowed: ${allowed}`);
});

test("what is left of a FlinkCluster is held to the operator's rules", () => {
  const target = { kind: 'FlinkCluster', name: 'netflow-normalizer' };
  expect(refused('reference', { target, patch: { spec: { taskManager: { replicas: 0 } } } })).toEqual([
    expect.stringMatching(/: patches\.0\.patch: found .*; allowed: at spec\.taskManager\.replicas 1 or more/),
  ]);
  expect(refused('reference', { target, patch: { spec: { taskManager: { replicas: 3 } } } })).toEqual([]);
});

// RFC 7386, appendix A: those whose patch and result are objects
test.each([
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  [{ 'a/b': { 'c~d': 1 } }, { 'a/b': { 'c~d': 2 } }, { 'a/b': { 'c~d': 2 } }],
])('%j merged with %j is %j', (document, patch, result) => {
  const operations = mergeOperations(document, patch);
  let found: unknown = structuredClone(document);
  for (const operation of operations) {
    expect(refusal(found, operation)).toBeUndefined();
    found = JsonPatch.apply(found, asJsonPatch(operation));
  }
  expect(found).toEqual(result);
});

function asJsonPatch(operation: Operation): JsonPatch {
  if (operation.op === 'remove') return JsonPatch.remove(operation.path);
  if (operation.op === 'add') return JsonPatch.add(operation.path, operation.value);
  throw new Error(`a merge patch needs no ${operation.op}`);
}
