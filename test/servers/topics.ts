/** The topics of `dist/<environment>/`, made by the Job's own script, and what is in them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Admin, Kafka, KafkaMessage } from 'kafkajs';
import '../../normalizer/src/engines/kafka/records';
import { configuration } from '../manifests';
import { committed, configurationOf, type Source } from '../rendered';
import type { KafkaCluster } from './kafka';
import { asUser } from './kafka-clients';
import { eventually } from './process';

const CONFIG_MAP = 'kafka-topics/ConfigMap.kafka-topics.yaml';

/** A topic as the ConfigMap of the Job declares it. */
export interface DeclaredTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replicas: number;
  readonly config: Record<string, string>;
}

/** Runs the rendered script with the rendered declarations, or with changed ones. */
export async function createTopics(
  environment: string,
  cluster: KafkaCluster,
  change = (declared: string) => declared,
  source: Source = committed(environment),
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'topics-'));
  try {
    writeFileSync(join(folder, 'topics'), change(configurationOf(source, CONFIG_MAP, 'topics')));
    const script = join(folder, 'create-topics.sh');
    writeFileSync(script, configurationOf(source, CONFIG_MAP, 'create-topics.sh'));
    const properties = configurationOf(source, CONFIG_MAP, 'client.properties');
    writeFileSync(
      join(folder, 'client.properties'),
      asUser(properties, cluster.credentials, 'netflow-topics'),
    );
    await cluster.runScript(script, cluster.brokers.join(','));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every declared topic. */
export function declaredTopics(environment: string): DeclaredTopic[] {
  const lines = configuration(environment, CONFIG_MAP, 'topics').trim().split('\n');
  return lines.map((line) => {
    const [name = '', partitions, replicas, config = ''] = line.split(' ');
    const settings = config.split(',').map((setting) => setting.split('='));
    return {
      name,
      partitions: Number(partitions),
      replicas: Number(replicas),
      config: Object.fromEntries(settings) as Record<string, string>,
    };
  });
}

/** How many messages a topic holds, over all partitions. */
export async function messageCount(admin: Admin, topic: string): Promise<number> {
  const partitions = await admin.fetchTopicOffsets(topic);
  return partitions.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
}

/** How many messages of a topic a consumer group has committed, over all partitions. */
export async function committedCount(admin: Admin, groupId: string, topic: string): Promise<number> {
  const [offsets] = await admin.fetchOffsets({ groupId, topics: [topic] });
  return (offsets?.partitions ?? []).reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
}

/** Reads all that a topic holds now, without what transactions that were aborted have left. */
export async function readTopic(client: Kafka, admin: Admin, topic: string): Promise<KafkaMessage[]> {
  const ends = await admin.fetchTopicOffsets(topic);
  const open = new Map(ends.flatMap(({ partition, low, high }) => (low === high ? [] : [[partition, high]])));
  // It can't leave before its last fetch has come back, which by kafkajs' own settings takes five seconds.
  const consumer = client.consumer({
    groupId: `reader-of-${topic}-${Date.now()}`,
    maxWaitTimeInMs: 200,
  });
  // By where they lie: a reader that has to join its group again, because the machine is slow, is given some twice.
  const messages = new Map<string, KafkaMessage>();
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  // Where a transaction ends lies a record that no consumer is given, but the last offset counts it.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { partition, lastOffset } }) => {
    if (BigInt(lastOffset) + 1n >= BigInt(open.get(partition) ?? 0)) open.delete(partition);
  });
  await consumer.run({
    eachMessage: ({ partition, message }) => {
      messages.set(`${partition}/${message.offset}`, message);
      return Promise.resolve();
    },
  });
  await eventually(`all of ${topic} is read`, () => open.size === 0);
  await consumer.disconnect();
  return [...messages.values()];
}
