/** The contract of dist/: which file an object is written to, and what is refused. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App } from 'cdk8s';
import { ApplicationChart } from '../charts/kubernetes/application-chart';
import { foldersOf, writeManifests, type Manifest } from '../charts/manifests/write';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'dist-'))));
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Writes an app with one chart per entry and returns the files' paths. */
function write(applications: Record<string, readonly Manifest[]>): string[] {
  const app = new App();
  for (const [id, manifests] of Object.entries(applications)) {
    const chart = new ApplicationChart(app, id, {});
    manifests.forEach((manifest, index) => new ApiObject(chart, String(index), manifest));
  }
  writeManifests(foldersOf(app), folder);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .sort();
}

const object = (apiVersion: string, kind: string, name: string, namespace?: string): Manifest => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace && { namespace }) },
});

test('one folder per chart, one file per object, named by kind and name', () => {
  expect(write({ one: [object('v1', 'Service', 'a')], two: [object('v1', 'Service', 'b')] })).toEqual([
    'one/Service.a.yaml',
    'two/Service.b.yaml',
  ]);
});

test('a chart without objects leaves no folder', () => {
  expect(write({ empty: [] })).toEqual([]);
});

test('objects of one kind and name in two namespaces, or two API groups, both keep a file', () => {
  expect(
    write({
      one: [
        object('v1', 'Service', 'a', 'x'),
        object('v1', 'Service', 'a', 'y'),
        object('networking.k8s.io/v1', 'Ingress', 'a'),
        object('extensions/v1beta1', 'Ingress', 'a'),
        object('v1', 'Service', 'b', 'x'),
      ],
    }),
  ).toEqual([
    'one/Ingress.extensions.cluster.a.yaml',
    'one/Ingress.networking.k8s.io.cluster.a.yaml',
    'one/Service.b.yaml',
    'one/Service.core.x.a.yaml',
    'one/Service.core.y.a.yaml',
  ]);
});

test.each([
  ['in one chart', { one: [object('v1', 'Service', 'a', 'x'), object('v1', 'Service', 'a', 'x')] }],
  ['in two charts', { one: [object('v1', 'Service', 'a')], two: [object('v1', 'Service', 'a')] }],
  [
    'in two versions of a group',
    { one: [object('apps/v1', 'Deployment', 'a'), object('apps/v2', 'Deployment', 'a')] },
  ],
])('the same object twice %s is refused, and nothing is written', (_, applications) => {
  expect(() => write(applications)).toThrow(/^two manifests are the same object: /);
  expect(readdirSync(folder)).toEqual([]);
});

test('names that would share a file after their colons are gone are refused', () => {
  const role = (name: string) => object('rbac.authorization.k8s.io/v1', 'Role', name);
  expect(() => write({ one: [role('a:b'), role('a-b')] })).toThrow(/^two manifests would be written to /);
});

test('texts that YAML 1.1 reads as something else are quoted', () => {
  write({
    one: [
      { ...object('v1', 'ConfigMap', 'a'), data: { mode: '0755', flag: 'on', time: '12:30:45' } } as Manifest,
    ],
  });
  const text = readFileSync(join(folder, 'one/ConfigMap.a.yaml'), 'utf8');
  expect(text).toMatch(/mode: "0755"/);
  expect(text).toMatch(/flag: "on"/);
  expect(text).toMatch(/time: "?12:30:45/);
});
