/**
 * Puts rejected records back into the input topic, when someone asks for it: a suspended CronJob, because that is
 * what `kubectl create job --from` makes Jobs of. It never runs by itself.
 */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { imageReference, pullSecrets } from './kubernetes/image';
import { labels, workloadLabels } from './kubernetes/labels';
import { resourceRequirements, restrictedContainer, restrictedPod, scratch } from './kubernetes/pod';
import type { Values } from './values/schema';

const REPLAY = { name: 'normalizer', component: 'replay' };

/** A schedule is required, and not kept while the CronJob is suspended. */
const NEVER = '0 0 1 1 *';

/** How the pod runs. */
export interface ReplayProps {
  /** The numeric user of the image. */
  readonly user: number;
  /** The engine's own variables: same topics, same consumer group. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Adds the CronJob to the normaliser's Application, whichever engine that has. */
export function replayJob(scope: Construct, values: Values, { user, environment }: ReplayProps): void {
  const { images, normalizer, registry } = values;
  new k8s.KubeCronJob(scope, 'replay', {
    metadata: { name: 'normalizer-replay', labels: workloadLabels(REPLAY, images.normalizer.tag) },
    spec: {
      suspend: true,
      schedule: NEVER,
      concurrencyPolicy: 'Forbid',
      jobTemplate: {
        spec: {
          // It goes on where it was ended, and puts nothing back twice.
          backoffLimit: 5,
          ttlSecondsAfterFinished: 7 * 24 * 3600,
          template: {
            metadata: { labels: labels(REPLAY) },
            spec: {
              ...restrictedPod(user),
              ...pullSecrets(registry, images.normalizer),
              restartPolicy: 'Never',
              containers: [
                {
                  name: 'replay',
                  image: imageReference(images.normalizer, registry.endpoint),
                  ...restrictedContainer,
                  args: ['replay'],
                  env: Object.entries(environment).map(([name, value]) => ({ name, value })),
                  resources: resourceRequirements(normalizer.resources),
                  volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
                },
              ],
              volumes: [scratch('tmp', '16Mi')],
            },
          },
        },
      },
    },
  });
}
