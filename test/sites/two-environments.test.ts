/** Two environments in one cluster: synth says what clashes, and what is said apart does not. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from '../../charts/pipeline';
import { loadEnvironments } from '../../charts/values/load';
import { ValuesError } from '../../charts/values/problem';
import { every } from '../checks/objects';
import type { KubernetesObject } from '../manifests';

const ONE = 'cluster: { name: eu }\n';
const OTHER = `${ONE}
namespace: { name: laboratory }
flink: { namespace: laboratory-flink }
flinkOperator: { install: false }
certManager: { install: false }
goflow2: { netflow: { nodePort: 31100 }, sflow: { nodePort: 31101 } }
registry: { install: false }
`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'environments-'));
  mkdirSync(join(root, 'environments'));
  copyFileSync('values.yaml', join(root, 'values.yaml'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function environments(values: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(values)) {
    writeFileSync(join(root, 'environments', `${name}.yaml`), text);
  }
  return loadEnvironments([], root);
}

/** The paths that are refused, with the environment that they are said of. */
function refused(values: Readonly<Record<string, string>>): string[] {
  try {
    environments(values);
    return [];
  } catch (error) {
    if (!(error instanceof ValuesError)) throw error;
    return error.problems.map(({ path, environments: of = [] }) => `${of.join()} ${path}`);
  }
}

test('alike in one cluster, they clash in all that a cluster has once', () => {
  expect(refused({ one: ONE, other: ONE })).toEqual([
    'other namespace.name',
    'other flink.namespace',
    'other flinkOperator.namespace',
    'other flinkOperator.install',
    'other certManager.install',
    'other goflow2.netflow.nodePort',
    'other goflow2.sflow.nodePort',
    'other registry.nodePort',
  ]);
});

test.each([
  ['at one address', 'argocd: { server: "https://192.0.2.1:6443" }\n'],
  ['of one name in Argo CD', 'argocd: { server: null, destinationName: eu }\n'],
])('clusters %s are one', (_, text) => {
  expect(refused({ one: text, other: text })).toContain('other namespace.name');
});

test("in an Argo CD's own cluster, of which there may be two, it is a warning, with the other's name", () => {
  const [, other] = environments({ one: '', other: '' });
  expect(other?.warnings.map(({ path, allowed }) => `${path}: ${allowed}`)).toContain(
    'namespace.name: a namespace of its own, or another cluster.name: one has it, too',
  );
});

test('clusters of two names do not clash', () => {
  const found = environments({ one: ONE, other: 'cluster: { name: us }\n' });
  expect(found.flatMap(({ warnings }) => warnings)).toEqual([]);
});

test('one prefix for the Applications of two environments in one Argo CD is refused', () => {
  const prefix = 'argocd: { applicationPrefix: netflow }\n';
  expect(refused({ one: ONE + prefix, other: OTHER + prefix })).toEqual(['other argocd.applicationPrefix']);
});

test('said apart, they have no object and no node port in common', () => {
  const found = environments({ one: ONE, other: OTHER });
  expect(found.flatMap(({ warnings }) => warnings)).toEqual([]);
  const objects = found.map((environment) =>
    pipeline(environment).charts.flatMap((chart) => chart.toJson() as KubernetesObject[]),
  );
  const [one = [], other = []] = objects.map((all) => [
    ...all.map(({ kind, metadata: { name, namespace } }) => `${kind} ${namespace ?? ''}/${name}`),
    ...all.flatMap((object) =>
      every(object, 'spec.ports[].nodePort').map(({ value }) => `port ${String(value)}`),
    ),
  ]);
  expect(one.filter((name) => other.includes(name))).toEqual([]);
  expect(other.length).toBeGreaterThan(20);
});
