/** Commits an offset after what its record led to has been acknowledged: between the two, it may come twice. */
import type { Kafka, Producer } from 'kafkajs';
import type { RoutedRecord } from '../routing';
import { forEver, METADATA_MILLISECONDS } from './client';
import {
  ALL_REPLICAS,
  byTopic,
  isTooLarge,
  joinAnew,
  outgoing,
  passes,
  type Delivery,
  type Membership,
  type Progress,
} from './delivery';
import type { Fitting } from './fitting';
import { partitioner } from './partitioner';

export class AtLeastOnce implements Delivery {
  private producer: Producer;

  constructor(
    private readonly kafka: Kafka,
    private readonly fitting: Fitting,
  ) {
    this.producer = this.make();
  }

  connect(): Promise<void> {
    return this.afresh();
  }

  disconnect(): Promise<void> {
    return this.producer.disconnect();
  }

  assigned(): void {
    // Nothing is kept by partition.
  }

  begin(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async deliver(
    records: readonly RoutedRecord[],
    progress: Progress,
    membership: Membership,
  ): Promise<RoutedRecord[]> {
    const written = [];
    const open = [this.fitting.fit(records)];
    for (let piece = open.shift(); piece !== undefined; piece = open.shift()) {
      try {
        await this.send(piece);
        written.push(...piece);
      } catch (error) {
        if (!isTooLarge(error)) throw error;
        await this.afresh();
        open.unshift(...(await this.fitting.smaller(piece)));
      }
    }
    await commit(membership, progress);
    return written;
  }

  private async send(records: readonly RoutedRecord[]): Promise<void> {
    let open = outgoing(records);
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

/**
 * Commits one offset. kafkajs looks for another coordinator only when it joins the group, and until the one that it
 * had is back it would go on writing records whose offsets nobody takes: all of them would come twice.
 * @throws Error that has the group joined anew, if the coordinator can't be reached or is one no more
 */
async function commit(
  { commitOffsetsIfNecessary }: Membership,
  { topic, partition, offset }: Progress,
): Promise<void> {
  try {
    await commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset }] }] });
  } catch (error) {
    throw error instanceof Error && passes(error) ? joinAnew(error) : error;
  }
}
