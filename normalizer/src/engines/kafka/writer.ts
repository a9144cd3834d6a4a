/** Writes what records led to, all of it or it throws: whatever its size, no record is refused in the end. */
import { KafkaJSProtocolError, type Kafka, type Producer, type TopicMessages } from 'kafkajs';
import { sizeOf, type OutgoingRecord, type RoutedRecord } from '../routing';
import { forEver, METADATA_MILLISECONDS } from './client';
import type { Limits } from './limits';
import { partitioner } from './partitioner';
import { cut } from './too-large';

const ALL_REPLICAS = -1;
const TOO_LARGE = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'];

/** The partition is written here when it has been chosen. */
type Outgoing = OutgoingRecord & { partition?: number };

export class Writer {
  private producer: Producer;

  constructor(
    private readonly kafka: Kafka,
    private readonly limits: Limits,
    private readonly rejectedTopic: string,
  ) {
    this.producer = this.make();
  }

  /** Waits until a broker has been reached. */
  connect(): Promise<void> {
    return this.producer.connect();
  }

  disconnect(): Promise<void> {
    return this.producer.disconnect();
  }

  /**
   * Waits until all in-sync replicas have acknowledged everything.
   * @returns the records as they were written: one that was too large has become a rejected one
   * @throws Error if the brokers refuse something for another reason than its size
   */
  async write(records: readonly RoutedRecord[]): Promise<RoutedRecord[]> {
    const fitting = records.map((record) => this.fit(record));
    try {
      await this.send(fitting);
      return fitting;
    } catch (error) {
      if (!isTooLarge(error)) throw error;
    }
    await this.afresh();
    const [only, ...others] = fitting;
    if (only?.outgoing !== undefined && others.length === 0) {
      const { topic } = only.outgoing;
      const size = sizeOf(only.outgoing);
      if (size > this.limits.of(topic)) {
        throw new Error(`${topic} takes no record of ${size} bytes, and it can't be made smaller`);
      }
      this.limits.refused(topic, size);
      return this.write(fitting);
    }
    const half = Math.ceil(fitting.length / 2);
    return [...(await this.write(fitting.slice(0, half))), ...(await this.write(fitting.slice(half)))];
  }

  private fit(record: RoutedRecord): RoutedRecord {
    const { outgoing } = record;
    return outgoing === undefined || sizeOf(outgoing) <= this.limits.of(outgoing.topic)
      ? record
      : cut(record, this.limits.of(this.rejectedTopic), this.rejectedTopic);
  }

  private async send(records: readonly RoutedRecord[]): Promise<void> {
    // Copies, for the partitioner to write on.
    let open: Outgoing[] = records.flatMap(({ outgoing }) =>
      outgoing === undefined ? [] : [{ ...outgoing }],
    );
    while (open.length > 0) {
      const acknowledged = await this.producer.sendBatch({
        topicMessages: byTopic(open),
        acks: ALL_REPLICAS,
      });
      // When a partition gets another leader meanwhile, and that one has answered for others, kafkajs takes this for
      // the partition's answer too: it was never sent.
      const done = new Set(acknowledged.map(({ topicName, partition }) => `${topicName}/${partition}`));
      open = open.filter(({ topic, partition }) => !done.has(`${topic}/${partition ?? NaN}`));
    }
  }

  /**
   * A request for several partitions may be refused for one of them, and kafkajs numbers the next batches of all as if
   * nothing had been written. The broker would take others for those that it has, so they get another producer.
   */
  private async afresh(): Promise<void> {
    await this.producer.disconnect();
    this.producer = this.make();
    await this.producer.connect();
    await this.limits.learn();
  }

  private make(): Producer {
    return this.kafka.producer({
      idempotent: true,
      allowAutoTopicCreation: false,
      createPartitioner: partitioner,
      metadataMaxAge: METADATA_MILLISECONDS,
      retry: forEver,
    });
  }
}

function byTopic(messages: readonly Outgoing[]): TopicMessages[] {
  const topics = new Map<string, Outgoing[]>();
  for (const message of messages) {
    const others = topics.get(message.topic);
    if (others === undefined) topics.set(message.topic, [message]);
    else others.push(message);
  }
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}

function isTooLarge(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (error instanceof KafkaJSProtocolError && TOO_LARGE.includes(error.type)) || isTooLarge(error.cause);
}
