/** Frees the space of layers that no image refers to any more. */
import type { Construct } from 'constructs';
import { imageReference } from '../kubernetes/image';
import { selectorLabels } from '../kubernetes/labels';
import { resourceRequirements, restrictedContainer } from '../kubernetes/pod';
import { cronJob } from '../kubernetes/workload';
import type { Values } from '../values/schema';
import { FOLDERS } from './config-yml';
import { GARBAGE_COLLECTION, REGISTRY, REGISTRY_USER } from './names';
import { registryMounts, registryVolumes } from './volumes';

/**
 * A CronJob on the registry's own volume, and so on its node. The registry goes on serving meanwhile; a push
 * that runs at the same time may lose a layer and fail, which pushing again mends.
 */
export function garbageCollection(scope: Construct, values: Values): void {
  const { images, registry } = values;
  const beside = {
    topologyKey: 'kubernetes.io/hostname',
    labelSelector: { matchLabels: selectorLabels(REGISTRY) },
  };
  cronJob(scope, values, {
    name: 'registry-garbage-collection',
    component: GARBAGE_COLLECTION,
    pod: registry.pod,
    // It goes where the registry went.
    notOfTheSite: ['affinity', 'topologySpreadConstraints'],
    user: REGISTRY_USER,
    images: [images.registry],
    podSpec: {
      restartPolicy: 'Never',
      affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [beside] } },
    },
    containers: [
      {
        name: 'garbage-collection',
        image: imageReference(images.registry, registry.endpoint),
        ...restrictedContainer,
        command: ['registry', 'garbage-collect', '--delete-untagged', `${FOLDERS.configuration}/config.yml`],
        resources: resourceRequirements(registry.resources),
        volumeMounts: registryMounts(registry),
      },
    ],
    volumes: registryVolumes(registry),
    spec: { schedule: registry.garbageCollection.schedule, concurrencyPolicy: 'Forbid' },
    jobSpec: { backoffLimit: 1 },
  });
}
