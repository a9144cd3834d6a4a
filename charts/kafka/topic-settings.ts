/**
 * The settings of a topic, by Kafka's own names, and what Kafka takes as their values
 * (org.apache.kafka.storage.internals.log.LogConfig of 3.9 and 4.1).
 */

/** What a setting takes. */
interface Setting {
  /** In words, for messages. */
  readonly allowed: string;
  readonly takes: (value: string) => boolean;
  /** The first major version of Kafka that has it no more. */
  readonly goneIn?: number;
}

const MAX_INT = 2n ** 31n - 1n;
const MAX_LONG = 2n ** 63n - 1n;

function whole(from: number, to: bigint | number = MAX_LONG): Setting {
  return {
    allowed: `a whole number from ${from} to ${to} (a long one in quotes)`,
    takes: (value) => /^-?\d{1,19}$/.test(value) && BigInt(value) >= from && BigInt(value) <= to,
  };
}

function oneOf(...values: readonly string[]): Setting {
  return { allowed: values.join(' | '), takes: (value) => values.includes(value) };
}

const SWITCH = oneOf('true', 'false');
const THROTTLED: Setting = {
  allowed: '"*", or partition:broker,partition:broker',
  takes: (value) => /^(\*|\d+:\d+(,\d+:\d+)*)$/.test(value),
};

const SETTINGS: Readonly<Record<string, Setting>> = {
  'cleanup.policy': oneOf('delete', 'compact', 'compact,delete', 'delete,compact'),
  'compression.gzip.level': {
    allowed: '-1, or a whole number: 1 to 9',
    takes: (value) => /^(-1|[1-9])$/.test(value),
  },
  'compression.lz4.level': whole(1, 17),
  'compression.type': oneOf('producer', 'uncompressed', 'gzip', 'snappy', 'lz4', 'zstd'),
  'compression.zstd.level': whole(-131_072, 22),
  'delete.retention.ms': whole(0),
  'file.delete.delay.ms': whole(0),
  'flush.messages': whole(1),
  'flush.ms': whole(0),
  'follower.replication.throttled.replicas': THROTTLED,
  'index.interval.bytes': whole(0, MAX_INT),
  'leader.replication.throttled.replicas': THROTTLED,
  'local.retention.bytes': whole(-2),
  'local.retention.ms': whole(-2),
  'max.compaction.lag.ms': whole(1),
  'max.message.bytes': whole(0, MAX_INT),
  'message.downconversion.enable': { ...SWITCH, goneIn: 4 },
  'message.format.version': {
    allowed: 'a version of Kafka, such as "3.0"',
    takes: (value) => /^\d+\.\d+/.test(value),
    goneIn: 4,
  },
  'message.timestamp.after.max.ms': whole(0),
  'message.timestamp.before.max.ms': whole(0),
  'message.timestamp.difference.max.ms': { ...whole(0), goneIn: 4 },
  'message.timestamp.type': oneOf('CreateTime', 'LogAppendTime'),
  'min.cleanable.dirty.ratio': {
    allowed: 'a number from 0 to 1',
    takes: (value) => /^\d*\.?\d+$/.test(value) && Number(value) <= 1,
  },
  'min.compaction.lag.ms': whole(0),
  'min.insync.replicas': whole(1, MAX_INT),
  preallocate: SWITCH,
  'remote.log.copy.disable': SWITCH,
  'remote.log.delete.on.disable': SWITCH,
  'remote.storage.enable': SWITCH,
  'retention.bytes': whole(-1),
  'retention.ms': whole(-1),
  // Kafka 3 takes less, Kafka 4 does not, and nobody wants a file per record.
  'segment.bytes': whole(1_048_576, MAX_INT),
  'segment.index.bytes': whole(4, MAX_INT),
  'segment.jitter.ms': whole(0),
  'segment.ms': whole(1),
  'unclean.leader.election.enable': SWITCH,
};

/** The settings that a major version of Kafka has, sorted. */
export function topicSettings(majorVersion: number): string[] {
  return Object.keys(SETTINGS)
    .filter((name) => (SETTINGS[name]?.goneIn ?? Infinity) > majorVersion)
    .sort();
}

/**
 * What Kafka would rather have than this value of a setting; nothing, if it takes it or if the setting is none of Kafka's own.
 */
export function betterThan(name: string, value: string | number | boolean): string | undefined {
  const setting = SETTINGS[name];
  return setting === undefined || setting.takes(String(value).replaceAll(/\s*,\s*/g, ','))
    ? undefined
    : setting.allowed;
}
