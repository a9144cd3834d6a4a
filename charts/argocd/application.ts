/** One Argo CD Application. */
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { COMMON_LABELS } from '../kubernetes/labels';
import type { ArgocdValues } from '../values/argocd';
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
  /** False for the root, which nothing waits for. */
  readonly ordered: boolean;
}

/** Adds an Application with the policies of the values. It has no finalizer: deleting it leaves the system running. */
export function addApplication(
  scope: Construct,
  { automated, retry, server }: ArgocdValues,
  props: ApplicationProps,
): void {
  const { id, ignoreDifferences, name, namespace, ordered, project, source, syncPolicy } = props;
  new ApiObject(scope, `application-${id}`, {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, labels: COMMON_LABELS, ...(ordered && { annotations: syncWave(id) }) },
    spec: {
      project,
      source,
      destination: { server, namespace },
      syncPolicy: {
        ...(automated.enabled && { automated: { prune: automated.prune, selfHeal: automated.selfHeal } }),
        retry,
        ...syncPolicy,
      },
      ...(ignoreDifferences !== undefined && { ignoreDifferences }),
    },
  });
}
