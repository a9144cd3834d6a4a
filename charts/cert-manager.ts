/** cert-manager, from its own Helm chart: an Argo CD Application that installs the release named in the values. */
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ApplicationChart } from './kubernetes/application-chart';
import { COMMON_LABELS } from './kubernetes/labels';
import type { Values } from './values/schema';

/** From this minor release on, the chart's value for the CRDs is `crds.enabled` and no longer `installCRDs`. */
const CRDS_ENABLED_SINCE = 15;

export class CertManager extends ApplicationChart {
  constructor(scope: Construct, { certManager: { version, namespace } }: Values) {
    super(scope, 'argocd', { namespace: 'argocd' });
    new ApiObject(this, 'cert-manager', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'cert-manager', labels: COMMON_LABELS },
      spec: {
        project: 'default',
        source: {
          repoURL: 'https://charts.jetstack.io',
          chart: 'cert-manager',
          targetRevision: version,
          helm: { valuesObject: chartValues(version, namespace) },
        },
        destination: { server: 'https://kubernetes.default.svc', namespace },
        syncPolicy: {
          automated: { prune: true, selfHeal: true },
          // Two of the CRDs leave no room for the annotation that a client-side apply makes of the object.
          syncOptions: ['CreateNamespace=true', 'ServerSideApply=true'],
          managedNamespaceMetadata: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } },
        },
      },
    });
  }
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
