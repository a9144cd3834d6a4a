/** Argo CD's objects: an Application for every folder, in an order that respects what needs what. */
import { readdirSync } from 'node:fs';
import { pipeline } from '../charts/pipeline';
import { loadEnvironments } from '../charts/values/load';
import { syncWave } from '../charts/argocd/waves';
import { environments, manifest, manifests, type KubernetesObject } from './manifests';

interface ApplicationSpec {
  readonly project: string;
  readonly source: { readonly path?: string; readonly repoURL: string };
  readonly destination: { readonly namespace: string; readonly server: string };
}

function applications(environment: string): (KubernetesObject & { readonly spec: ApplicationSpec })[] {
  return manifests(environment)
    .map(({ object }) => object as KubernetesObject & { readonly spec: ApplicationSpec })
    .filter(({ kind }) => kind === 'Application');
}

describe.each(environments())('%s', (environment) => {
  const project = manifest(environment, `argocd/AppProject.netflow-${environment}.yaml`).spec as {
    sourceRepos: string[];
    destinations: { namespace: string; server: string }[];
    clusterResourceWhitelist: { group: string; kind: string }[];
    namespaceResourceWhitelist: { group: string; kind: string }[];
  };

  test('every folder has one Application, and every Application a folder', () => {
    const folders = readdirSync(`dist/${environment}`).map((folder) => `dist/${environment}/${folder}`);
    const paths = applications(environment).flatMap(({ spec }) => spec.source.path ?? []);
    expect(paths.sort()).toEqual(folders.sort());
  });

  test('the project allows what its Applications need', () => {
    for (const { metadata, spec } of applications(environment)) {
      expect({ name: metadata.name, project: spec.project }).toEqual({
        name: metadata.name,
        project: `netflow-${environment}`,
      });
      expect(project.sourceRepos).toContain(spec.source.repoURL);
      expect(project.destinations).toContainEqual(spec.destination);
    }
    for (const { object } of manifests(environment)) {
      const group = object.apiVersion.includes('/') ? (object.apiVersion.split('/')[0] ?? '') : '';
      const { namespace } = object.metadata;
      const allowed =
        namespace === undefined ? project.clusterResourceWhitelist : project.namespaceResourceWhitelist;
      expect(allowed).toContainEqual({ group, kind: object.kind });
      if (namespace !== undefined) {
        expect(project.destinations).toContainEqual({ server: 'https://kubernetes.default.svc', namespace });
      }
    }
  });

  test('nothing is allowed everywhere', () => {
    expect(JSON.stringify(project)).not.toContain('*');
  });

  test('what holds data outlives its manifest', () => {
    const kept = manifests(environment).filter(
      ({ path, object: { kind } }) => path.startsWith('namespaces/') || kind === 'PersistentVolumeClaim',
    );
    expect(kept.length).toBeGreaterThan(1);
    for (const { object } of kept) {
      expect(object.metadata.annotations).toMatchObject({
        'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
      });
    }
  });

  test.each([
    ['namespaces', 'cert-manager'],
    ['cert-manager', 'flink-operator'],
    ['cert-manager', 'registry'],
    ['flink-operator', 'flink-sample'],
    ['registry', 'normalizer'],
    ['zookeeper', 'kafka'],
    ['kafka', 'kafka-topics'],
    ['kafka-topics', 'goflow2'],
    ['kafka-topics', 'normalizer'],
  ])('%s comes before %s', (first, second) => {
    const wave = (folder: string) => Number(syncWave(folder)['argocd.argoproj.io/sync-wave']);
    expect(wave(first)).toBeLessThan(wave(second));
  });
});

test('an Application without a place in the order is refused', () => {
  expect(() => syncWave('something-new')).toThrow('no sync wave for the Application something-new');
});

test('argocd-cm is ours only when asked for, and then Argo CD reads it', () => {
  const configMap = (...options: string[]) =>
    loadEnvironments(options)
      .flatMap((environment) => pipeline(environment).charts)
      .filter(({ node }) => node.id === 'argocd')
      .flatMap((chart) => chart.toJson() as KubernetesObject[])
      .find(({ kind }) => kind === 'ConfigMap');
  expect(configMap()).toBeUndefined();
  const own = configMap('--set', 'argocd.ownConfigMap=true');
  expect(own?.metadata).toMatchObject({
    name: 'argocd-cm',
    labels: { 'app.kubernetes.io/part-of': 'argocd' },
  });
  expect(Object.keys(own?.data ?? {})).toEqual([
    'resource.customizations.health.argoproj.io_Application',
    'resource.customizations.health.flinkoperator.k8s.io_FlinkCluster',
  ]);
});
