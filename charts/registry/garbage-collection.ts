/** Frees the space of layers that no image refers to any more. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { imageReference } from '../kubernetes/image';
import { labels, selectorLabels, workloadLabels } from '../kubernetes/labels';
import { resourceRequirements, restrictedContainer, restrictedPod } from '../kubernetes/pod';
import type { Values } from '../values/schema';
import { FOLDERS } from './config-yml';
import { GARBAGE_COLLECTION, REGISTRY, REGISTRY_USER } from './names';
import { registryMounts, registryVolumes } from './volumes';

/**
 * A CronJob on the registry's own volume, and so on its node. The registry goes on serving meanwhile; a push
 * that runs at the same time may lose a layer and fail, which pushing again mends.
 */
export function garbageCollection(scope: Construct, { images, registry }: Values): void {
  const beside = {
    topologyKey: 'kubernetes.io/hostname',
    labelSelector: { matchLabels: selectorLabels(REGISTRY) },
  };
  new k8s.KubeCronJob(scope, 'garbage-collection', {
    metadata: {
      name: 'registry-garbage-collection',
      labels: workloadLabels(GARBAGE_COLLECTION, images.registry.tag),
    },
    spec: {
      schedule: registry.garbageCollection.schedule,
      concurrencyPolicy: 'Forbid',
      jobTemplate: {
        spec: {
          backoffLimit: 1,
          template: {
            metadata: { labels: labels(GARBAGE_COLLECTION) },
            spec: {
              ...restrictedPod(REGISTRY_USER),
              restartPolicy: 'Never',
              affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [beside] } },
              containers: [
                {
                  name: 'garbage-collection',
                  image: imageReference(images.registry, registry.endpoint),
                  ...restrictedContainer,
                  command: [
                    'registry',
                    'garbage-collect',
                    '--delete-untagged',
                    `${FOLDERS.configuration}/config.yml`,
                  ],
                  resources: resourceRequirements(registry.resources),
                  volumeMounts: registryMounts(registry),
                },
              ],
              volumes: registryVolumes(registry),
            },
          },
        },
      },
    },
  });
}
