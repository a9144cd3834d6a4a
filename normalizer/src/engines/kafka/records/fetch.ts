/** Reads what a broker answers to a fetch, versions 4 to 11 of that answer. */
import Decoder from 'kafkajs/src/protocol/decoder';
import readOlderFormats from 'kafkajs/src/protocol/requests/fetch/v4/decodeMessages';
import { withoutAborted, type AbortedTransaction } from './aborted';
import { isReadable, readBatches } from './read';

/** The answer as kafkajs' consumer expects it. */
export async function readFetchResponse(bytes: Buffer, version: number): Promise<unknown> {
  const decoder = new Decoder(bytes);
  const throttled = decoder.readInt32();
  return {
    // From version 8 on the client has to wait by itself, and kafkajs does so for this name.
    throttleTime: version < 8 ? throttled : 0,
    clientSideThrottleTime: version < 8 ? undefined : throttled,
    ...(version >= 7 && { errorCode: decoder.readInt16(), sessionId: decoder.readInt32() }),
    responses: await decoder.readArrayAsync(async () => ({
      topicName: decoder.readString(),
      partitions: await decoder.readArrayAsync(() => readPartition(decoder, version)),
    })),
  };
}

async function readPartition(decoder: Decoder, version: number): Promise<unknown> {
  const partition = {
    partition: decoder.readInt32(),
    errorCode: decoder.readInt16(),
    highWatermark: String(decoder.readInt64()),
    lastStableOffset: String(decoder.readInt64()),
    ...(version >= 5 && { lastStartOffset: String(decoder.readInt64()) }),
  };
  const aborted = decoder.readArray(() => ({
    producerId: String(decoder.readInt64()),
    firstOffset: String(decoder.readInt64()),
  }));
  const replica = version >= 11 && { preferredReadReplica: decoder.readInt32() };
  const messages = await readRecords(decoder, aborted);
  return { ...partition, ...replica, messages };
}

async function readRecords(decoder: Decoder, aborted: readonly AbortedTransaction[]): Promise<unknown[]> {
  const start = decoder.offset;
  const batches = decoder.readBytes() ?? Buffer.alloc(0);
  if (!isReadable(batches)) {
    // These formats know no transactions.
    return readOlderFormats(new Decoder(decoder.buffer.subarray(start, decoder.offset)));
  }
  const records = await readBatches(batches);
  withoutAborted(records, aborted);
  return records;
}
