/** One Argo CD Application. */
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { COMMON_LABELS } from '../kubernetes/labels';
import { OWN_CLUSTER, type ArgocdValues } from '../values/argocd';
import { syncWave } from './waves';

/** What one Application differs in from the others. */
export interface ApplicationProps {
  /** The folder of `dist/<environment>/`, or the name of what comes from elsewhere. */
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly source: object;
  readonly namespace: string;
  readonly syncPolicy?: {
    readonly syncOptions: readonly string[];
    readonly managedNamespaceMetadata?: object;
  };
  readonly ignoreDifferences?: readonly object[];
  /** The root Application: nothing waits for it, and deleting it leaves the others running. */
  readonly root?: boolean;
  /** True for what others in the cluster may use too: it is left running when its Application goes. */
  readonly shared?: boolean;
}

/** Has what an Application manages deleted with it, but for what says `Delete=false`. */
const CASCADE = 'resources-finalizer.argocd.argoproj.io';

/**
 * Adds an Application with the policies of the values. Where what leaves git is pruned, that holds for a whole
 * Application too: a component that is switched off would otherwise run on, and nothing would say so.
 */
export function addApplication(scope: Construct, argocd: ArgocdValues, props: ApplicationProps): void {
  const { automated, retry } = argocd;
  const { id, ignoreDifferences, name, namespace, project, root = false, shared = false, source } = props;
  const cascades = automated.enabled && automated.prune && !root && !shared;
  new ApiObject(scope, `application-${id}`, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      labels: COMMON_LABELS,
      ...(!root && { annotations: syncWave(id) }),
      ...(cascades && { finalizers: [CASCADE] }),
    },
    spec: {
      project,
      source,
      // Argo CD reads Applications in its own cluster, wherever they deploy to.
      destination: { ...(root ? { server: OWN_CLUSTER } : destination(argocd)), namespace },
      syncPolicy: {
        ...(automated.enabled && { automated: { prune: automated.prune, selfHeal: automated.selfHeal } }),
        retry,
        ...props.syncPolicy,
      },
      ...(ignoreDifferences !== undefined && { ignoreDifferences }),
    },
  });
}

/** The cluster that is deployed to, as Applications and AppProjects name it. */
export function destination({ destinationName, server }: ArgocdValues) {
  return destinationName === undefined ? { server } : { name: destinationName };
}
