import type { Decision } from './selection';
import type { RejectedRecord } from './rejected';

/** What a replay did, told as JSON at its end. */
export class Report {
  private readonly decisions: Record<Decision, number> = {
    selected: 0,
    notSelected: 0,
    replayedBefore: 0,
    otherTopic: 0,
    foreign: 0,
  };
  private readonly reasons = new Map<string, number>();
  private olderThanRetention = 0;

  /** @param retention of the input topic in milliseconds; Infinity where nothing is deleted by age */
  constructor(
    private readonly dryRun: boolean,
    private readonly retention: number,
  ) {}

  /** Counts what was decided of a record. */
  count(decision: Decision, record: RejectedRecord | undefined, now: number): void {
    this.decisions[decision]++;
    if (decision !== 'selected' || record === undefined) return;
    this.reasons.set(record.reason, (this.reasons.get(record.reason) ?? 0) + 1);
    if (now - record.timestamp > this.retention) this.olderThanRetention++;
  }

  /** Why records were left out, and how many are at risk, is told only where there are any. */
  toJSON() {
    const { selected, ...leftOut } = this.decisions;
    const read = Object.values(this.decisions).reduce((sum, count) => sum + count, 0);
    const some = Object.entries(leftOut).filter(([, count]) => count > 0);
    return {
      dryRun: this.dryRun,
      read,
      replayed: selected,
      ...(this.reasons.size > 0 && { byReason: Object.fromEntries([...this.reasons].sort()) }),
      ...(some.length > 0 && { leftOut: Object.fromEntries(some) }),
      ...(this.olderThanRetention > 0 && { olderThanRetention: this.olderThanRetention }),
    };
  }
}
