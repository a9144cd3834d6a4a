/** Writes what records led to, all of it or it throws: whatever its size, no record is refused in the end. */
import { KafkaJSProtocolError, type Kafka, type Producer } from 'kafkajs';
import { sizeOf, type OutgoingRecord, type RoutedRecord } from '../routing';
import { forEver, METADATA_MILLISECONDS } from './client';
import type { Limits } from './limits';
import { partitioner } from './partitioner';
import { cut } from './too-large';

const ALL_REPLICAS = -1;
const TOO_LARGE = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'];

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
    const topics = new Map<string, OutgoingRecord[]>();
    for (const { outgoing } of records) {
      if (outgoing === undefined) continue;
      const messages = topics.get(outgoing.topic) ?? [];
      topics.set(outgoing.topic, messages);
      // kafkajs' own copy, for the partitioner to write on.
      messages.push({ ...outgoing });
    }
    if (topics.size === 0) return;
    await this.producer.sendBatch({
      topicMessages: [...topics].map(([topic, messages]) => ({ topic, messages })),
      acks: ALL_REPLICAS,
    });
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

function isTooLarge(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (error instanceof KafkaJSProtocolError && TOO_LARGE.includes(error.type)) || isTooLarge(error.cause);
}
