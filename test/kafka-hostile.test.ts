/**
 * No record stops the ones behind it: hostile ones on a real Kafka, each followed by a good one that has to come out.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigResourceTypes, Kafka, logLevel, type Admin, type IHeaders, type KafkaMessage } from 'kafkajs';
import '../normalizer/src/engines/kafka/records';
import { flows } from './flows';
import { rendered } from './rendered';
import { startKafka, type KafkaCluster } from './servers/kafka';
import { deploymentVariables, startNormalizer, type Normalizer } from './servers/normalizer';
import { eventually } from './servers/process';
import { committedCount, createTopics, messageCount, readTopic } from './servers/topics';

const ENVIRONMENT = 'reference';
const MIB = 1024 * 1024;
const good = flows(10).find(({ document }) => document !== undefined)?.value ?? '';

let cluster: KafkaCluster;
let client: Kafka;
let admin: Admin;
let engine: Normalizer;

beforeAll(async () => {
  cluster = await startKafka(ENVIRONMENT, rendered(ENVIRONMENT, '--set', 'normalizer.engine=deployment'));
  client = new Kafka({ ...cluster.connection, logLevel: logLevel.NOTHING });
  admin = client.admin();
  await admin.connect();
  await createTopics(ENVIRONMENT, cluster);
  // A producer that may write what the other topics do not take.
  await limit('flows', 12 * MIB);
  engine = await startNormalizer(ENVIRONMENT, cluster);
});

afterAll(async () => {
  await (engine as Normalizer | undefined)?.stop();
  await (admin as Admin | undefined)?.disconnect();
  await (cluster as KafkaCluster | undefined)?.stop();
});

async function limit(topic: string, bytes: number): Promise<void> {
  const configEntries = [{ name: 'max.message.bytes', value: String(bytes) }];
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries }],
  });
}

interface Sent {
  readonly key?: Buffer | string;
  readonly value: Buffer | string;
  readonly headers?: IHeaders;
}

/** Writes records in one batch into one partition. */
async function produce(...records: Sent[]): Promise<void> {
  const producer = client.producer();
  await producer.connect();
  // With a partition, kafkajs computes no hash, which would take minutes for a large key.
  await producer.send({ topic: 'flows', messages: records.map((record) => ({ partition: 0, ...record })) });
  await producer.disconnect();
}

/** Does it, waits until everything has been read, and gives what has come out of it. */
async function afterwards(work: () => Promise<void>): Promise<Record<'output' | 'rejected', KafkaMessage[]>> {
  const begun = Date.now();
  await work();
  const group = deploymentVariables(ENVIRONMENT).NORMALIZER_CONSUMER_GROUP ?? '';
  const produced = await messageCount(admin, 'flows');
  await eventually(
    'the normaliser has read everything',
    async () => (await committedCount(admin, group, 'flows')) === produced,
    { server: engine, seconds: 60 },
  );
  // Records keep the time at which they were produced.
  const since = async (topic: string) =>
    (await readTopic(client, admin, topic)).filter(({ timestamp }) => Number(timestamp) >= begun);
  return { output: await since('netflow-output'), rejected: await since('flows-rejected') };
}

const named = (...names: (readonly [string, string | string[]])[]): IHeaders =>
  Object.assign(Object.create(null) as IHeaders, Object.fromEntries(names));

describe('headers', () => {
  test.each([
    ['__proto__', named(['constructor', 'b'], ['toString', 'c'])],
    ['of one name, and without a name', named(['twice', ['a', 'b']], ['', ['c', 'd']])],
  ])('%s', async (name, headers) => {
    if (name === '__proto__') Object.defineProperty(headers, name, { value: 'a', enumerable: true });
    const { output } = await afterwards(() => produce({ value: good, headers }));
    const texts = (of: IHeaders | undefined) => Object.entries(of ?? {}).map(([k, v]) => [k, String(v)]);
    expect(output.map((message) => texts(message.headers).sort())).toEqual([texts(headers).sort()]);
  });

  test('10,000 of them', async () => {
    const headers = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`h${i}`, 'x']));
    const { output } = await afterwards(() =>
      produce(...Array.from({ length: 20 }, () => ({ value: good, headers }))),
    );
    expect(output.map((message) => Object.keys(message.headers ?? {}).length)).toEqual(
      Array(20).fill(10_000),
    );
  });
});

test('a key of nearly a megabyte', async () => {
  const key = Buffer.alloc(MIB - 4096, 'key');
  const { output } = await afterwards(() => produce({ key, value: good }, { value: good }));
  expect(output.map((message) => message.key?.length ?? 0).sort()).toEqual([0, key.length]);
});

test.each(['gzip', 'snappy', 'lz4', 'zstd'])(
  'a batch that the Java client has compressed with %s',
  async (codec) => {
    const folder = mkdtempSync(join(tmpdir(), 'codec-'));
    writeFileSync(join(folder, 'records'), `${good}\n`.repeat(500));
    writeFileSync(
      join(folder, 'produce.sh'),
      `kafka-console-producer.sh --bootstrap-server "$1" --topic flows --compression-codec ${codec} <'${folder}/records'`,
    );
    const { output } = await afterwards(async () => {
      await cluster.runScript(join(folder, 'produce.sh'), cluster.brokers.join(','));
    });
    rmSync(folder, { recursive: true });
    expect(output).toHaveLength(500);
  },
);

test('digits without end are told as what they are', async () => {
  const digits = Buffer.alloc(MIB, '1');
  const { output, rejected } = await afterwards(() => produce({ value: digits }, { value: good }));
  expect(output).toHaveLength(1);
  expect(rejected.map(({ headers }) => String(headers?.['netflow-rejection-reason']))).toEqual([
    'unknown-shape',
  ]);
  expect(rejected[0]?.value?.equals(digits)).toBe(true);
});

test.each(['1e-400', '1.00000000000000000001', '9007199254740991.4'])('%s is no integer', async (value) => {
  const odd = good.replace(/"BytesIn": ?\d+/, `"BytesIn":${value}`);
  const { output, rejected } = await afterwards(() => produce({ value: odd }, { value: good }));
  expect(output).toHaveLength(1);
  expect(rejected.map((message) => message.value?.toString())).toEqual([odd]);
  expect(String(rejected[0]?.headers?.['netflow-rejection-field'])).toBe('BytesIn');
});

describe('records that no topic takes whole', () => {
  const big = Buffer.alloc(10 * MIB, 'x');

  test('go to flows-rejected: cut to what fits, with the key, the length and the SHA-256', async () => {
    const { output, rejected } = await afterwards(() => produce({ key: 'k', value: big }, { value: good }));
    expect(output).toHaveLength(1);
    expect(rejected).toHaveLength(1);
    const [{ key, value, headers } = {}] = rejected as Partial<KafkaMessage>[];
    expect(key?.toString()).toBe('k');
    expect(value?.length).toBeGreaterThan(2 * MIB - 4096);
    expect(String(headers?.['netflow-rejection-reason'])).toBe('too-large');
    expect(String(headers?.['netflow-value-length'])).toBe(String(big.length));
    expect(String(headers?.['netflow-value-sha256'])).toBe(createHash('sha256').update(big).digest('hex'));
  });

  test('an accepted one whose headers its topic does not take is rejected with its value', async () => {
    const headers = { large: Buffer.alloc(1.5 * MIB) };
    const { output, rejected } = await afterwards(() => produce({ value: good, headers }, { value: good }));
    expect(output).toHaveLength(1);
    expect(rejected.map((message) => message.value?.toString())).toEqual([good]);
  });

  test('a limit that is lowered while the engine runs is found out by being refused', async () => {
    // It asks for limits before it reads; this one it must not hear of.
    await afterwards(() => produce({ value: good }));
    await limit('netflow-output', 20_000);
    const { output, rejected } = await afterwards(() =>
      produce(
        ...Array.from({ length: 300 }, () => ({ value: good })),
        { value: good, headers: { large: Buffer.alloc(30_000) } },
        { value: good },
      ),
    );
    await limit('netflow-output', MIB);
    // What was acknowledged before another partition refused may come twice, at least once.
    expect(output.length).toBeGreaterThanOrEqual(301);
    const offsets = rejected.map(({ headers }) => String(headers?.['netflow-source-offset']));
    expect(new Set(offsets).size).toBe(1);
  });

  test('a limit far below a chunk is kept to from the start', async () => {
    await engine.stop();
    await limit('netflow-output', 10_000);
    engine = await startNormalizer(ENVIRONMENT, cluster);
    const { output } = await afterwards(() =>
      produce(...Array.from({ length: 300 }, () => ({ value: good }))),
    );
    await limit('netflow-output', MIB);
    expect(output).toHaveLength(300);
  });
});
