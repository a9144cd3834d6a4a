/** The same copy with @platformatic/kafka, which the engine does not use: what another client would bring. */
import { Consumer, Producer, type Message } from '@platformatic/kafka';

/** About half a megabyte, which brokers take as it is. */
const BATCH = 500;

const [brokers = '', input = '', output = '', groupId = ''] = process.argv.slice(2);

async function copy(): Promise<void> {
  const bootstrapBrokers = brokers.split(',');
  const consumer = new Consumer({ groupId, clientId: 'bench', bootstrapBrokers, maxWaitTime: 1000 });
  const producer = new Producer({ clientId: 'bench', bootstrapBrokers, idempotent: true, acks: -1 });
  const stream = await consumer.consume({
    topics: [input],
    autocommit: false,
    mode: 'committed',
    fallbackMode: 'earliest',
    highWaterMark: BATCH,
  });
  let batch: Message[] = [];
  for await (const message of stream) {
    batch.push(message);
    if (batch.length < BATCH && stream.readableLength > 0) continue;
    await producer.send({
      messages: batch.map(({ key, value, headers, timestamp }) => ({
        topic: output,
        key,
        value,
        headers,
        timestamp,
      })),
    });
    const last = new Map(
      batch.map(({ partition, offset, leaderEpoch }) => [partition, { offset, leaderEpoch }]),
    );
    await consumer.commit({
      offsets: [...last].map(([partition, { offset, leaderEpoch }]) => ({
        topic: input,
        partition,
        offset: offset + 1n,
        leaderEpoch,
      })),
    });
    batch = [];
  }
}

void copy();
