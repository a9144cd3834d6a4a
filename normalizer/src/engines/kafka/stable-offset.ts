/**
 * Asks how far a consumer group has come in a partition, once no transaction is about to change that: `RequireStable` of
 * KIP-447, which came with version 7 of OffsetFetch. kafkajs stops at version 4, whose answer may be the offset before
 * a transaction that has been committed already.
 */
import Decoder from 'kafkajs/src/protocol/decoder';
import Encoder from 'kafkajs/src/protocol/encoder';
import { createErrorFromCode, failure } from 'kafkajs/src/protocol/error';
import type { Cluster } from './connections';

const OFFSET_FETCH = 9;
const VERSION = 7;

/** Versions since 6 end each structure with the number of fields that later versions have added: none. */
const NO_TAGGED_FIELDS = 0;

interface Place {
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
}

/**
 * @returns undefined for a group that has committed none there
 * @throws KafkaJSError with the broker's answer; `UNSTABLE_OFFSET_COMMIT` while a transaction has yet to end
 */
export async function stableOffset(cluster: Cluster, place: Place): Promise<bigint | undefined> {
  const coordinator = await cluster.findGroupCoordinator({ groupId: place.groupId });
  const make = coordinator.lookupRequest(OFFSET_FETCH, {
    versions: [String(VERSION)],
    protocol: () => () => ({ request: request(place), response: { decode, parse } }),
  });
  const offset = await coordinator.connectionPool.send(make());
  return offset < 0n ? undefined : offset;
}

const request = ({ groupId, topic, partition }: Place) => ({
  apiKey: OFFSET_FETCH,
  apiVersion: VERSION,
  apiName: 'OffsetFetch',
  encode: () => {
    const asked = new Encoder()
      .writeUVarIntString(topic)
      .writeUVarIntArray([new Encoder().writeInt32(partition)])
      .writeUVarInt(NO_TAGGED_FIELDS);
    return Promise.resolve(
      new Encoder()
        // Of the request's header, which kafkajs writes without.
        .writeUVarInt(NO_TAGGED_FIELDS)
        .writeUVarIntString(groupId)
        .writeUVarIntArray([asked])
        .writeBoolean(true)
        .writeUVarInt(NO_TAGGED_FIELDS),
    );
  },
});

interface Answer {
  readonly offset: bigint;
  readonly errorCode: number;
}

function decode(data: Buffer): Promise<Answer> {
  const decoder = new Decoder(data);
  decoder.readTaggedFields();
  decoder.readInt32(); // for how long the broker has throttled the client
  const topics = decoder.readUVarIntArray(() => {
    decoder.readUVarIntString();
    const partitions = decoder.readUVarIntArray(() => {
      decoder.readInt32();
      const offset = BigInt(decoder.readInt64().toString());
      decoder.readInt32(); // the leader's epoch
      decoder.readUVarIntString(); // what was committed beside the offset
      const errorCode = decoder.readInt16();
      decoder.readTaggedFields();
      return { offset, errorCode };
    });
    decoder.readTaggedFields();
    return partitions;
  });
  const errorCode = decoder.readInt16();
  const [only = { offset: -1n, errorCode }] = (topics ?? []).flatMap((partitions) => partitions ?? []);
  return Promise.resolve(failure(errorCode) ? { ...only, errorCode } : only);
}

function parse({ offset, errorCode }: Answer): Promise<bigint> {
  return failure(errorCode) ? Promise.reject(createErrorFromCode(errorCode)) : Promise.resolve(offset);
}
