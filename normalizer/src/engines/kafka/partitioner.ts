/** Which partition a record goes to: the one that Kafka's own clients choose for its key. */
import type { ICustomPartitioner } from 'kafkajs';

const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/**
 * The hash of Kafka's default partitioner (org.apache.kafka.common.utils.Utils.murmur2), in 32-bit integers:
 * that of kafkajs computes with integers that grow with the key, and takes minutes for one of a megabyte.
 */
export function murmur2(key: Buffer): number {
  const whole = key.length & ~3;
  let hash = SEED ^ key.length;
  for (let i = 0; i < whole; i += 4) {
    let k = Math.imul(key.readInt32LE(i), M);
    k = Math.imul(k ^ (k >>> 24), M);
    hash = Math.imul(hash, M) ^ k;
  }
  if (whole < key.length) {
    hash = Math.imul(hash ^ key.readUIntLE(whole, key.length - whole), M);
  }
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
}

/**
 * Chooses once for each message, and remembers it there: a batch that is sent again must lie as it lay before, or
 * the broker takes another record for one that it has already, and that one is lost. Records without a key are dealt out.
 */
export const partitioner: ICustomPartitioner = () => {
  let dealt = 0;
  return ({ partitionMetadata, message }) => {
    const partitions = partitionMetadata.length;
    message.partition ??=
      message.key == null
        ? dealt++ % partitions
        : (murmur2(Buffer.from(message.key)) & 0x7fffffff) % partitions;
    return message.partition;
  };
};
