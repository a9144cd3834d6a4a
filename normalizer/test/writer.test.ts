/** What the writer makes of what kafkajs says; the producer is played, for a broker would have to fail at the right moment. */
import type { Kafka, ProducerBatch } from 'kafkajs';
import { Limits } from '../src/engines/kafka/limits';
import { Writer } from '../src/engines/kafka/writer';
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
  const sendBatch = ({ topicMessages = [] }: ProducerBatch) => {
    const messages = topicMessages.flatMap(({ messages }) => messages);
    for (const message of messages) message.partition ??= Number(message.key);
    const answer = answers[sent.length] ?? [];
    sent.push(messages.map(({ partition }) => partition ?? -1));
    return Promise.resolve(answer.map((partition) => ({ topicName: 'output', partition, errorCode: 0 })));
  };
  const kafka = { producer: () => ({ sendBatch }) } as unknown as Kafka;
  return { sent, writer: new Writer(kafka, new Limits({} as never, [], {} as never), 'flows-rejected') };
}

test('sends once what is acknowledged', async () => {
  const { sent, writer } = play([[0, 1, 2]]);
  await writer.write(['0', '1', '2'].map(record));
  expect(sent).toEqual([[0, 1, 2]]);
});

test('sends a partition again for which no broker has answered, and no other', async () => {
  const { sent, writer } = play([[0, 2], [], [1]]);
  await writer.write(['0', '1', '2', '1'].map(record));
  expect(sent).toEqual([
    [0, 1, 2, 1],
    [1, 1],
    [1, 1],
  ]);
});
