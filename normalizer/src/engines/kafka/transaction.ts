/** One transaction: what records led to, and the offset that says that they are done. */
import type { Producer } from 'kafkajs';
import type { RoutedRecord } from '../routing';
import { ALL_REPLICAS, byTopic, isTooLarge, outgoing, type Progress } from './delivery';
import { inAMoment } from './lock';

/**
 * Commits both, or neither.
 * @param pieces are written one after the other
 * @returns undefined when it is committed, or the piece that is too large, when nothing is
 * @throws Error with whatever else has failed: nothing is tried again
 */
export async function transact(
  producer: Producer,
  consumerGroupId: string,
  pieces: readonly RoutedRecord[][],
  { topic, partition, offset }: Progress,
): Promise<RoutedRecord[] | undefined> {
  const transaction = await producer.transaction();
  // First, since nothing is tried again once records are on their way.
  await inAMoment(() =>
    transaction.sendOffsets({ consumerGroupId, topics: [{ topic, partitions: [{ partition, offset }] }] }),
  );
  for (const piece of pieces) {
    const topicMessages = byTopic(outgoing(piece));
    try {
      if (topicMessages.length > 0) await transaction.sendBatch({ topicMessages, acks: ALL_REPLICAS });
    } catch (error) {
      if (isTooLarge(error)) return piece;
      throw error;
    }
  }
  await transaction.commit();
  return undefined;
}
