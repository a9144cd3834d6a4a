/** Makes what is written fit into what the topics take: whatever its size, no record is refused in the end. */
import { sizeOf, type RoutedRecord } from '../routing';
import type { Limits } from './limits';
import { cut } from './too-large';

export class Fitting {
  constructor(
    private readonly limits: Limits,
    private readonly rejectedTopic: string,
  ) {}

  /** Cuts those records that are known to be too large. */
  fit(records: readonly RoutedRecord[]): RoutedRecord[] {
    return records.map((record) => {
      const { outgoing } = record;
      return outgoing === undefined || sizeOf(outgoing) <= this.limits.of(outgoing.topic)
        ? record
        : cut(record, this.limits.of(this.rejectedTopic), this.rejectedTopic);
    });
  }

  /**
   * What to write instead of records that were refused for their size, by the limits that the brokers have now: their
   * halves, or the one record made smaller.
   * @throws Error if it can't be made smaller
   */
  async smaller(records: readonly RoutedRecord[]): Promise<RoutedRecord[][]> {
    await this.limits.learn();
    const [only, ...others] = records;
    if (only?.outgoing !== undefined && others.length === 0) {
      const { topic } = only.outgoing;
      const size = sizeOf(only.outgoing);
      if (size > this.limits.of(topic)) {
        throw new Error(`${topic} takes no record of ${size} bytes, and it can't be made smaller`);
      }
      this.limits.refused(topic, size);
      return [this.fit(records)];
    }
    const half = Math.ceil(records.length / 2);
    return [records.slice(0, half), records.slice(half)].map((part) => this.fit(part));
  }
}
