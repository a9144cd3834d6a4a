/** `npm run helm`: what a real Helm makes of the charts is what Argo CD would apply. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { template, writeHelmChart } from '../charts/manifests/helm';
import { pipeline } from '../charts/pipeline';
import { loadEnvironments } from '../charts/values/load';
import { environments, manifests, type KubernetesObject } from './manifests';
import { goCommand } from './servers/go';

const HELM_VERSION = 'v3.19.4';

let helm: string;
let folder: string;
beforeAll(() => {
  helm = goCommand('helm.sh/helm/v3/cmd/helm', HELM_VERSION);
  folder = mkdtempSync(join(tmpdir(), 'helm-'));
  for (const environment of loadEnvironments([])) {
    const { name, values } = environment;
    writeHelmChart(pipeline(environment), values, { name, version: '1.2.3' }, join(folder, name));
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(helm, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { status, stdout, stderr };
}

function rendered(environment: string, ...options: string[]): KubernetesObject[] {
  const { status, stdout, stderr } = run(
    'template',
    '--include-crds',
    'netflow',
    join(folder, environment),
    ...options,
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return parseAllDocuments(stdout, { version: '1.1' })
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((object) => object !== null);
}

/** Objects by what identifies them; the Job without what makes Helm replace it. */
function byIdentity(objects: readonly KubernetesObject[]): Record<string, KubernetesObject> {
  return Object.fromEntries(
    objects.map((object) => {
      const { kind, metadata } = object;
      const annotations = Object.entries(metadata.annotations ?? {}).filter(
        ([name]) => !name.startsWith('helm.sh/'),
      );
      const known =
        annotations.length === 0 ? metadata : { ...metadata, annotations: Object.fromEntries(annotations) };
      return [`${kind} ${metadata.namespace ?? ''}/${metadata.name}`, { ...object, metadata: known }];
    }),
  );
}

describe.each(environments())('%s', (environment) => {
  test('helm lint finds nothing', () => {
    expect(run('lint', '--strict', join(folder, environment))).toMatchObject({ status: 0 });
  });

  test('helm template gives the objects of dist/, but for those of Argo CD', () => {
    const committed = manifests(environment).filter(({ path }) => !/^(argocd|applications)\//.test(path));
    expect(byIdentity(rendered(environment))).toEqual(byIdentity(committed.map(({ object }) => object)));
  });

  test('the registry can be another at install time', () => {
    const texts = JSON.stringify(rendered(environment, '--set', 'registry.endpoint=elsewhere:5000'));
    expect(texts).toMatch(/"elsewhere:5000\/netflow-normalizer/);
  });

  test('what was decided at synth is refused', () => {
    const { status, stderr } = run('template', 'x', join(folder, environment), '--set', 'kafka.brokers=5');
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/kafka/);
  });
});

test('replicas can be changed where the engine is a Deployment', () => {
  const deployment = rendered('compact', '--set', 'normalizer.replicas=7').find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'normalizer',
  );
  expect(deployment?.spec?.replicas).toBe(7);
});

test('braces within content reach the cluster as they are', () => {
  const content = 'rate {{ $labels.pod }} is {{ printf "%.2f" $value }}';
  const chart = join(folder, 'braces');
  cpSync(join(folder, 'reference'), chart, { recursive: true });
  rmSync(join(chart, 'templates'), { recursive: true });
  mkdirSync(join(chart, 'templates'));
  const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'braces' }, data: { content } };
  writeFileSync(join(chart, 'templates', 'braces.yaml'), template(manifest, 'private:5000'));
  const [object] = rendered('braces').filter(({ kind }) => kind === 'ConfigMap');
  expect(object?.data).toEqual({ content });
});
