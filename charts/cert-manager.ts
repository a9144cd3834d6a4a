/** cert-manager, from its own Helm chart: an Argo CD Application that installs the release named in the values. */
import type { Construct } from 'constructs';
import { addApplication } from './argocd/application';
import type { Values } from './values/schema';

/** From this minor release on, the chart's value for the CRDs is `crds.enabled` and no longer `installCRDs`. */
const CRDS_ENABLED_SINCE = 15;

/** What the chart makes, for the project to allow. */
export const CERT_MANAGER_KINDS = {
  cluster: [
    { group: '', kind: 'Namespace' },
    { group: 'admissionregistration.k8s.io', kind: 'MutatingWebhookConfiguration' },
    { group: 'admissionregistration.k8s.io', kind: 'ValidatingWebhookConfiguration' },
    { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' },
    { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
    { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' },
  ],
  namespaced: [
    { group: '', kind: 'ConfigMap' },
    { group: '', kind: 'Service' },
    { group: '', kind: 'ServiceAccount' },
    { group: 'apps', kind: 'Deployment' },
    { group: 'rbac.authorization.k8s.io', kind: 'Role' },
    { group: 'rbac.authorization.k8s.io', kind: 'RoleBinding' },
  ],
};

/** Adds the Application of the Helm chart. */
export function addCertManager(scope: Construct, project: string, { argocd, certManager }: Values): void {
  const { namespace, repoUrl, values, version } = certManager;
  addApplication(scope, argocd, {
    id: 'cert-manager',
    name:
      argocd.applicationPrefix === undefined ? 'cert-manager' : `${argocd.applicationPrefix}-cert-manager`,
    project,
    source: {
      repoURL: repoUrl,
      chart: 'cert-manager',
      targetRevision: version,
      helm: { valuesObject: merged(chartValues(version, namespace), values) },
    },
    namespace,
    syncPolicy: {
      // Two of the CRDs leave no room for the annotation that a client-side apply makes of the object.
      syncOptions: ['CreateNamespace=true', 'ServerSideApply=true'],
      managedNamespaceMetadata: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } },
    },
    shared: true,
  });
}

/** Maps are merged and all else is replaced, as in Helm. */
function merged(one: Members, other: Members): Members {
  const members = Object.entries(other).map(([key, value]) => {
    const before = one[key];
    return [key, isMap(before) && isMap(value) ? merged(before, value) : value] as const;
  });
  return { ...one, ...Object.fromEntries(members) };
}

type Members = Readonly<Record<string, unknown>>;

function isMap(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function chartValues(version: string, namespace: string): Members {
  const minor = Number(version.split('.')[1]);
  return {
    ...(minor < CRDS_ENABLED_SINCE ? { installCRDs: true } : { crds: { enabled: true } }),
    // Not in kube-system, the chart's default: nothing of this Application is then outside its namespace.
    global: { leaderElection: { namespace } },
    // A Helm hook, which Argo CD would run anew at each sync.
    startupapicheck: { enabled: false },
  };
}
