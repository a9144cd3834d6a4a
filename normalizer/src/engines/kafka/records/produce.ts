/** Writes the request by which records go to a broker, versions 3 to 7 of it. */
import type { Message } from 'kafkajs';
import Encoder from 'kafkajs/src/protocol/encoder';
import { prepareBatch, writeBatch, type Checksum, type PreparedBatch } from './write';

/** The request as kafkajs' producer asks for it. */
export interface ProduceRequest {
  readonly transactionalId?: string | null;
  readonly producerId: number | string | bigint;
  readonly producerEpoch: number;
  readonly acks: number;
  readonly timeout: number;
  readonly compression: number;
  readonly topicData: readonly TopicData[];
}

interface TopicData {
  readonly topic: string;
  readonly partitions: readonly {
    readonly partition: number;
    readonly firstSequence?: number;
    readonly messages: readonly Message[];
  }[];
}

const INT32 = 4;

/** The request's bytes, without compression. */
export function writeProduceRequest(
  { transactionalId = null, producerId, producerEpoch, acks, timeout, topicData }: ProduceRequest,
  checksum: Checksum,
): Encoder {
  const author = {
    producerId: BigInt(producerId),
    producerEpoch,
    transactional: Boolean(transactionalId),
  };
  const topics = topicData.map(({ topic, partitions }) => ({
    head: new Encoder().writeString(topic).writeInt32(partitions.length),
    partitions: partitions.map(({ partition, firstSequence = 0, messages }) => ({
      partition,
      batch: prepareBatch(messages, firstSequence),
    })),
  }));
  const head = new Encoder()
    .writeString(transactionalId)
    .writeInt16(acks)
    .writeInt32(timeout)
    .writeInt32(topics.length);
  const size = topics.reduce(
    (sum, { head, partitions }) => sum + head.size() + sizeOf(partitions),
    head.size(),
  );
  const bytes = Buffer.allocUnsafe(size);
  let at = head.buffer.copy(bytes);
  for (const { head, partitions } of topics) {
    at += head.buffer.copy(bytes, at);
    for (const { partition, batch } of partitions) {
      at = bytes.writeInt32BE(partition, at);
      at = bytes.writeInt32BE(batch.size, at);
      at = writeBatch(batch, author, bytes, at, checksum);
    }
  }
  return Object.assign(new Encoder(1), { buf: bytes, offset: size });
}

const sizeOf = (partitions: readonly { readonly batch: PreparedBatch }[]) =>
  partitions.reduce((sum, { batch }) => sum + 2 * INT32 + batch.size, 0);
