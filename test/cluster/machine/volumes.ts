/** Volumes for claims: the default StorageClass, and what makes a folder of the node for each claim that waits. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Kubectl } from './kubectl';
import type { Machine } from './machine';
import { NODE } from './node';

const STORAGE_CLASS = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'local', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'kubernetes.io/no-provisioner',
  volumeBindingMode: 'Immediate',
};

interface Claim {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string };
  readonly spec: { readonly accessModes: string[]; readonly resources: { requests: { storage: string } } };
  readonly status: { readonly phase: string };
}

/** Makes them until it is told to stop. */
export async function startVolumes(machine: Machine, kubectl: Kubectl): Promise<() => void> {
  await kubectl.apply(STORAGE_CLASS);
  const timer = setInterval(() => {
    // A claim that could not be served waits for the next turn.
    provide(machine, kubectl).catch(() => undefined);
  }, 1000);
  return () => {
    clearInterval(timer);
  };
}

async function provide(machine: Machine, kubectl: Kubectl): Promise<void> {
  const claims = await kubectl.list<Claim>('persistentvolumeclaims');
  for (const { metadata, spec } of claims.filter(({ status }) => status.phase === 'Pending')) {
    const path = join(machine.folder, 'volumes', metadata.uid);
    mkdirSync(path, { recursive: true });
    await kubectl.apply({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: metadata.uid },
      spec: {
        capacity: spec.resources.requests,
        accessModes: spec.accessModes,
        storageClassName: STORAGE_CLASS.metadata.name,
        persistentVolumeReclaimPolicy: 'Retain',
        claimRef: { namespace: metadata.namespace, name: metadata.name },
        // "local" and not "hostPath", which fsGroup isn't applied to.
        local: { path },
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [NODE] }] },
            ],
          },
        },
      },
    });
  }
}
