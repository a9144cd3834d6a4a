/** The least that kafkajs can do with at least once: reads a batch, writes it, commits it. */
import { Kafka, logLevel } from 'kafkajs';

const [brokers = '', input = '', output = '', groupId = ''] = process.argv.slice(2);

async function copy(): Promise<void> {
  const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.ERROR });
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 1000 });
  const producer = kafka.producer({ idempotent: true });
  await producer.connect();
  await consumer.connect();
  await consumer.subscribe({ topics: [input], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch, ...control }) => {
      const { topic, partition, messages } = batch;
      await producer.send({
        topic: output,
        acks: -1,
        messages: messages.map(({ key, value, timestamp, headers = {} }) => ({
          key,
          value,
          timestamp,
          headers,
        })),
      });
      const last = batch.lastOffset();
      const offset = String(BigInt(last) + 1n);
      control.resolveOffset(last);
      await control.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset }] }] });
      await control.heartbeat();
    },
  });
}

void copy();
