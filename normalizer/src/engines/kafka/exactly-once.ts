/**
 * Writes what records led to, and the offset that says that they are done, in one transaction: both, or neither.
 *
 * Each partition of the input has a lock. Whoever has it, and has read after that how far the partition is done, is the
 * only one who can do more of it. Nothing that fails is tried again within a transaction: the lock is taken anew, and
 * what is done is read once more.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Producer } from 'kafkajs';
import type { Logger } from 'pino';
import type { RoutedRecord } from '../routing';
import type { Client } from './connections';
import {
  ALL_REPLICAS,
  answered,
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
import { inAMoment, takeLock, type Lock, type LockSettings } from './lock';

const RETRY_MILLISECONDS = 1000;

/** The lock is another's. A transaction that took longer than its timeout is told so, too. */
const FENCED = ['INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED'];

/** What the brokers have forgotten of a producer, or never heard: another producer begins from scratch. */
const FORGOTTEN = [
  'INVALID_PRODUCER_ID_MAPPING',
  'INVALID_TXN_STATE',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
];

/** A lock, and which deal of partitions it was taken in. */
type Held = Lock & { readonly deal: number };

class Lost extends Error {
  override readonly name = 'Lost';
}

export class ExactlyOnce implements Delivery {
  private readonly locks = new Map<number, Held>();
  private deal = 0;

  constructor(
    private readonly kafka: Client,
    private readonly fitting: Fitting,
    private readonly settings: LockSettings,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  connect(): Promise<void> {
    return Promise.resolve();
  }

  async disconnect(): Promise<void> {
    await Promise.all([...this.locks.keys()].map((partition) => this.release(partition)));
  }

  assigned(): void {
    this.deal++;
  }

  async begin(partition: number, first: bigint, membership: Membership): Promise<bigint | undefined> {
    for (const [held, { deal }] of this.locks) if (deal !== this.deal) await this.release(held);
    const { done } =
      this.locks.get(partition) ?? (await this.insist(partition, membership, () => this.take(partition)));
    if (done === undefined || done <= first) return undefined;
    // Asked again then: a topic that was made anew begins below, and its offset has gone with the old one.
    await this.release(partition);
    return done;
  }

  deliver(
    records: readonly RoutedRecord[],
    progress: Progress,
    membership: Membership,
  ): Promise<RoutedRecord[]> {
    const { partition, offset } = progress;
    let pieces = [this.fitting.fit(records)];
    let before: { done: bigint | undefined } | undefined;
    return this.insist(partition, membership, async () => {
      for (;;) {
        const lock = this.locks.get(partition) ?? (await this.take(partition));
        if (before !== undefined && lock.done !== before.done) {
          // Ours, whose commit was done though its answer never came.
          if (lock.done === BigInt(offset)) return pieces.flat();
          throw new Lost('somebody else has gone on with the partition');
        }
        before = lock;
        const refused = await this.transact(lock.producer, pieces, progress);
        if (refused === undefined) {
          this.locks.set(partition, { ...lock, done: BigInt(offset) });
          return pieces.flat();
        }
        await this.release(partition);
        const smaller = await this.fitting.smaller(refused);
        pieces = pieces.flatMap((piece) => (piece === refused ? smaller : [piece]));
      }
    });
  }

  /** @returns undefined when it is committed, or the records that are too large, when nothing is */
  private async transact(
    producer: Producer,
    pieces: readonly RoutedRecord[][],
    { topic, partition, offset }: Progress,
  ): Promise<RoutedRecord[] | undefined> {
    const transaction = await producer.transaction();
    // First, since nothing is tried again once records are on their way.
    await inAMoment(() =>
      transaction.sendOffsets({
        consumerGroupId: this.settings.consumerGroup,
        topics: [{ topic, partitions: [{ partition, offset }] }],
      }),
    );
    for (const piece of pieces) {
      const topicMessages = byTopic(outgoing(piece));
      try {
        if (topicMessages.length > 0) await transaction.sendBatch({ topicMessages, acks: ALL_REPLICAS });
      } catch (error) {
        if (isTooLarge(error)) return piece;
        throw error;
      }
    }
    await transaction.commit();
    return undefined;
  }

  private async take(partition: number): Promise<Held> {
    const lock = { ...(await takeLock(this.kafka, this.settings, partition)), deal: this.deal };
    this.locks.set(partition, lock);
    return lock;
  }

  private async release(partition: number): Promise<void> {
    const lock = this.locks.get(partition);
    this.locks.delete(partition);
    await lock?.producer.disconnect();
  }

  /** Works until it succeeds, as long as the partition is ours. */
  private async insist<T>(partition: number, membership: Membership, work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        await this.release(partition);
        if (!(error instanceof Error)) throw error;
        const line = { partition, reason: error.message };
        if (error instanceof Lost || answered(error, FENCED)) {
          this.logger.warn(
            line,
            'fenced: another member has taken the partition, or the transaction timed out',
          );
          throw joinAnew(error);
        }
        if (!passes(error) && !answered(error, FORGOTTEN)) throw error;
        this.logger.warn(line, 'the transaction is given up and done anew');
      }
      await sleep(RETRY_MILLISECONDS);
      await membership.heartbeat();
    }
  }
}
