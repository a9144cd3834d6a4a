/** What a delivery makes of what kafkajs says; the producer is played, for a broker would have to fail at the right moment. */
import type { Kafka, OffsetsByTopicPartition, ProducerBatch, ProducerConfig } from 'kafkajs';
import { AtLeastOnce } from '../src/engines/kafka/at-least-once';
import { Fitting } from '../src/engines/kafka/fitting';
import { Limits } from '../src/engines/kafka/limits';
import type { RoutedRecord } from '../src/engines/routing';
import { Rejection } from '../src/record/rejection';

function record(key: string): RoutedRecord {
  const value = Buffer.from(key);
  return {
    incoming: { key: value, value, timestamp: '1', offset: '0', headers: {} },
    source: { topic: 'flows', partition: 0 },
    outcome: { rejection: new Rejection('not-json', null, 'no JSON') },
    outgoing: { topic: 'output', key: value, value, timestamp: '1', headers: {} },
  };
}

/** A producer that puts keys into the partitions that they name, and answers for those that it is told to. */
function play(answers: readonly (readonly number[])[]) {
  const sent: number[][] = [];
  const producers: ProducerConfig[] = [];
  const sendBatch = ({ topicMessages = [] }: ProducerBatch) => {
    const messages = topicMessages.flatMap(({ messages }) => messages);
    for (const message of messages) message.partition ??= Number(message.key);
    const answer = answers[sent.length] ?? [];
    sent.push(messages.map(({ partition }) => partition ?? -1));
    return Promise.resolve(answer.map((partition) => ({ topicName: 'output', partition, errorCode: 0 })));
  };
  const producer = (config: ProducerConfig) => (producers.push(config), { sendBatch });
  const kafka = { producer } as unknown as Kafka;
  const fitting = new Fitting(new Limits({} as never, [], {} as never), 'flows-rejected');
  return { sent, producers, delivery: new AtLeastOnce(kafka, fitting) };
}

const progress = { topic: 'flows', partition: 0, offset: '1' };
const membership = {
  heartbeat: () => Promise.resolve(),
  commitOffsetsIfNecessary: () => Promise.resolve(),
};

test('sends once what is acknowledged', async () => {
  const { sent, delivery } = play([[0, 1, 2]]);
  await delivery.deliver(['0', '1', '2'].map(record), progress, membership);
  expect(sent).toEqual([[0, 1, 2]]);
});

test('sends a partition again for which no broker has answered, and no other', async () => {
  const { sent, delivery } = play([[0, 2], [], [1]]);
  await delivery.deliver(['0', '1', '2', '1'].map(record), progress, membership);
  expect(sent).toEqual([
    [0, 1, 2, 1],
    [1, 1],
    [1, 1],
  ]);
});

test('an offset is committed after all is acknowledged, and not before', async () => {
  const { sent, delivery } = play([[0], [1]]);
  const sentBefore: number[] = [];
  const commitOffsetsIfNecessary = () => Promise.resolve(void sentBefore.push(sent.length));
  await delivery.deliver(['0', '1'].map(record), progress, { ...membership, commitOffsetsIfNecessary });
  expect(sentBefore).toEqual([2]);
});

test('the offset that is committed is that of the records, which are answered as they were written', async () => {
  const { delivery } = play([[0]]);
  const committed: (OffsetsByTopicPartition | undefined)[] = [];
  const commitOffsetsIfNecessary = (offsets?: OffsetsByTopicPartition) =>
    Promise.resolve(void committed.push(offsets));
  const records = [record('0')];
  const written = await delivery.deliver(
    records,
    { topic: 'flows', partition: 3, offset: '7' },
    { ...membership, commitOffsetsIfNecessary },
  );
  expect(committed).toEqual([{ topics: [{ topic: 'flows', partitions: [{ partition: 3, offset: '7' }] }] }]);
  expect(written).toEqual(records);
});

test('its producer writes nothing twice, and makes no topic by using it', () => {
  expect(play([]).producers).toEqual([
    expect.objectContaining({ idempotent: true, allowAutoTopicCreation: false }),
  ]);
});
