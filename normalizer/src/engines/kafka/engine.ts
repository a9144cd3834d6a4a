/**
 * Joins a consumer group and a producer, so that an offset is committed only after all that its record led to has
 * been acknowledged by all replicas.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { KafkaJSError, type EachBatchPayload } from 'kafkajs';
import type { Logger } from 'pino';
import type { Configuration } from '../../configuration';
import type { Outcome } from '../../normalize';
import type { Health } from '../http';
import type { Metrics } from '../metrics';
import { chunks, route, type RoutedRecord, type Source } from '../routing';
import { forEver, makeClient, METADATA_MILLISECONDS } from './client';
import { Limits } from './limits';
import { Watch } from './watch';
import { Writer } from './writer';

/** No more is written, and waited for, in one piece, whatever the topics take. */
const CHUNK_BYTES = 512 * 1024;

const RETRY_MILLISECONDS = 1000;
const LEARN_MILLISECONDS = 60_000;

// The partitions of a member that was killed are another's after the session: the shortest that brokers allow.
const SESSION_MILLISECONDS = 6000;
const HEARTBEAT_MILLISECONDS = 1500;

// Less than the 30 seconds that Kubernetes gives. Only a broker that is away takes longer, and what could
// not be committed then is read again.
const STOP_MILLISECONDS = 20_000;

/** The running engine. */
export interface KafkaEngine extends Health {
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
  const { inputTopic, outputTopic, rejectedTopic } = configuration;
  const kafka = makeClient(configuration, logger);
  const admin = kafka.admin({ retry: { retries: 2 } });
  const limits = new Limits(admin, [outputTopic, rejectedTopic], logger);
  const writer = new Writer(kafka, limits, rejectedTopic);
  const consumer = kafka.consumer({
    groupId: configuration.consumerGroup,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 1000,
    sessionTimeout: SESSION_MILLISECONDS,
    heartbeatInterval: HEARTBEAT_MILLISECONDS,
    metadataMaxAge: METADATA_MILLISECONDS,
    retry: forEver,
  });
  const limit = () => Math.min(CHUNK_BYTES, limits.of(outputTopic), limits.of(rejectedTopic));

  const watch = new Watch(admin, configuration, metrics, logger);

  let joined = false;
  let connected = false;
  let stopping = false;
  const { GROUP_JOIN, REBALANCING, DISCONNECT, CRASH } = consumer.events;
  consumer.on(GROUP_JOIN, ({ payload }) => {
    joined = true;
    metrics.joined();
    watch.assign(payload.memberAssignment[inputTopic] ?? []);
  });
  for (const event of [REBALANCING, DISCONNECT, CRASH] as const) {
    consumer.on(event, () => (joined = false));
  }

  /** Normalises one record after the other as they are taken, so that others have their turn between chunks. */
  function* routed({ topic, partition, messages }: EachBatchPayload['batch']): Generator<RoutedRecord> {
    const source: Source = { topic, partition };
    for (const incoming of messages) {
      for (const outcome of normalize(incoming.value)) {
        yield { incoming, source, outcome, outgoing: route(incoming, outcome, source, configuration) };
      }
    }
  }

  async function eachBatch({ batch, ...control }: EachBatchPayload): Promise<void> {
    const { topic, partition } = batch;
    const finish = metrics.startBatch();
    for (const chunk of chunks(routed(batch), limit)) {
      if (!control.isRunning() || control.isStale()) {
        return;
      }
      const written = await alive(control, () => writer.write(chunk));
      metrics.count(written.map(({ outcome }) => outcome));
      const last = chunk.at(-1)?.incoming.offset ?? batch.lastOffset();
      control.resolveOffset(last);
      await commit(control, { topic, partition, offset: String(BigInt(last) + 1n) });
      watch.progress();
      await control.heartbeat();
    }
    metrics.setLag(partition, Number(batch.offsetLag()));
    finish();
  }

  // The one step that kafkajs doesn't try again by itself: the topic may be made after we start.
  async function subscribe(): Promise<void> {
    try {
      await consumer.subscribe({ topics: [inputTopic], fromBeginning: true });
    } catch (error) {
      if (!(error instanceof KafkaJSError && error.retriable) || stopping) {
        throw error;
      }
      logger.warn({ topic: inputTopic, reason: error.message }, 'cannot subscribe yet');
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
      watch.start();
      await writer.connect();
      connected = true;
      await limits.learn();
      setInterval(() => void limits.learn(), LEARN_MILLISECONDS).unref();
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

  function obstacle(): string | undefined {
    if (stopping) return 'stopping';
    if (!connected) return 'the producer has not reached a broker yet';
    return watch.obstacle() ?? (joined ? undefined : 'the consumer group is being joined');
  }

  return {
    obstacle,
    stuck: () => watch.stuck(),
    failed,
    stop: async () => {
      stopping = true;
      const inGoodOrder = consumer
        .disconnect()
        .then(() => Promise.all([writer.disconnect(), admin.disconnect()]));
      await Promise.race([inGoodOrder, timeout(STOP_MILLISECONDS)]);
    },
  };
}

async function timeout(milliseconds: number): Promise<never> {
  await sleep(milliseconds);
  throw new Error(`not stopped within ${milliseconds} ms`);
}

/**
 * Commits one offset. kafkajs looks for another coordinator only when it joins the group, and until the one that it
 * had is back it would go on writing records whose offsets nobody takes: all of them would come twice.
 * @throws Error that has the group joined anew, if the coordinator can't be reached or is one no more
 */
async function commit(
  { commitOffsetsIfNecessary }: Pick<EachBatchPayload, 'commitOffsetsIfNecessary'>,
  { topic, partition, offset }: { topic: string; partition: number; offset: string },
): Promise<void> {
  try {
    await commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset }] }] });
  } catch (error) {
    if (!(error instanceof KafkaJSError && error.retriable)) throw error;
    throw Object.assign(new KafkaJSError(error), { type: 'NOT_COORDINATOR_FOR_GROUP' });
  }
}

/** Tells the group that this member is alive while something takes its time; what the group answers is heard after. */
async function alive<T>(
  { heartbeat }: Pick<EachBatchPayload, 'heartbeat'>,
  work: () => Promise<T>,
): Promise<T> {
  const timer = setInterval(() => void heartbeat().catch(() => undefined), HEARTBEAT_MILLISECONDS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
