/** cert-manager, from its own Helm chart: an Argo CD Application that installs the release named in the values. */
import type { Construct } from 'constructs';
import { addApplication } from './argocd/application';
import type { Values } from './values/schema';

/** From this minor release on, the chart's value for the CRDs is `crds.enabled` and no longer `installCRDs`. */
const CRDS_ENABLED_SINCE = 15;

/** Where the chart comes from. */
export const CERT_MANAGER_REPOSITORY = 'https://charts.jetstack.io';

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
  const { namespace, version } = certManager;
  addApplication(scope, argocd, {
    id: 'cert-manager',
    name: 'cert-manager',
    project,
    source: {
      repoURL: CERT_MANAGER_REPOSITORY,
      chart: 'cert-manager',
      targetRevision: version,
      helm: { valuesObject: chartValues(version, namespace) },
    },
    namespace,
    syncPolicy: {
      // Two of the CRDs leave no room for the annotation that a client-side apply makes of the object.
      syncOptions: ['CreateNamespace=true', 'ServerSideApply=true'],
      managedNamespaceMetadata: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } },
    },
    ordered: true,
  });
}

function chartValues(version: string, namespace: string): object {
  const minor = Number(version.split('.')[1]);
  return {
    ...(minor < CRDS_ENABLED_SINCE ? { installCRDs: true } : { crds: { enabled: true } }),
    // Not in kube-system, the chart's default: nothing of this Application is then outside its namespace.
    global: { leaderElection: { namespace } },
    // A Helm hook, which Argo CD would run anew at each sync.
    startupapicheck: { enabled: false },
  };
}
