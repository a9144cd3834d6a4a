/**
 * The one module that knows kafkajs: a consumer group and an idempotent producer, joined so that an
 * offset is committed only after all that its record led to has been acknowledged by all replicas.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Kafka,
  KafkaJSError,
  logLevel,
  Partitioners,
  type EachBatchPayload,
  type LogEntry,
  type RetryOptions,
} from 'kafkajs';
import type { Logger } from 'pino';
import type { Configuration } from '../configuration';
import type { Outcome } from '../normalize';
import { clientSecurity } from './credentials';
import type { Metrics } from './metrics';
import { chunks, route, type OutgoingRecord, type RoutedRecord } from './routing';

/** Half of what a broker takes in one batch by default (message.max.bytes). */
const CHUNK_BYTES = 512 * 1024;

const ALL_REPLICAS = -1;
const RETRY_MILLISECONDS = 1000;

// Less than the 30 seconds that Kubernetes gives. Only a broker that is away takes longer, and what could
// not be committed then is read again.
const STOP_MILLISECONDS = 20_000;

// A broker that is away comes back, and until then there is nothing better to do than to wait.
const forEver: RetryOptions = {
  initialRetryTime: 300,
  maxRetryTime: 10_000,
  retries: Number.MAX_SAFE_INTEGER,
};

/** The running engine. */
export interface KafkaEngine {
  /** Whether the group is joined and the producer connected. */
  readonly ready: () => boolean;
  /**
   * Finishes the batch at hand, commits, leaves the group.
   * @throws Error if that isn't done in time
   */
  readonly stop: () => Promise<void>;
  /** Rejects when the engine can't go on: with a failure that trying again doesn't mend. */
  readonly failed: Promise<never>;
}

/** Starts the engine; it goes on trying to reach the brokers until it is stopped. */
export function startKafka(
  configuration: Configuration,
  normalize: (value: Buffer | null) => readonly Outcome[],
  metrics: Metrics,
  logger: Logger,
): KafkaEngine {
  const kafka = new Kafka({
    clientId: 'netflow-normalizer',
    brokers: [...configuration.brokers],
    ...clientSecurity(configuration.security),
    retry: forEver,
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => {
      logKafka(logger, entry, configuration);
    },
  });
  const producer = kafka.producer({
    idempotent: true,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: forEver,
  });
  const consumer = kafka.consumer({
    groupId: configuration.consumerGroup,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 1000,
    retry: forEver,
  });

  let joined = false;
  let connected = false;
  let stopping = false;
  const { GROUP_JOIN, REBALANCING, DISCONNECT, CRASH } = consumer.events;
  consumer.on(GROUP_JOIN, () => {
    joined = true;
    metrics.forgetLag();
  });
  for (const event of [REBALANCING, DISCONNECT, CRASH] as const) {
    consumer.on(event, () => (joined = false));
  }
  producer.on(producer.events.CONNECT, () => (connected = true));
  producer.on(producer.events.DISCONNECT, () => (connected = false));

  async function eachBatch({ batch, ...control }: EachBatchPayload): Promise<void> {
    const { topic, partition, messages } = batch;
    const finish = metrics.startBatch();
    const routed = messages.flatMap((message) =>
      normalize(message.value).map((outcome) => {
        const outgoing = route(message, outcome, { topic, partition }, configuration);
        return { offset: message.offset, outcome, outgoing };
      }),
    );
    for (const chunk of chunks(routed, CHUNK_BYTES)) {
      if (!control.isRunning() || control.isStale()) {
        return;
      }
      await producer.sendBatch({ topicMessages: byTopic(chunk), acks: ALL_REPLICAS });
      metrics.count(chunk.map(({ outcome }) => outcome));
      const last = chunk.at(-1)?.offset ?? batch.lastOffset();
      control.resolveOffset(last);
      await control.commitOffsetsIfNecessary({
        topics: [{ topic, partitions: [{ partition, offset: String(BigInt(last) + 1n) }] }],
      });
      await control.heartbeat();
    }
    metrics.setLag(partition, Number(batch.offsetLag()));
    finish();
  }

  // The one step that kafkajs doesn't try again by itself: the topic may be made after we start.
  async function subscribe(): Promise<void> {
    try {
      await consumer.subscribe({ topics: [configuration.inputTopic], fromBeginning: true });
    } catch (error) {
      if (!(error instanceof KafkaJSError && error.retriable) || stopping) {
        throw error;
      }
      logger.warn({ topic: configuration.inputTopic, reason: error.message }, 'cannot subscribe yet');
      await sleep(RETRY_MILLISECONDS);
      await subscribe();
    }
  }

  const failed = new Promise<never>((_, reject) => {
    consumer.on(CRASH, ({ payload }) => {
      if (!payload.restart) {
        reject(payload.error);
      }
    });
    const run = async () => {
      await producer.connect();
      await consumer.connect();
      await subscribe();
      await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch });
    };
    run().catch((error: unknown) => {
      if (!stopping) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });

  return {
    ready: () => joined && connected && !stopping,
    failed,
    stop: async () => {
      stopping = true;
      const inGoodOrder = consumer.disconnect().then(() => producer.disconnect());
      await Promise.race([inGoodOrder, timeout(STOP_MILLISECONDS)]);
    },
  };
}

async function timeout(milliseconds: number): Promise<never> {
  await sleep(milliseconds);
  throw new Error(`not stopped within ${milliseconds} ms`);
}

function byTopic(records: readonly RoutedRecord[]) {
  const topics = new Map<string, OutgoingRecord[]>();
  for (const { outgoing } of records) {
    if (outgoing === undefined) {
      continue;
    }
    const messages = topics.get(outgoing.topic) ?? [];
    topics.set(outgoing.topic, messages);
    messages.push(outgoing);
  }
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}

function logKafka(logger: Logger, { namespace, level, log }: LogEntry, { security }: Configuration): void {
  const { message, ...details } = log;
  // The logger writes its own time; `logger` is always kafkajs.
  const line = {
    ...details,
    timestamp: undefined,
    logger: undefined,
    kafkajs: namespace,
    // All that a broker does whose listener speaks TLS.
    ...(message === 'Closed connection' &&
      security.protocol.endsWith('PLAINTEXT') && {
        hint: 'the broker may want TLS: NORMALIZER_KAFKA_SECURITY_PROTOCOL',
      }),
  };
  if (level === logLevel.ERROR) {
    logger.error(line, message);
  } else if (level === logLevel.WARN) {
    logger.warn(line, message);
  } else {
    logger.debug(line, message);
  }
}
