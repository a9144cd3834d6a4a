/** What happens to the topics, and is written to them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { flows } from '../flows';
import { eventually } from '../servers/process';
import type { Places } from './engine';
import type { Fault } from './fault';
import { timestampOf } from './load';
import type { Scene } from './scene';

const ABSENT_MILLISECONDS = 10_000;

/** What a deleted topic held is gone with it, so it is read first, while nothing comes. */
async function deleteAndMake(scene: Scene, role: keyof Places['topics']): Promise<void> {
  const topic = scene.places.topics[role];
  await scene.stopLoad();
  await scene.done();
  await scene.take([role]);
  await scene.admin.deleteTopics({ topics: [topic] });
  await eventually('the topic is gone', async () => !(await scene.admin.listTopics()).includes(topic));
  const loaded = scene.startLoad();
  await sleep(ABSENT_MILLISECONDS);
  await scene.makeTopics([role]);
  await loaded;
}

/**
 * Writes records in two transactions, of which the one that has begun first ends last, and both are aborted: for who
 * reads what is committed, none of them is in the topic.
 */
async function abort({ world, places }: Scene): Promise<void> {
  const begin = async (name: string) => {
    const settings = { transactionalId: `${name}-${places.group}`, maxInFlightRequests: 1, idempotent: true };
    const producer = world.client.producer(settings);
    await producer.connect();
    return { producer, transaction: await producer.transaction() };
  };
  const [first, second] = [await begin('first'), await begin('second')];
  // Numbers that the load has not: each record that comes out is one too many.
  const messages = flows(500).map(({ key, value }, index) => ({
    key,
    value,
    timestamp: timestampOf(-1 - index),
  }));
  const parts = [messages.slice(0, 200), messages.slice(200, 400), messages.slice(400)];
  for (const [index, part] of parts.entries()) {
    const { transaction } = index === 1 ? second : first;
    await transaction.send({ topic: places.topics.input, messages: part });
  }
  for (const { producer, transaction } of [second, first]) {
    await transaction.abort();
    await producer.disconnect();
  }
}

export const topicFaults: readonly Fault[] = [
  {
    name: 'two producers abort what they have written to the input, 500 records',
    short: 'exactly-once',
    times: { short: 1, long: 3 },
    strike: abort,
  },
  {
    name: 'the output topic is deleted and made again',
    times: { short: 1, long: 2 },
    strike: (scene) => deleteAndMake(scene, 'output'),
  },
  {
    name: 'the rejected topic is deleted and made again',
    times: { short: 0, long: 2 },
    strike: (scene) => deleteAndMake(scene, 'rejected'),
  },
  {
    name: 'the input topic is deleted and made again',
    times: { short: 0, long: 2 },
    strike: (scene) => deleteAndMake(scene, 'input'),
  },
  {
    name: 'partitions are added to the input topic',
    times: { short: 0, long: 2 },
    disorder: 'a key goes to another partition, while its earlier records wait in the old one',
    strike: async (scene) => {
      const topic = scene.places.topics.input;
      const { topics } = await scene.admin.fetchTopicMetadata({ topics: [topic] });
      const count = (topics[0]?.partitions.length ?? 0) + 3;
      await scene.admin.createPartitions({ topicPartitions: [{ topic, count }] });
      // The load must have heard of them, too.
      await eventually('something is in each partition', async () =>
        (await scene.admin.fetchTopicOffsets(topic)).every(({ high }) => high !== '0'),
      );
    },
  },
];
