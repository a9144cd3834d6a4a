/**
 * Leaves out the records of transactions that were aborted. kafkajs does it, too, but takes the transactions of a fetch
 * to begin in the order in which the broker tells them, which is that of their ends, and at most one to begin with each
 * record: of several that overlap, records come through. And it takes a record whose key is four zero bytes for the
 * mark of an end. All three are still so in its last release, 2.2.4.
 */

/** A record as it comes from a broker, the marks of transactions among them. */
export interface FetchedRecord {
  readonly offset: string;
  readonly key: Buffer | null;
  /** Such a record is given to nobody, and its offset counts. */
  isControlRecord: boolean;
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
}

export interface AbortedTransaction {
  readonly producerId: string;
  readonly firstOffset: string;
}

/** The type that a mark's key tells behind two bytes of version. */
const ABORT = 0;

/**
 * Makes those records control records that belong to an aborted transaction.
 * @param records in the order of their offsets
 * @param aborted those that end behind the first of the records, in any order
 */
export function withoutAborted(
  records: readonly FetchedRecord[],
  aborted: readonly AbortedTransaction[],
): void {
  const waiting = [...aborted].sort((a, b) => Number(BigInt(a.firstOffset) - BigInt(b.firstOffset)));
  const open = new Set<string>();
  for (const record of records) {
    for (
      let next = waiting[0];
      next && BigInt(next.firstOffset) <= BigInt(record.offset);
      next = waiting[0]
    ) {
      open.add(next.producerId);
      waiting.shift();
    }
    const { producerId, inTransaction } = record.batchContext;
    if (!inTransaction || !open.has(producerId)) continue;
    if (record.isControlRecord) {
      if (record.key?.readInt16BE(2) === ABORT) open.delete(producerId);
    } else {
      record.isControlRecord = true;
    }
  }
}
