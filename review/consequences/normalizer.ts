/** The normaliser, on either engine: where it goes on reading, and what consumers get to see. */
import { at, items, texts } from '../fields';
import type { Consequence, KubernetesObject, ObjectChange, Rule, Surroundings } from '../model';

interface Settings {
  readonly group: string;
  readonly encoding: string;
  readonly timeUnit: string;
}

export const normalizer: Rule = (change, surroundings) => {
  const { change: how, kind, before, after } = change;
  const successor = successorOf(change, surroundings);
  if (successor !== undefined) {
    const engine = successor.kind === 'FlinkCluster' ? 'Flink' : 'the Deployment';
    const text =
      `The engine becomes ${engine}, which goes on from the offsets that the group has committed: nothing is lost; ` +
      `what was written since the last commit is written again.`;
    return [{ severity: 'restart', text }];
  }
  const settings = settingsOf(after);
  if (settings === undefined) return [];
  const old =
    settingsOf(before) ??
    surroundings.before.map(settingsOf).find((candidate) => candidate !== undefined && how === 'added');
  if (old === undefined) return [];
  return [...group(old, settings, how === 'changed' && kind === 'FlinkCluster'), ...values(old, settings)];
};

/** The other engine, where that takes over the consumer group of one that is removed. */
export function successorOf({ change, kind, before }: ObjectChange, { after }: Surroundings) {
  const settings = change === 'removed' ? settingsOf(before) : undefined;
  return settings === undefined
    ? undefined
    : after.find((object) => object.kind !== kind && settingsOf(object)?.group === settings.group);
}

function group(before: Settings, after: Settings, hasState: boolean): Consequence[] {
  if (before.group === after.group) return [];
  const change = `Another consumer group, ${after.group} instead of ${before.group}`;
  return hasState
    ? [{ severity: 'info', text: `${change}: the job goes on from its savepoint, and commits there.` }]
    : [
        {
          severity: 'danger',
          text: `${change}: it begins with the oldest record, and all that the topic still holds is normalised and written again.`,
        },
      ];
}

function values(before: Settings, after: Settings): Consequence[] {
  const found: Consequence[] = [];
  if (before.encoding !== after.encoding) {
    const integers = after.encoding === 'rfc7951' ? 'texts instead of numbers' : 'numbers instead of texts';
    const text = `Consumers see other values: 64-bit integers are ${integers} (normalizer.encoding: ${after.encoding}).`;
    found.push({ severity: 'danger', text });
  }
  if (before.timeUnit !== after.timeUnit) {
    const text = `Consumers see other values: first-switched and last-switched are in ${after.timeUnit} instead of ${before.timeUnit}.`;
    found.push({ severity: 'danger', text });
  }
  return found;
}

function settingsOf(object: KubernetesObject | undefined): Settings | undefined {
  const read =
    object?.kind === 'FlinkCluster'
      ? argument(object)
      : object?.kind === 'Deployment'
        ? variable(object)
        : undefined;
  const [consumerGroup, encoding, timeUnit] = [
    read?.('group', 'NORMALIZER_CONSUMER_GROUP'),
    read?.('encoding', 'NORMALIZER_ENCODING'),
    read?.('time-unit', 'NORMALIZER_TIME_UNIT'),
  ];
  return consumerGroup === undefined || encoding === undefined || timeUnit === undefined
    ? undefined
    : { group: consumerGroup, encoding, timeUnit };
}

/** How a setting is found, by its name as an argument or as a variable. */
type Read = (argument: string, variable: string) => string | undefined;

function argument(cluster: KubernetesObject): Read {
  const all = texts(at(cluster, 'spec', 'job', 'args'));
  return (name) => {
    const index = all.indexOf(`--${name}`);
    return index < 0 ? undefined : all[index + 1];
  };
}

function variable(deployment: KubernetesObject): Read {
  const containers = items(at(deployment, 'spec', 'template', 'spec', 'containers'));
  const all = containers.flatMap((container) => items(at(container, 'env')));
  return (_, name) => {
    const value = at(
      all.find((entry) => at(entry, 'name') === name),
      'value',
    );
    return typeof value === 'string' ? value : undefined;
  };
}
