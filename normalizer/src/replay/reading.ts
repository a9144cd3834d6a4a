/** Reading a topic from where a consumer group stands up to where it ends now. */
import { setTimeout as sleep } from 'node:timers/promises';
import { KafkaJSError, type Admin, type Consumer, type EachBatchPayload } from 'kafkajs';

const POLL_MILLISECONDS = 250;

/** Where partitions end (the offset behind the last record), for those that the group hasn't read to the end. */
export type Ends = ReadonlyMap<number, bigint>;

/** Asks what a group has not read yet of a topic, as it is now. */
export async function unread(admin: Admin, groupId: string, topic: string): Promise<Ends> {
  const committed = await committedOffsets(admin, groupId, topic);
  const partitions = await admin.fetchTopicOffsets(topic);
  return new Map(
    partitions.flatMap(({ partition, low, high }) => {
      const start = Math.max(committed.get(partition) ?? 0, Number(low));
      return start < Number(high) ? [[partition, BigInt(high)] as const] : [];
    }),
  );
}

/**
 * Reads until all ends are reached; an open transaction before an end is waited for.
 * @throws Error with which the consumer or `eachBatch` fails
 */
export async function readUpTo(
  ends: Ends,
  { admin, consumer, groupId, topic }: { admin: Admin; consumer: Consumer; groupId: string; topic: string },
  eachBatch: (payload: EachBatchPayload) => Promise<void>,
): Promise<void> {
  const open = new Map(ends);
  const reached = (partition: number, next: bigint) => {
    if (next >= (open.get(partition) ?? 0n)) open.delete(partition);
  };
  // A batch that holds nothing but the marks of transactions never comes to eachBatch.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    if (payload.batchSize === 0) reached(payload.partition, BigInt(payload.lastOffset) + 1n);
  });
  const crashed = new Promise<never>((_, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      reject(payload.error);
    });
  });
  const finish = async () => {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => {
        await eachBatch(payload);
        if (payload.isRunning() && !payload.isStale()) {
          reached(payload.batch.partition, BigInt(payload.batch.lastOffset()) + 1n);
        }
      },
    });
    while (open.size > 0) {
      await sleep(POLL_MILLISECONDS);
      // Another run of the same selection may have had a partition before this one took over.
      const committed = await committedOffsets(admin, groupId, topic);
      for (const [partition, offset] of committed) reached(partition, BigInt(offset));
    }
  };
  await Promise.race([finish(), crashed]);
}

async function committedOffsets(admin: Admin, groupId: string, topic: string): Promise<Map<number, number>> {
  const [offsets] = await persistently(() => admin.fetchOffsets({ groupId, topics: [topic] }));
  return new Map(offsets?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
}

/** Asks again while the answer is that it may: the one thing that kafkajs' admin client doesn't by itself. */
async function persistently<T>(ask: () => Promise<T>, attempts = 20): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (attempts === 1 || !(error instanceof KafkaJSError && error.retriable)) throw error;
    await sleep(2 * POLL_MILLISECONDS);
    return persistently(ask, attempts - 1);
  }
}
