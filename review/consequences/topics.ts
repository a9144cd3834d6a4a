/** The topics that the topics Job declares: lines of `name partitions replicas [config]` in a ConfigMap. */
import { assignments, at, isKept } from '../fields';
import type { Consequence, KubernetesObject, Rule } from '../model';

/** Who makes topics as they are declared. */
export type Maker = 'the topics Job' | 'Strimzi';

export interface Topic {
  readonly name: string;
  readonly partitions: number;
  readonly replicas: number;
  readonly config: Readonly<Record<string, string>>;
}

export const topics: Rule = ({ kind, name, before, after }, surroundings) => {
  if (kind !== 'ConfigMap' || name !== 'kafka-topics' || !before || (!after && isKept(before))) return [];
  const [old, current] = [declared(before), declared(after)];
  if (!after && surroundings.after.some((object) => object.kind === 'KafkaTopic')) {
    const text = 'Strimzi keeps the topics from now on, by KafkaTopics: it takes over what is there.';
    return [{ severity: 'info', text }];
  }
  const gone = [...old.values()].filter((topic) => !current.has(topic.name));
  const fresh = [...current.values()].filter((topic) => !old.has(topic.name));
  return [
    ...gone.map((topic) => {
      const renamed = fresh.find((other) => sameShape(topic, other));
      if (renamed) fresh.splice(fresh.indexOf(renamed), 1);
      return removed(topic, renamed);
    }),
    ...fresh.map(({ name: topic }): Consequence => ({
      severity: 'info',
      text: `Topic ${topic} is created.`,
    })),
    ...[...old.values()].flatMap((topic) => changed(topic, current.get(topic.name))),
  ];
};

function declared(object: KubernetesObject | undefined): Map<string, Topic> {
  const text = at(object, 'data', 'topics');
  const lines = typeof text === 'string' ? text.split('\n').filter((line) => line.trim() !== '') : [];
  return new Map(
    lines.map((line) => {
      const [name = '', partitions, replicas, config = ''] = line.trim().split(/\s+/);
      const settings = assignments(config.split(/,(?=[a-z.]+=)/));
      const topic = { partitions: Number(partitions), replicas: Number(replicas) };
      return [name, { name, ...topic, config: Object.fromEntries(settings) }];
    }),
  );
}

const sameShape = (one: Topic, other: Topic): boolean =>
  one.partitions === other.partitions &&
  one.replicas === other.replicas &&
  JSON.stringify(one.config) === JSON.stringify(other.config);

function removed({ name }: Topic, renamed: Topic | undefined): Consequence {
  return {
    severity: 'danger',
    text: renamed
      ? `Topic ${name} is renamed to ${renamed.name}: Kafka knows no renaming. ${renamed.name} starts empty; the ` +
        `records and offsets of ${name} stay behind, and go by its retention.`
      : `Topic ${name} is no longer declared: the topics Job deletes nothing, but nobody keeps its records ` +
        `and settings any more, and a new Kafka won't have it.`,
  };
}

/** What becomes of a topic that is declared otherwise. */
export function changed(
  before: Topic,
  after: Topic | undefined,
  by: Maker = 'the topics Job',
): Consequence[] {
  if (!after) return [];
  const { name } = before;
  const found: Consequence[] = [];
  const say = (severity: Consequence['severity'], text: string) => found.push({ severity, text });
  if (after.partitions < before.partitions) {
    say(
      'danger',
      `Topic ${name}: ${before.partitions} partitions can't be reduced to ${after.partitions}. ` +
        `${by === 'Strimzi' ? by : 'The topics Job'} fails until the topic is deleted with its records.`,
    );
  } else if (after.partitions > before.partitions) {
    say(
      'info',
      `Topic ${name} grows from ${before.partitions} to ${after.partitions} partitions, for good: keys move to ` +
        `other partitions, so the order per key holds only for records from then on.`,
    );
  }
  if (after.replicas !== before.replicas) {
    say(
      'danger',
      `Topic ${name}: ${by} doesn't change ${before.replicas} replicas to ${after.replicas} and fails until ` +
        `kafka-reassign-partitions.sh has done so.`,
    );
  }
  for (const key of [...new Set([...Object.keys(before.config), ...Object.keys(after.config)])].sort()) {
    const [from, to] = [before.config[key], after.config[key]];
    if (from !== to) found.push(setting(name, key, from, to, by));
  }
  return found;
}

/** Kafka's own values where none is declared. */
const DEFAULTS: Readonly<Record<string, string>> = {
  'retention.ms': '604800000',
  'retention.bytes': '-1',
  'cleanup.policy': 'delete',
};

function setting(
  topic: string,
  key: string,
  from: string | undefined,
  to: string | undefined,
  by: Maker,
): Consequence {
  if (to === undefined && by === 'Strimzi') {
    const said = DEFAULTS[key];
    return said === undefined
      ? {
          severity: 'info',
          text: `Topic ${topic}: ${key} is no longer ${from ?? ''}, but what Kafka says by itself.`,
        }
      : setting(topic, key, from, said, by);
  }
  if (to === undefined) {
    return {
      severity: 'info',
      text: `Topic ${topic}: ${key} is no longer declared, but the topics Job removes no setting: ${from ?? ''} stays.`,
    };
  }
  const old = from ?? DEFAULTS[key];
  const change = `${key} ${old === undefined ? '' : `from ${shown(key, old)} `}to ${shown(key, to)}`;
  const unlimited = (value: string) => (Number(value) < 0 ? Infinity : Number(value));
  if (/^retention\.|^local\.retention\./.test(key) && old !== undefined && unlimited(to) < unlimited(old)) {
    return {
      severity: 'danger',
      text: `Topic ${topic}: ${change}: Kafka deletes what is beyond it, within minutes of the sync.`,
    };
  }
  if (key === 'cleanup.policy') {
    const lost = to.includes('compact') ? 'older records of a key' : 'records beyond the retention';
    return { severity: 'danger', text: `Topic ${topic}: ${change}: Kafka deletes ${lost}.` };
  }
  if (key === 'max.message.bytes' && old !== undefined && Number(to) < Number(old)) {
    return { severity: 'danger', text: `Topic ${topic}: ${change}: larger records are refused.` };
  }
  return { severity: 'info', text: `Topic ${topic}: ${change}.` };
}

/** Milliseconds with what they are to people. */
function shown(key: string, value: string): string {
  const hours = Number(value) / 3_600_000;
  if (!key.endsWith('.ms') || !(hours >= 1)) return value;
  const [amount, unit] = hours >= 48 ? [hours / 24, 'day'] : [hours, 'hour'];
  const rounded = Math.round(amount * 10) / 10;
  return `${value} (${rounded} ${unit}${rounded === 1 ? '' : 's'})`;
}
