import type { Outcome } from '../normalize';

/** What became of all records, told as JSON at the end. */
export class Summary {
  /** Records read. */
  records = 0;
  private accepted = 0;
  private rejected = 0;
  private dropped = 0;
  private readonly omitted = new Map<string, number>();

  /** @param records the outcomes of each record */
  add(records: readonly (readonly Outcome[])[]): void {
    this.records += records.length;
    for (const outcome of records.flat()) {
      if ('rejection' in outcome) {
        this.rejected++;
      } else if ('dropped' in outcome) {
        this.dropped++;
      } else {
        this.accepted++;
        for (const field of outcome.omitted) {
          this.omitted.set(field, (this.omitted.get(field) ?? 0) + 1);
        }
      }
    }
  }

  /** Flows dropped and values left out by field are told only where there are any. */
  toJSON() {
    const { records, accepted, rejected, dropped, omitted } = this;
    return {
      records,
      accepted,
      rejected,
      ...(dropped > 0 && { dropped }),
      ...(omitted.size > 0 && { omitted: Object.fromEntries([...omitted].sort()) }),
    };
  }
}
