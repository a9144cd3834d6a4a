/** What the kafka engine's probes say while it can't work, and how soon others take over: on a real Kafka. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { SESSION_MILLISECONDS } from '../normalizer/src/engines/kafka/client';
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

/** Lets the broker hold the engine back, with Kafka's own tool. */
async function quota(setting: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'quota-'));
  const entity = '--entity-type clients --entity-name netflow-normalizer';
  const command = `kafka-configs.sh --bootstrap-server "$1" --alter ${entity} --add-config ${setting}`;
  writeFileSync(join(folder, 'quota.sh'), command);
  await cluster.runScript(join(folder, 'quota.sh'), cluster.brokers.join(','));
  rmSync(folder, { recursive: true });
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

test('the partitions of a member that is killed are soon given to another', async () => {
  const second = await start();
  const members = async () => {
    const { groups } = await admin.describeGroups([GROUP]);
    return groups[0]?.state === 'Stable' ? groups[0].members.length : 0;
  };
  await eventually('both have partitions', async () => (await members()) === 2);
  process.kill(second.pid, 'SIGKILL');
  const killed = Date.now();
  await eventually('the other has all of them', async () => (await members()) === 1);
  // It takes 7 s on a machine that does nothing else, where npm run faults asserts 10. With kafkajs' own session,
  // it would be 30 and more.
  expect(Date.now() - killed).toBeLessThan(30_000);
  await produce(5);
  await eventually('all partitions are read', async () => (await lag()) === 0, { seconds: 60 });
});

test('a member whose chunks take longer than its session is not thrown out, and writes each once', async () => {
  const [engine] = engines as [Normalizer];
  const joins = async () => {
    const metrics = await (await fetch(`${engine.http}/metrics`)).text();
    return /^netflow_normalizer_rebalances_total (\d+)$/m.exec(metrics)?.[1];
  };
  const [before, written] = [await joins(), await messageCount(admin, 'netflow-output')];
  // A chunk is half a megabyte, of which the broker takes this much a second: the second one waits for long.
  await quota('producer_byte_rate=25000');
  const producer = client.producer();
  await producer.connect();
  const messages = Array.from({ length: 780 }, () => ({ partition: 0, value: good }));
  await producer.send({ topic: 'flows', messages });
  await producer.disconnect();
  const begun = Date.now();
  await eventually('all is read', async () => (await lag()) === 0, { server: engine });
  expect(Date.now() - begun).toBeGreaterThan(SESSION_MILLISECONDS);
  expect(before).toBeDefined();
  expect(await joins()).toBe(before);
  expect(await messageCount(admin, 'netflow-output')).toBe(written + messages.length);
});
