/** Writes record batches straight into the bytes of a request, without copying a record in between. */
import type { Message } from 'kafkajs';
import { AFTER_LENGTH, ATTRIBUTE, FORMAT, OFFSET_OF } from './format';
import { prepare, writeRecord, type PreparedRecord } from './record';

/** CRC-32C of bytes, its highest byte first. */
export type Checksum = (bytes: Uint8Array) => Uint8Array;

/** Whose batches they are. */
export interface Author {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly transactional: boolean;
}

/** A partition's records, ready to be written. */
export interface PreparedBatch {
  readonly records: readonly PreparedRecord[];
  readonly firstTimestamp: number | bigint;
  readonly lastTimestamp: number | bigint;
  /** Number of the first record among those of the producer for this partition. */
  readonly firstSequence: number;
  /** Bytes of the whole batch. */
  readonly size: number;
}

/** A record without a timestamp gets the present one. */
export function prepareBatch(messages: readonly Message[], firstSequence: number): PreparedBatch {
  const now = Date.now();
  const timestamps = messages.map(({ timestamp }) => exact(timestamp ?? now));
  const earliest = timestamps.reduce((one, other) => (other < one ? other : one));
  const records = messages.map((message, index) =>
    prepare(message, index, difference(timestamps[index] ?? earliest, earliest)),
  );
  return {
    records,
    firstTimestamp: earliest,
    lastTimestamp: timestamps.reduce((one, other) => (other > one ? other : one)),
    firstSequence,
    size: records.reduce<number>((sum, { bytes }) => sum + bytes, OFFSET_OF.records),
  };
}

/** @returns where the next byte goes */
export function writeBatch(
  { records, firstTimestamp, lastTimestamp, firstSequence, size }: PreparedBatch,
  { producerId, producerEpoch, transactional }: Author,
  into: Buffer,
  start: number,
  checksum: Checksum,
): number {
  const batch = into.subarray(start, start + size);
  // The first offset and the leader's epoch are the broker's to say.
  batch.fill(0, 0, OFFSET_OF.records);
  batch.writeInt32BE(size - AFTER_LENGTH, OFFSET_OF.length);
  batch.writeInt8(FORMAT, OFFSET_OF.magic);
  batch.writeInt16BE(transactional ? ATTRIBUTE.transactional : 0, OFFSET_OF.attributes);
  batch.writeInt32BE(records.length - 1, OFFSET_OF.lastOffsetDelta);
  batch.writeBigInt64BE(BigInt(firstTimestamp), OFFSET_OF.firstTimestamp);
  batch.writeBigInt64BE(BigInt(lastTimestamp), OFFSET_OF.maxTimestamp);
  batch.writeBigInt64BE(producerId, OFFSET_OF.producerId);
  batch.writeInt16BE(producerEpoch, OFFSET_OF.producerEpoch);
  batch.writeInt32BE(firstSequence, OFFSET_OF.firstSequence);
  batch.writeInt32BE(records.length, OFFSET_OF.count);
  let at: number = OFFSET_OF.records;
  for (const record of records) at = writeRecord(record, batch, at);
  batch.set(checksum(batch.subarray(OFFSET_OF.attributes)), OFFSET_OF.checksum);
  return start + size;
}

function exact(timestamp: string | number): number | bigint {
  const number = Number(timestamp);
  return Number.isSafeInteger(number) ? number : BigInt(timestamp);
}

/** Of 64 bits: what is beyond them begins anew, as in the clients that read it. */
const difference = (one: number | bigint, other: number | bigint) =>
  typeof one === 'number' && typeof other === 'number' && Number.isSafeInteger(one - other)
    ? one - other
    : BigInt.asIntN(64, BigInt(one) - BigInt(other));
