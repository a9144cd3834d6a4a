/**
 * Puts rejected records back into the input topic. Reads the rejected topic up to where it ends at the start, and
 * writes in transactions that hold the offsets too: a replay that is ended at any point, and started again, puts
 * each record back once.
 */
import {
  ConfigResourceTypes,
  type Admin,
  type EachBatchPayload,
  type Kafka,
  type KafkaMessage,
  type Message,
  type Producer,
} from 'kafkajs';
import type { Logger } from 'pino';
import type { Configuration } from '../configuration';
import { partitioner } from '../engines/kafka/partitioner';
import { readUpTo, unread } from './reading';
import { readRejected } from './rejected';
import { Report } from './report';
import { decide, groupOf, type Selection } from './selection';

/** How many records a transaction takes at most, written or not. */
const TRANSACTION_RECORDS = 500;
/** And how many bytes, so that it fits into a batch of the size that brokers take by default. */
const TRANSACTION_BYTES = 512 * 1024;
const ALL_REPLICAS = -1;

/**
 * Runs one replay to its end.
 * @throws Error when Kafka can't be reached, a topic is absent, or another replay of the same selection takes over
 */
export async function replay(
  kafka: Kafka,
  { inputTopic, rejectedTopic, consumerGroup }: Configuration,
  selection: Selection,
  logger: Logger,
): Promise<Report> {
  const groupId = groupOf(consumerGroup, selection);
  const admin = kafka.admin();
  const producer = kafka.producer({
    // Another replay of the same selection ends this one, instead of doubling what it does.
    transactionalId: groupId,
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: partitioner,
  });
  const consumer = kafka.consumer({
    groupId,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 500,
    // A replay that is started again waits for this long before it has the partitions of the one that was killed.
    sessionTimeout: 10_000,
    retry: { restartOnFailure: () => Promise.resolve(false) },
  });
  try {
    await admin.connect();
    if (!selection.dryRun) await producer.connect();
    const target = { topic: inputTopic, partitions: await partitionCount(admin, inputTopic) };
    const report = new Report(selection.dryRun, await retentionOf(admin, inputTopic, logger));
    const ends = await unread(admin, groupId, rejectedTopic);
    logger.info({ groupId, selection, partitions: [...ends.keys()] }, 'replaying');

    const eachBatch = async ({ batch, ...control }: EachBatchPayload) => {
      for (const part of parts(batch.messages)) {
        if (!control.isRunning() || control.isStale()) return;
        const decided = part.map((message) => {
          const record = readRejected(message);
          return { record, decision: decide(record, selection, inputTopic) };
        });
        const selected = decided.flatMap(({ record, decision }) =>
          record !== undefined && decision === 'selected' ? [record] : [],
        );
        const last = part.at(-1)?.offset ?? batch.lastOffset();
        if (!selection.dryRun) {
          const messages = selected.map(({ original, partition }): Message => ({
            ...original,
            // Where its exporter's other records are; a topic made anew may have fewer partitions.
            ...(partition < target.partitions && { partition }),
          }));
          const read = { topic: batch.topic, partition: batch.partition, offset: BigInt(last) + 1n };
          await write(producer, messages, target.topic, groupId, read);
        }
        const now = Date.now();
        for (const { record, decision } of decided) report.count(decision, record, now);
        control.resolveOffset(last);
        await control.heartbeat();
      }
    };
    if (ends.size > 0) {
      await readUpTo(ends, { admin, consumer, groupId, topic: rejectedTopic }, eachBatch);
    }
    return report;
  } finally {
    await Promise.allSettled([consumer.disconnect(), producer.disconnect(), admin.disconnect()]);
  }
}

/** Writes records and how far the rejected topic has been read: both, or neither. */
async function write(
  producer: Producer,
  messages: Message[],
  topic: string,
  consumerGroupId: string,
  read: { topic: string; partition: number; offset: bigint },
): Promise<void> {
  const transaction = await producer.transaction();
  try {
    if (messages.length > 0) await transaction.send({ topic, messages, acks: ALL_REPLICAS });
    const partitions = [{ partition: read.partition, offset: String(read.offset) }];
    await transaction.sendOffsets({ consumerGroupId, topics: [{ topic: read.topic, partitions }] });
    await transaction.commit();
  } catch (error) {
    if (transaction.isActive()) await transaction.abort().catch(() => undefined);
    throw error;
  }
}

/** Cuts a batch into what one transaction takes. */
function* parts(messages: readonly KafkaMessage[]): Generator<KafkaMessage[]> {
  let part: KafkaMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = (message.key?.length ?? 0) + (message.value?.length ?? 0);
    if (part.length === TRANSACTION_RECORDS || (part.length > 0 && bytes + size > TRANSACTION_BYTES)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(message);
    bytes += size;
  }
  if (part.length > 0) yield part;
}

async function partitionCount(admin: Admin, topic: string): Promise<number> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  return topics[0]?.partitions.length ?? 0;
}

/** How long a topic keeps records, in milliseconds; Infinity where it is for ever, or where it can't be asked. */
async function retentionOf(admin: Admin, name: string, logger: Logger): Promise<number> {
  try {
    const resource = { type: ConfigResourceTypes.TOPIC, name, configNames: ['retention.ms'] };
    const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [resource] });
    const retention = Number(resources[0]?.configEntries[0]?.configValue ?? -1);
    return retention < 0 ? Infinity : retention;
  } catch (error) {
    logger.warn({ topic: name, err: error }, 'cannot ask how long the topic keeps records');
    return Infinity;
  }
}
