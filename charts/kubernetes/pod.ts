/** What every pod of the pipeline has in common: the Pod Security Standard "restricted", and stated resources. */
import { k8s } from 'cdk8s-plus-27';
import type { Resources, Storage } from '../values/kubernetes';

/**
 * Pod-level settings: a numeric non-root user (an image may name its user by word, which the kubelet
 * refuses under runAsNonRoot), the runtime's seccomp profile, no API token, and no `*_SERVICE_*`
 * variables of other Services, some of which programs would take for their own configuration.
 */
export function restrictedPod(user: number) {
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
  } satisfies Partial<k8s.PodSpec>;
}

/** Container-level settings: nothing to write to but volumes, no capability, no way to gain one. */
export const restrictedContainer = {
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  },
} satisfies Partial<k8s.Container>;

/** Requests and limits in the form of the API. */
export function resourceRequirements({ requests, limits }: Resources): k8s.ResourceRequirements {
  return { requests: quantities(requests), limits: quantities(limits) };
}

/** A claim for each pod of a StatefulSet; the name is that of the volume which containers mount. */
export function volumeClaim(
  name: string,
  { size, storageClassName }: Storage,
): k8s.KubePersistentVolumeClaimProps {
  return {
    metadata: { name },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: quantities({ storage: size }) },
      ...(storageClassName === undefined ? {} : { storageClassName }),
    },
  };
}

/** An empty folder in the node's storage, gone with the pod: what a read-only root still needs to write to. */
export function scratch(name: string, sizeLimit: string): k8s.Volume {
  return { name, emptyDir: { sizeLimit: k8s.Quantity.fromString(sizeLimit) } };
}

/** Amounts of resources in the form of the API. */
export function quantities(
  amounts: Readonly<Record<string, string | undefined>>,
): Record<string, k8s.Quantity> {
  return Object.fromEntries(
    Object.entries(amounts).flatMap(([name, amount]) =>
      amount === undefined ? [] : [[name, k8s.Quantity.fromString(amount)]],
    ),
  );
}
