/**
 * Joins a consumer group and a delivery, so that an offset is committed only after, or together with, all that its
 * record led to.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Configuration } from '../../configuration';
import type { Outcome } from '../../normalize';
import type { Health } from '../http';
import type { Metrics } from '../metrics';
import { AtLeastOnce } from './at-least-once';
import { batchHandler } from './batches';
import {
  forEver,
  HEARTBEAT_MILLISECONDS,
  makeClient,
  METADATA_MILLISECONDS,
  SESSION_MILLISECONDS,
} from './client';
import { isRefused } from './delivery';
import { ExactlyOnce } from './exactly-once';
import { Fitting } from './fitting';
import { Limits } from './limits';
import { subscribe } from './subscribe';
import { Watch } from './watch';

const REFUSED_MILLISECONDS = 5000;
const LEARN_MILLISECONDS = 60_000;

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
  const fitting = new Fitting(limits, rejectedTopic);
  const delivery =
    configuration.deliveryGuarantee === 'exactly-once'
      ? new ExactlyOnce(kafka, fitting, configuration, logger)
      : new AtLeastOnce(kafka, fitting);
  const consumer = kafka.consumer({
    groupId: configuration.consumerGroup,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 1000,
    sessionTimeout: SESSION_MILLISECONDS,
    heartbeatInterval: HEARTBEAT_MILLISECONDS,
    metadataMaxAge: METADATA_MILLISECONDS,
    retry: forEver,
  });
  const watch = new Watch(admin, configuration, metrics, logger);
  const parts = { configuration, normalize, consumer, delivery, limits, metrics, watch };

  let joined = false;
  let connected = false;
  let stopping = false;
  const { GROUP_JOIN, REBALANCING, DISCONNECT, CRASH, END_BATCH_PROCESS } = consumer.events;
  consumer.on(GROUP_JOIN, ({ payload }) => {
    joined = true;
    metrics.joined();
    delivery.assigned();
    watch.assign(payload.memberAssignment[inputTopic] ?? []);
  });
  for (const event of [REBALANCING, DISCONNECT, CRASH] as const) {
    consumer.on(event, () => (joined = false));
  }
  // Marks of transactions, and records of those that were aborted, never come to eachBatch. Their offset isn't
  // committed: the batch may be an old one, of which another member has done more.
  consumer.on(END_BATCH_PROCESS, ({ payload: { partition, batchSize, lastOffset } }) => {
    if (batchSize === 0) watch.pass(partition, Number(lastOffset) + 1);
  });

  const crashed = () =>
    new Promise<never>((_, reject) => {
      const forget = consumer.on(CRASH, ({ payload }) => {
        if (payload.restart) return;
        forget();
        reject(payload.error);
      });
    });

  async function work(): Promise<never> {
    await delivery.connect();
    connected = true;
    await limits.learn();
    await consumer.connect();
    await subscribe(consumer, inputTopic, () => !stopping, logger);
    const settings = { autoCommit: false, eachBatchAutoResolve: false, eachBatch: batchHandler(parts) };
    const [end] = await Promise.all([crashed(), consumer.run(settings)]);
    return end;
  }

  async function workOn(): Promise<never> {
    for (;;) {
      try {
        await work();
      } catch (error) {
        if (stopping) return forgotten();
        // kafkajs has disconnected the consumer. The right may be given while we wait; a restart would not help.
        if (!isRefused(error)) throw error;
        watch.refuse(error.message);
        await delivery.disconnect();
        await sleep(REFUSED_MILLISECONDS);
      }
    }
  }

  watch.start();
  setInterval(() => void limits.learn(), LEARN_MILLISECONDS).unref();
  const failed = workOn();

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
        .then(() => Promise.all([delivery.disconnect(), admin.disconnect()]));
      await Promise.race([inGoodOrder, timeout(STOP_MILLISECONDS)]);
    },
  };
}

/** For who no longer wants to know. */
const forgotten = () => new Promise<never>(() => undefined);

async function timeout(milliseconds: number): Promise<never> {
  await sleep(milliseconds);
  throw new Error(`not stopped within ${milliseconds} ms`);
}
