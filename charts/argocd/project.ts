/** The AppProjects: what the Applications of one environment may read, write to and make, and no more. */
import { ApiObject, type Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { CERT_MANAGER_KINDS } from '../cert-manager';
import { COMMON_LABELS } from '../kubernetes/labels';
import type { Values } from '../values/schema';
import { OWN_CLUSTER } from '../values/argocd';
import { destination } from './application';
import { makeableKinds, type GroupKind } from './makeable';
import { SYNC_WAVE } from './waves';

/**
 * Adds two projects: that of the Applications, whose objects are the pipeline's and none of Argo CD's, and that of the
 * root Application, which makes nothing but those.
 *
 * What a project does not allow, Argo CD does not delete either, and says nothing. A project that follows git would
 * narrow before what goes has gone, so it allows what the charts can make, and the namespaces that they may be in;
 * one that an administrator applies allows what there is.
 * @param charts the Applications' charts; the kinds and namespaces of their objects are allowed at any rate
 */
export function addProjects(scope: Construct, name: string, charts: readonly Chart[], values: Values): void {
  const { argocd, certManager, flink, flinkOperator } = values;
  const objects = charts.flatMap((chart) => chart.apiObjects);
  const namespaces = [
    ...objects.flatMap(({ metadata }) => metadata.namespace ?? []),
    ...(argocd.syncProjects ? [flink.namespace, flinkOperator.namespace] : []),
  ];
  const kindsOf = (scope: 'cluster' | 'namespaced'): GroupKind[] => [
    ...objects
      .filter(({ metadata }) => (metadata.namespace !== undefined) === (scope === 'namespaced'))
      .map(({ apiGroup, kind }) => ({ group: apiGroup === 'core' ? '' : apiGroup, kind })),
    ...(argocd.syncProjects ? makeableKinds(scope) : []),
  ];
  const installed = certManager.install ? CERT_MANAGER_KINDS : { cluster: [], namespaced: [] };
  addProject(scope, name, {
    description: 'The NetFlow pipeline, and nothing else',
    sourceRepos: [argocd.repoUrl, ...(certManager.install ? [certManager.repoUrl] : [])],
    destinations: unique([...namespaces, ...(certManager.install ? [certManager.namespace] : [])]).map(
      (namespace) => ({ ...destination(argocd), namespace }),
    ),
    clusterResourceWhitelist: uniqueKinds([...kindsOf('cluster'), ...installed.cluster]),
    namespaceResourceWhitelist: uniqueKinds([...kindsOf('namespaced'), ...installed.namespaced]),
  });
  addProject(scope, rootProject(name), {
    description: 'The root Application, which makes the Applications of the NetFlow pipeline',
    sourceRepos: [argocd.repoUrl],
    destinations: [{ server: OWN_CLUSTER, namespace: argocd.namespace }],
    clusterResourceWhitelist: [],
    namespaceResourceWhitelist: ['Application', ...(argocd.syncProjects ? ['AppProject'] : [])].map(
      (kind) => ({
        group: 'argoproj.io',
        kind,
      }),
    ),
  });
}

/** The name of the root Application's project. @param name that of the others' */
export const rootProject = (name: string) => `${name}-root`;

function addProject(scope: Construct, name: string, spec: object): void {
  new ApiObject(scope, `project-${name}`, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    // Before the Applications: what a commit adds must be allowed first.
    metadata: { name, labels: COMMON_LABELS, annotations: { [SYNC_WAVE]: '-1' } },
    spec,
  });
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

function uniqueKinds(kinds: readonly GroupKind[]): GroupKind[] {
  return unique(kinds.map(({ group, kind }) => `${group}/${kind}`)).map((text) => {
    const [group = '', kind = ''] = text.split('/');
    return { group, kind };
  });
}
