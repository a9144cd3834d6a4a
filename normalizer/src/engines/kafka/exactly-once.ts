/**
 * Writes what records led to, and the offset that says that they are done, in one transaction: both, or neither.
 *
 * Each partition of the input has a lock. Whoever has it, and has read after that how far the partition is done, is the
 * only one who can do more of it. Nothing that fails is tried again within a transaction: the lock is taken anew, and
 * what is done is read once more.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { RoutedRecord } from '../routing';
import type { Client } from './connections';
import { answered, joinAnew, passes, type Delivery, type Membership, type Progress } from './delivery';
import type { Fitting } from './fitting';
import type { LockSettings } from './lock';
import { Locks } from './locks';
import { transact } from './transaction';

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

class Lost extends Error {
  override readonly name = 'Lost';
}

export class ExactlyOnce implements Delivery {
  private readonly locks: Locks;

  constructor(
    kafka: Client,
    private readonly fitting: Fitting,
    private readonly settings: LockSettings,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {
    this.locks = new Locks(kafka, settings);
  }

  connect(): Promise<void> {
    return Promise.resolve();
  }

  disconnect(): Promise<void> {
    return this.locks.releaseAll();
  }

  assigned(): void {
    this.locks.dealt();
  }

  async begin(partition: number, first: bigint, membership: Membership): Promise<bigint | undefined> {
    await this.locks.releaseOld();
    const { done } = await this.insist(partition, membership, () => this.locks.of(partition));
    if (done === undefined || done <= first) return undefined;
    // Asked again then: a topic that was made anew begins below, and its offset has gone with the old one.
    await this.locks.release(partition);
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
        const lock = await this.locks.of(partition);
        if (before !== undefined && lock.done !== before.done) {
          // Ours, whose commit was done though its answer never came.
          if (lock.done === BigInt(offset)) return pieces.flat();
          throw new Lost('somebody else has gone on with the partition');
        }
        before = lock;
        const refused = await transact(lock.producer, this.settings.consumerGroup, pieces, progress);
        if (refused === undefined) {
          this.locks.advance(partition, BigInt(offset));
          return pieces.flat();
        }
        await this.locks.release(partition);
        const smaller = await this.fitting.smaller(refused);
        pieces = pieces.flatMap((piece) => (piece === refused ? smaller : [piece]));
      }
    });
  }

  /** Works until it succeeds, as long as the partition is ours. */
  private async insist<T>(partition: number, membership: Membership, work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        await this.locks.release(partition);
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
