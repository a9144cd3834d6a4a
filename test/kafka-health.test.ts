/** What the kafka engine's probes say while it can't work, and how soon others take over: on a real Kafka. */
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { flows } from './flows';
import { rendered } from './rendered';
import { startKafka, type KafkaCluster } from './servers/kafka';
import { deploymentVariables, startNormalizer, type Normalizer } from './servers/normalizer';
import { eventually } from './servers/process';
import { committedCount, createTopics, messageCount } from './servers/topics';

const ENVIRONMENT = 'reference';
const GROUP = deploymentVariables(ENVIRONMENT).NORMALIZER_CONSUMER_GROUP ?? '';
const good = flows(10).find(({ document }) => document !== undefined)?.value ?? '';

let cluster: KafkaCluster;
let client: Kafka;
let admin: Admin;
const engines: Normalizer[] = [];

beforeAll(async () => {
  cluster = await startKafka(ENVIRONMENT, rendered(ENVIRONMENT, '--set', 'normalizer.engine=deployment'));
  client = new Kafka({ ...cluster.connection, logLevel: logLevel.NOTHING });
  admin = client.admin();
  await admin.connect();
});

afterAll(async () => {
  for (const engine of engines) await engine.stop();
  await (admin as Admin | undefined)?.disconnect();
  await (cluster as KafkaCluster | undefined)?.stop();
});

async function start(): Promise<Normalizer> {
  const engine = await startNormalizer(ENVIRONMENT, cluster);
  engines.push(engine);
  return engine;
}

async function ask(engine: Normalizer, path: string): Promise<string> {
  const response = await fetch(`${engine.http}${path}`);
  return `${response.status} ${(await response.text()).trim()}`;
}

async function produce(partitions: number): Promise<void> {
  const producer = client.producer();
  await producer.connect();
  const messages = Array.from({ length: partitions }, (_, partition) => ({ partition, value: good }));
  await producer.send({ topic: 'flows', messages });
  await producer.disconnect();
}

const lag = async () => (await messageCount(admin, 'flows')) - (await committedCount(admin, GROUP, 'flows'));

test('names the topics that are absent, is alive meanwhile, and ready when they are there', async () => {
  const engine = await start();
  await eventually(
    'the reason is told',
    async () => /^503 absent, .*: flows, netflow-output, flows-rejected$/.test(await ask(engine, '/readyz')),
    { server: engine },
  );
  expect(await ask(engine, '/healthz')).toBe('200 ok');
  expect(engine.output()).toMatch(/"reason":"absent, [^"]*netflow-output/);
  await createTopics(ENVIRONMENT, cluster);
  await eventually('it is ready', async () => (await ask(engine, '/readyz')) === '200 ok', {
    server: engine,
  });
});

test('reads partitions that are added, without a restart', async () => {
  const [engine] = engines as [Normalizer];
  await admin.createPartitions({ topicPartitions: [{ topic: 'flows', count: 5 }] });
  await produce(5);
  await eventually('all five are read', async () => (await lag()) === 0, {
    server: engine,
    seconds: 90,
  });
});

test('the lag moves while the output topic is absent, and the reason is told', async () => {
  const [engine] = engines as [Normalizer];
  await admin.deleteTopics({ topics: ['netflow-output'] });
  await eventually(
    'it is not ready',
    async () => (await ask(engine, '/readyz')).endsWith(': netflow-output'),
    { server: engine },
  );
  await produce(5);
  const told = async () =>
    [
      ...(await (await fetch(`${engine.http}/metrics`)).text()).matchAll(
        /^netflow_normalizer_lag_records\{[^}]*\} (\d+)$/gm,
      ),
    ].reduce((sum, [, records]) => sum + Number(records), 0);
  await eventually('the lag is told', async () => (await told()) === 5, { server: engine });
  expect(await ask(engine, '/healthz')).toBe('200 ok');
  await createTopics(ENVIRONMENT, cluster, (declared) => declared.replace(/^flows \d+/, 'flows 5'));
  await eventually('all is written', async () => (await lag()) === 0, { server: engine, seconds: 90 });
});

test('the partitions of a member that is killed are soon read by another', async () => {
  const second = await start();
  await eventually('both have partitions', async () => {
    const { groups } = await admin.describeGroups([GROUP]);
    return groups[0]?.state === 'Stable' && groups[0].members.length === 2;
  });
  process.kill(second.pid, 'SIGKILL');
  const killed = Date.now();
  await produce(5);
  await eventually('all partitions are read', async () => (await lag()) === 0, { seconds: 60 });
  console.info(`a killed member's partitions were read after ${Date.now() - killed} ms`);
});
