/**
 * Puts rejected records back into the input topic, when someone asks for it: a suspended CronJob, because that is
 * what `kubectl create job --from` makes Jobs of. It never runs by itself.
 */
import type { Construct } from 'constructs';
import { clientMounts, clientVolumes } from './kafka/client';
import { imageReference } from './kubernetes/image';
import { resourceRequirements, restrictedContainer, scratch } from './kubernetes/pod';
import { cronJob } from './kubernetes/workload';
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
  cronJob(scope, values, {
    name: 'normalizer-replay',
    component: REPLAY,
    pod: normalizer.pod,
    user,
    images: [images.normalizer],
    podSpec: { restartPolicy: 'Never' },
    containers: [
      {
        name: 'replay',
        image: imageReference(images.normalizer, registry.endpoint),
        ...restrictedContainer,
        args: ['replay'],
        env: Object.entries(environment).map(([name, value]) => ({ name, value })),
        resources: resourceRequirements(normalizer.resources),
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...clientMounts(values)],
      },
    ],
    volumes: [scratch('tmp', '16Mi'), ...clientVolumes(values, 'replay')],
    spec: { suspend: true, schedule: NEVER, concurrencyPolicy: 'Forbid' },
    // It goes on where it was ended, and puts nothing back twice.
    jobSpec: { backoffLimit: 5, ttlSecondsAfterFinished: 7 * 24 * 3600 },
  });
}
