/** What happens to a broker while flows come. */
import { eventually } from '../../servers/process';
import type { Kubectl } from '../machine/kubectl';
import { NODE } from '../machine/node';
import type { Stage } from '../stage';

/** One of the ways in which a broker goes and comes again. */
export interface Strike {
  readonly name: string;
  /** Whether it needs others that go on. */
  readonly ofSeveral?: boolean;
  readonly strike: (kubectl: Kubectl) => Promise<unknown>;
}

const NAMESPACE = ['--namespace', 'netflow'];
const DELETE = ['delete', 'pod', 'kafka-0', ...NAMESPACE];

export const strikes: readonly Strike[] = [
  { name: 'deleted', strike: ({ run }) => run(...DELETE) },
  { name: 'killed', strike: ({ run }) => run(...DELETE, '--grace-period=0', '--force') },
  { name: 'rolled', strike: ({ run }) => run('rollout', 'restart', 'statefulset/kafka', ...NAMESPACE) },
  { name: 'drained', ofSeveral: true, strike: drain },
];

/** There is no other node: what is evicted can't come back yet, so that the budget must keep the others. */
async function drain({ attempt, run }: Kubectl): Promise<void> {
  const brokers = ['--pod-selector', 'app.kubernetes.io/name=kafka,app.kubernetes.io/component=broker'];
  const drained = await attempt('drain', NODE, ...brokers, '--delete-emptydir-data', '--timeout=20s');
  await run('uncordon', NODE);
  const [evicted, refused] = [/^pod\/\S+ evicted$/gm, /violate the pod's disruption budget/];
  if (drained.stdout.match(evicted)?.length === 1 && refused.test(drained.stderr)) return;
  throw new Error(`the budget let more or less than one broker go: ${drained.stdout}${drained.stderr}`);
}

interface StatefulSet {
  readonly metadata: { readonly generation: number };
  readonly spec: { readonly replicas: number };
  readonly status: {
    readonly observedGeneration: number;
    readonly updateRevision: string;
    readonly currentRevision: string;
    readonly readyReplicas?: number;
  };
}

/** Waits until all brokers are ready again, as the newest revision has them. @returns milliseconds since 1970 */
export async function allReady({ cluster: { kubectl } }: Stage): Promise<number> {
  await eventually(
    'all brokers are ready',
    async () => {
      const { metadata, spec, status } = await kubectl.get<StatefulSet>('statefulset', 'kafka', 'netflow');
      const seen = status.observedGeneration === metadata.generation;
      const through = status.currentRevision === status.updateRevision;
      return seen && through && status.readyReplicas === spec.replicas;
    },
    { seconds: 600 },
  );
  return Date.now();
}
