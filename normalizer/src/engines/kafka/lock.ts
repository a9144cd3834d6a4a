/** A partition's transactional id, as a lock: `InitProducerId` ends what its last owner has open, and refuses him from then on. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Producer } from 'kafkajs';
import type { Configuration } from '../../configuration';
import type { Client } from './connections';
import { answered } from './delivery';
import { partitioner } from './partitioner';
import { stableOffset } from './stable-offset';

/** A transaction that has been committed is ended by the brokers a moment later. */
const MOMENT_MILLISECONDS = 10;
const IN_A_MOMENT = ['CONCURRENT_TRANSACTIONS', 'UNSTABLE_OFFSET_COMMIT'];

export type LockSettings = Pick<Configuration, 'inputTopic' | 'consumerGroup' | 'transactionTimeoutSeconds'>;

/** Who has it is the only one whose transactions are taken. */
export interface Lock {
  readonly producer: Producer;
  /** Before it all is done, and was when the lock was taken; undefined if nothing has ever been. */
  readonly done: bigint | undefined;
}

/** Takes the lock, and reads after that how far the partition is done. */
export async function takeLock(
  kafka: Client,
  { inputTopic: topic, consumerGroup: groupId, transactionTimeoutSeconds }: LockSettings,
  partition: number,
): Promise<Lock> {
  const producer = kafka.producer({
    transactionalId: `${groupId}-${topic}-${partition}`,
    transactionTimeout: transactionTimeoutSeconds * 1000,
    allowAutoTopicCreation: false,
    createPartitioner: partitioner,
    // kafkajs would send a partition again that has got another leader meanwhile, as if it were new.
    retry: { retries: 0 },
  });
  try {
    await producer.connect();
    // kafkajs asks for the lock when the first transaction begins; this one is nothing to the brokers.
    await (await producer.transaction()).abort();
    const cluster = kafka.clusterOf(producer);
    const done = await inAMoment(() => stableOffset(cluster, { groupId, topic, partition }));
    return { producer, done };
  } catch (error) {
    await producer.disconnect();
    throw error;
  }
}

/** Tries again what has to wait for a transaction to end. */
export async function inAMoment<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!answered(error, IN_A_MOMENT)) throw error;
      await sleep(MOMENT_MILLISECONDS);
    }
  }
}
