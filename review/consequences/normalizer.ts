/** The normaliser, on either engine: where it goes on reading. What its documents become: documents.ts. */
import { at, items, texts } from '../fields';
import type { Consequence, KubernetesObject, ObjectChange, Rule, Surroundings } from '../model';

export const normalizer: Rule = (change, surroundings) => {
  const { before, after } = change;
  const successor = successorOf(change, surroundings);
  if (successor !== undefined) {
    const engine = successor.kind === 'FlinkCluster' ? 'Flink' : 'the Deployment';
    const text =
      `The engine becomes ${engine}, which goes on from the offsets that the group has committed: nothing is lost; ` +
      `what was written since the last commit is written again.`;
    return [{ severity: 'restart', text }];
  }
  const current = groupOf(after);
  if (current === undefined) return [];
  return [...anotherGuarantee(before, after), ...startsElsewhere(change, surroundings, current)];
};

function startsElsewhere(
  { change: how, kind, before }: ObjectChange,
  surroundings: Surroundings,
  current: string,
): Consequence[] {
  const old =
    groupOf(before) ??
    surroundings.before.map(groupOf).find((candidate) => candidate !== undefined && how === 'added');
  if (old === undefined || old === current) return [];
  return [anotherGroup(old, current, how === 'changed' && kind === 'FlinkCluster')];
}

/** What those notice who read the output. */
function anotherGuarantee(before?: KubernetesObject, after?: KubernetesObject): Consequence[] {
  const [old, current] = [guaranteeOf(before), guaranteeOf(after)];
  if (old === undefined || old === current) return [];
  return current === 'exactly-once'
    ? [
        {
          severity: 'info',
          text:
            'The output is written in transactions: who reads it without isolation.level=read_committed also sees ' +
            'records of transactions that were given up, and those come once more.',
        },
      ]
    : [
        {
          severity: 'info',
          text: 'The output is written at least once: after a failure records may come twice.',
        },
      ];
}

function guaranteeOf(object: KubernetesObject | undefined): string | undefined {
  if (object === undefined) return undefined;
  return object.kind === 'FlinkCluster'
    ? argument(object, 'delivery-guarantee')
    : (variable(object, 'NORMALIZER_DELIVERY_GUARANTEE') ?? 'at-least-once');
}

/** The other engine, where that takes over the consumer group of one that is removed. */
export function successorOf({ change, kind, before }: ObjectChange, { after }: Surroundings) {
  const group = change === 'removed' ? groupOf(before) : undefined;
  return group === undefined
    ? undefined
    : after.find((object) => object.kind !== kind && groupOf(object) === group);
}

function anotherGroup(before: string, after: string, hasState: boolean): Consequence {
  const change = `Another consumer group, ${after} instead of ${before}`;
  return hasState
    ? { severity: 'info', text: `${change}: the job goes on from its savepoint, and commits there.` }
    : {
        severity: 'danger',
        text: `${change}: it begins with the oldest record, and all that the topic still holds is normalised and written again.`,
      };
}

function groupOf(object: KubernetesObject | undefined): string | undefined {
  if (object?.kind === 'FlinkCluster') return argument(object, 'group');
  return object?.kind === 'Deployment' ? variable(object, 'NORMALIZER_CONSUMER_GROUP') : undefined;
}

function argument(cluster: KubernetesObject, name: string): string | undefined {
  const all = texts(at(cluster, 'spec', 'job', 'args'));
  const index = all.indexOf(`--${name}`);
  return index < 0 ? undefined : all[index + 1];
}

function variable(deployment: KubernetesObject, name: string): string | undefined {
  const containers = items(at(deployment, 'spec', 'template', 'spec', 'containers'));
  const all = containers.flatMap((container) => items(at(container, 'env')));
  const value = at(
    all.find((entry) => at(entry, 'name') === name),
    'value',
  );
  return typeof value === 'string' ? value : undefined;
}
