/** What happens to the topics. */
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../servers/process';
import type { Places } from './engine';
import type { Fault } from './fault';
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

export const topicFaults: readonly Fault[] = [
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
