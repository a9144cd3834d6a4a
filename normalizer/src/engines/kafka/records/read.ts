/** Reads record batches as a broker's answer has them, in time that grows with their bytes and nothing else. */
import type { IHeaders } from 'kafkajs';
import { lookupCodecByAttributes } from 'kafkajs/src/protocol/message/compression';
import type { FetchedRecord } from './aborted';
import { AFTER_LENGTH, ATTRIBUTE, FORMAT, OFFSET_OF } from './format';
import { gather, NO_HEADERS } from './headers';
import { Cursor } from './varint';

/** A record as kafkajs' consumer takes it. */
export interface ReadRecord extends FetchedRecord {
  readonly attributes: number;
  readonly timestamp: string;
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

/** Whether all of the batches are of the format that is read here: those of before Kafka 0.11 are not. */
export const isReadable = (batches: Buffer): boolean =>
  batches.length <= OFFSET_OF.magic || batches[OFFSET_OF.magic] === FORMAT;

/** The records of all batches; the last batch may have been cut, and is left out then. */
export async function readBatches(batches: Buffer): Promise<ReadRecord[]> {
  const records: ReadRecord[] = [];
  for (let start = 0; start + OFFSET_OF.records <= batches.length;) {
    const end = start + AFTER_LENGTH + batches.readInt32BE(start + OFFSET_OF.length);
    if (end > batches.length) break;
    await readBatch(batches.subarray(start, end), records);
    start = end;
  }
  return records;
}

async function readBatch(batch: Buffer, records: ReadRecord[]): Promise<void> {
  const attributes = batch.readInt16BE(OFFSET_OF.attributes);
  const isControlRecord = (attributes & ATTRIBUTE.control) !== 0;
  const batchContext = {
    producerId: String(batch.readBigInt64BE(OFFSET_OF.producerId)),
    inTransaction: (attributes & ATTRIBUTE.transactional) !== 0,
  };
  const firstOffset = Number(batch.readBigInt64BE(OFFSET_OF.firstOffset));
  const timestampOf = timestamps(batch, attributes);
  const packed = batch.subarray(OFFSET_OF.records);
  const codec = lookupCodecByAttributes(attributes);
  const cursor = new Cursor(codec === null ? packed : await codec.decompress(packed));
  for (let left = batch.readInt32BE(OFFSET_OF.count); left > 0; left--) {
    const end = cursor.varint() + cursor.at;
    const attributes = cursor.bytes.readInt8(cursor.at++);
    const timestamp = timestampOf(cursor.varlong());
    const offset = String(firstOffset + cursor.varint());
    const key = cursor.block();
    const value = cursor.block();
    const headers = readHeaders(cursor);
    cursor.at = end;
    records.push({
      attributes,
      timestamp,
      offset,
      key,
      value,
      headers,
      isControlRecord,
      batchContext,
    });
  }
}

/** Tells a record's timestamp from its distance to the batch's first one. A producer may write any 64 bits. */
function timestamps(batch: Buffer, attributes: number): (delta: number | bigint) => string {
  const first = batch.readBigInt64BE(OFFSET_OF.firstTimestamp);
  const appended = String(batch.readBigInt64BE(OFFSET_OF.maxTimestamp));
  if ((attributes & ATTRIBUTE.logAppendTime) !== 0) return () => appended;
  const start = Number(first);
  return (delta) => {
    const sum = start + Number(delta);
    return Number.isSafeInteger(sum) && Number.isSafeInteger(start)
      ? String(sum)
      : String(BigInt.asIntN(64, first + BigInt(delta)));
  };
}

function readHeaders(cursor: Cursor) {
  const count = cursor.varint();
  if (count === 0) return NO_HEADERS;
  const headers = [];
  for (let left = count; left > 0; left--) {
    headers.push({ key: (cursor.block() ?? Buffer.alloc(0)).toString(), value: cursor.block() });
  }
  return gather(headers);
}
