/** The locks that this member has, by partition: the group has dealt the partitions out, and may deal them out anew. */
import type { Client } from './connections';
import { takeLock, type Lock, type LockSettings } from './lock';

export class Locks {
  private readonly held = new Map<number, Lock & { readonly deal: number }>();
  private deal = 0;

  constructor(
    private readonly kafka: Client,
    private readonly settings: LockSettings,
  ) {}

  /** The group has dealt out its partitions anew. */
  dealt(): void {
    this.deal++;
  }

  /** The lock of a partition, which is taken if it is not had. */
  async of(partition: number): Promise<Lock> {
    const had = this.held.get(partition);
    if (had !== undefined) return had;
    const lock = await takeLock(this.kafka, this.settings, partition);
    this.held.set(partition, { ...lock, deal: this.deal });
    return lock;
  }

  /** More of the partition is done, by us. */
  advance(partition: number, done: bigint): void {
    const lock = this.held.get(partition);
    if (lock !== undefined) this.held.set(partition, { ...lock, done });
  }

  async release(partition: number): Promise<void> {
    const lock = this.held.get(partition);
    this.held.delete(partition);
    await lock?.producer.disconnect();
  }

  /** Gives back those that were taken before the partitions were dealt out last. */
  async releaseOld(): Promise<void> {
    for (const [partition, { deal }] of this.held) if (deal !== this.deal) await this.release(partition);
  }

  async releaseAll(): Promise<void> {
    await Promise.all([...this.held.keys()].map((partition) => this.release(partition)));
  }
}
