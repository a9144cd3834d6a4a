/** Argo CD's objects: an Application for every folder, in an order that respects what needs what. */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { HEALTH_CHECKS } from '../charts/argocd/health/checks';
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

interface Project {
  readonly sourceRepos: readonly string[];
  readonly destinations: readonly { readonly namespace: string; readonly server: string }[];
  readonly clusterResourceWhitelist: readonly { readonly group: string; readonly kind: string }[];
  readonly namespaceResourceWhitelist: readonly { readonly group: string; readonly kind: string }[];
}

const projectOf = (environment: string, name: string) =>
  manifest(environment, `argocd/AppProject.${name}.yaml`).spec as unknown as Project;

describe.each(environments())('%s', (environment) => {
  const project = projectOf(environment, `netflow-${environment}`);
  const root = projectOf(environment, `netflow-${environment}-root`);

  test('every folder has one Application, and every Application a folder', () => {
    // Of Argo CD's own two folders, the root's Application takes what it needs.
    const own = ['argocd', 'applications'];
    const folders = readdirSync(`dist/${environment}`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !own.includes(entry.name))
      .map(({ name }) => `dist/${environment}/${name}`);
    const paths = applications(environment).flatMap(({ spec }) => spec.source.path ?? []);
    expect(paths.sort()).toEqual([`dist/${environment}`, ...folders].sort());
  });

  test('the projects allow what their Applications need', () => {
    for (const { metadata, spec } of applications(environment)) {
      const isRoot = metadata.name === `netflow-${environment}`;
      expect({ name: metadata.name, project: spec.project }).toEqual({
        name: metadata.name,
        project: `netflow-${environment}${isRoot ? '-root' : ''}`,
      });
      expect((isRoot ? root : project).sourceRepos).toContain(spec.source.repoURL);
      expect((isRoot ? root : project).destinations).toContainEqual(spec.destination);
    }
    for (const { path, object } of manifests(environment)) {
      if (path.startsWith('argocd/')) continue;
      const group = object.apiVersion.includes('/') ? (object.apiVersion.split('/')[0] ?? '') : '';
      const { namespace } = object.metadata;
      const { clusterResourceWhitelist, namespaceResourceWhitelist, destinations } = path.startsWith(
        'applications/',
      )
        ? root
        : project;
      const allowed = namespace === undefined ? clusterResourceWhitelist : namespaceResourceWhitelist;
      expect(allowed).toContainEqual({ group, kind: object.kind });
      if (namespace !== undefined) {
        expect(destinations).toContainEqual({ server: 'https://kubernetes.default.svc', namespace });
      }
    }
  });

  test('nothing is allowed everywhere, and none of Argo CD to the pipeline', () => {
    expect(JSON.stringify([project, root])).not.toContain('*');
    expect(root.clusterResourceWhitelist).toEqual([]);
    expect(JSON.stringify(project)).not.toMatch(/argoproj|"argocd"/);
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

/** The objects that options make of the environments. */
function made(...options: string[]): (KubernetesObject & { readonly spec: ApplicationSpec })[] {
  return loadEnvironments(options)
    .flatMap((environment) => pipeline(environment).charts)
    .flatMap((chart) => chart.toJson() as (KubernetesObject & { readonly spec: ApplicationSpec })[]);
}

test('what is applied by hand holds no Application but the root, and the root does not manage itself', () => {
  expect(readdirSync('dist/compact/argocd')).toEqual([
    'AppProject.netflow-compact-root.yaml',
    'AppProject.netflow-compact.yaml',
    'Application.netflow-compact.yaml',
  ]);
  expect(manifest('compact', 'argocd/Application.netflow-compact.yaml').spec).toMatchObject({
    source: {
      path: 'dist/compact',
      directory: { recurse: true, include: '{applications/*,argocd/AppProject.*}' },
    },
  });
});

test('where projects are not synced, no push changes one', () => {
  const kinds = ({ spec }: { spec?: unknown }) =>
    (spec as Project).namespaceResourceWhitelist.map(({ kind }) => kind);
  expect(kinds(manifest('production', 'argocd/AppProject.netflow-production-root.yaml'))).toEqual([
    'Application',
  ]);
  expect(kinds(manifest('compact', 'argocd/AppProject.netflow-compact-root.yaml'))).toEqual([
    'Application',
    'AppProject',
  ]);
  expect(manifest('production', 'argocd/Application.netflow-production.yaml').spec).toMatchObject({
    source: { directory: { include: 'applications/*' } },
  });
});

test('Applications are read where Argo CD runs, and deploy where the values say', () => {
  const server = 'https://cluster.example.org:6443';
  for (const { kind, metadata, spec } of made('--set', `argocd.server=${server}`)) {
    if (kind !== 'Application') continue;
    const root = !Object.keys(metadata.annotations ?? {}).includes('argocd.argoproj.io/sync-wave');
    expect(spec.destination.server).toBe(root ? 'https://kubernetes.default.svc' : server);
  }
});

test.each([
  ['argocd.automated.prune=true', ['resources-finalizer.argocd.argoproj.io']],
  ['argocd.automated.prune=false', undefined],
])('%s: a whole Application goes like a single object', (option, finalizers) => {
  const named = (name: string) => made('--set', option).find(({ metadata }) => metadata.name === name);
  expect(named('netflow-reference-kafka')?.metadata).toHaveProperty('annotations');
  expect(named('netflow-reference-kafka')?.metadata.finalizers).toEqual(finalizers);
  // Others may use it, and without the root nothing is to end.
  expect(named('cert-manager')?.metadata.finalizers).toBeUndefined();
  expect(named('netflow-reference')?.metadata.finalizers).toBeUndefined();
});

test('the definition of FlinkCluster comes before the operator, and outlives it', () => {
  const file = 'flink-operator/CustomResourceDefinition.flinkclusters.flinkoperator.k8s.io.yaml';
  expect(manifest('reference', file).metadata.annotations).toMatchObject({
    'argocd.argoproj.io/sync-wave': '-1',
    'argocd.argoproj.io/sync-options': 'ServerSideApply=true,Prune=false,Delete=false',
  });
});

test('the patch for argocd-cm adds the health checks, and says nothing of other keys', () => {
  const patch: unknown = parse(readFileSync('dist/hosts/compact/argocd/argocd-cm.patch.yaml', 'utf8'));
  expect(patch).toEqual({ data: HEALTH_CHECKS });
});
