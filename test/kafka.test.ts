/**
 * The pipeline on a real Kafka, in both modes, from the manifests: brokers from their ConfigMaps, topics from
 * the Job's script, the normaliser with its Deployment's environment.
 */
import { CompressionTypes, ConfigResourceTypes, Kafka, logLevel, type Admin } from 'kafkajs';
import { exact, flows, type Flow } from './flows';
import { betterThan, topicSettings } from '../charts/kafka/topic-settings';
import { rendered } from './rendered';
import { startKafka, type KafkaCluster } from './servers/kafka';
import { deploymentVariables, startNormalizer, type Normalizer } from './servers/normalizer';
import { eventually, type Server } from './servers/process';
import { committedCount, createTopics, declaredTopics, messageCount, readTopic } from './servers/topics';

const RECORDS = 10_000;
// Recent: a record older than the retention of its topic is soon gone.
const FIRST_TIMESTAMP = Date.now() - RECORDS;

/** What a file of Java's properties can't hold as it is. */
const RACK = 'räck\\1';

/** Values at the edges of what Kafka takes: the last ones that it does, the first ones that it doesn't. */
const EDGES: readonly (readonly [setting: string, taken: readonly string[], refused: readonly string[]])[] = [
  ['cleanup.policy', ['compact', 'compact,delete', 'delete, compact'], ['compact;delete', 'none']],
  ['compression.gzip.level', ['-1', '9'], ['0', '10']],
  ['compression.lz4.level', ['1', '17'], ['0', '18']],
  ['compression.type', ['producer', 'zstd', 'lz4', 'snappy', 'gzip', 'uncompressed'], ['none', 'brotli']],
  ['compression.zstd.level', ['-131072', '22'], ['-131073', '23']],
  ['flush.messages', ['1', '9223372036854775807'], ['0', '9223372036854776000', '1e3']],
  ['leader.replication.throttled.replicas', ['*', '0:1,1:0'], ['0', '0:1;1:0']],
  ['local.retention.ms', ['-2'], ['-3']],
  ['max.compaction.lag.ms', ['1'], ['0']],
  ['max.message.bytes', ['0', '2147483647'], ['-1', '2147483648']],
  ['message.timestamp.type', ['CreateTime', 'LogAppendTime'], ['createTime']],
  ['min.cleanable.dirty.ratio', ['0', '1', '.5'], ['1.01', 'half']],
  ['min.compaction.lag.ms', ['0'], ['-1']],
  ['min.insync.replicas', ['1'], ['0']],
  ['preallocate', ['true', 'false'], ['yes']],
  ['retention.bytes', ['-1', '0'], ['1GB']],
  ['retention.ms', ['-1', '86400000'], ['-2', '1d', '1.5']],
  ['segment.bytes', ['1048576', '2147483647'], ['2147483648', '-1']],
  ['segment.index.bytes', ['4'], ['3']],
  ['segment.jitter.ms', ['0'], ['-1']],
  ['segment.ms', ['1'], ['0']],
];

describe.each([
  { environment: 'reference', mode: 'ZooKeeper mode, one broker' },
  { environment: 'production', mode: 'KRaft mode, three brokers' },
])('$environment: $mode', ({ environment }) => {
  let cluster: KafkaCluster;
  let client: Kafka;
  let admin: Admin;

  beforeAll(async () => {
    const options = ['normalizer.engine=deployment', `kafka.properties.broker\\.rack=${RACK}`];
    cluster = await startKafka(
      environment,
      rendered(environment, ...options.flatMap((option) => ['--set', option])),
    );
    client = new Kafka({ ...cluster.connection, logLevel: logLevel.NOTHING });
    admin = client.admin();
    await admin.connect();
  });
  afterAll(async () => {
    await admin.disconnect();
    await cluster.stop();
  });

  describe("the topics Job's script", () => {
    test('makes the declared topics, and may run again', async () => {
      await createTopics(environment, cluster);
      await createTopics(environment, cluster);
      const topics = declaredTopics(environment);
      const { topics: made } = await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) });
      const shapes = made.map(({ name, partitions }) => {
        return { name, partitions: partitions.length, replicas: partitions[0]?.replicas.length };
      });
      expect(new Set(shapes)).toEqual(
        new Set(topics.map(({ name, partitions, replicas }) => ({ name, partitions, replicas }))),
      );
      for (const { name, config } of topics) expect(await topicConfig(name)).toMatchObject(config);
    });

    test('adds partitions', async () => {
      await createTopics(environment, cluster, (declared) =>
        only('flows', declared).replace(/ (\d+)/, (_, n) => ` ${Number(n) + 1}`),
      );
      const { topics } = await admin.fetchTopicMetadata({ topics: ['flows'] });
      const declared = declaredTopics(environment).find(({ name }) => name === 'flows');
      expect(topics[0]?.partitions).toHaveLength((declared?.partitions ?? 0) + 1);
    });

    test('refuses what Kafka cannot do, with a message', async () => {
      await expect(createTopics(environment, cluster)).rejects.toThrow(
        /flows has \d+ partitions, declared are \d+/,
      );
      const moreReplicas = (declared: string) =>
        only('netflow-output', declared).replace(/ (\d+) (\d+)/, (_, n, r) => ` ${n} ${Number(r) + 1}`);
      await expect(createTopics(environment, cluster, moreReplicas)).rejects.toThrow(
        /netflow-output has \d+ replicas, declared are \d+/,
      );
    });
  });

  describe('the settings of topics', () => {
    test('are those that the rules know', async () => {
      expect(Object.keys(await topicConfig('flows')).sort()).toEqual(topicSettings(3));
    });

    test.each(EDGES)('%s: %j but not %j, to Kafka and to the rules', async (setting, taken, refused) => {
      for (const value of taken) {
        expect(betterThan(setting, value)).toBeUndefined();
        await validate(setting, value);
      }
      for (const value of refused) {
        expect(betterThan(setting, value)).toBeDefined();
        await expect(validate(setting, value)).rejects.toThrow();
      }
    });

    test('that are lists are set by the Job', async () => {
      const option = 'topics.output.config.cleanup\\.policy=compact\\,delete';
      const source = rendered(environment, '--set', option);
      await createTopics(environment, cluster, (declared) => only('netflow-output', declared), source);
      await policyIs('compact,delete');
      const back = rendered(environment, '--set', option.replace('compact\\,', ''));
      await createTopics(environment, cluster, (declared) => only('netflow-output', declared), back);
      await policyIs('delete');
    });

    /** The brokers learn of a setting one after the other. */
    const policyIs = (policy: string) =>
      eventually(
        `cleanup.policy is ${policy}`,
        async () => (await topicConfig('netflow-output'))['cleanup.policy'] === policy,
      );

    async function validate(name: string, value: string): Promise<void> {
      const resource = { type: ConfigResourceTypes.TOPIC, name: 'flows', configEntries: [{ name, value }] };
      await admin.alterConfigs({ validateOnly: true, resources: [resource] });
    }
  });

  test('a broker reads its settings letter by letter', async () => {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: ConfigResourceTypes.BROKER, name: '0', configNames: ['broker.rack'] }],
    });
    expect(resources[0]?.configEntries.map(({ configValue }) => configValue)).toEqual([RACK]);
  });

  test('a topic that values.yaml does not declare is not made by using it', async () => {
    const producer = client.producer({ retry: { retries: 0 } });
    await producer.connect();
    await expect(producer.send({ topic: 'undeclared', messages: [{ value: 'x' }] })).rejects.toThrow();
    await producer.disconnect();
    expect(await admin.listTopics()).not.toContain('undeclared');
  });

  describe('the normaliser', () => {
    const input = flows(RECORDS);
    let engine: Normalizer;

    beforeAll(async () => {
      await produce(client, input);
      engine = await startNormalizer(environment, cluster);
      await eventually('the normaliser has read everything', async () => (await committed()) === RECORDS, {
        server: engine,
        seconds: 120,
      });
    });
    afterAll(async () => {
      await engine.stop();
    });

    test('writes each accepted record once, value for value, with its key and timestamp', async () => {
      const accepted = input.flatMap((flow, index) =>
        flow.document === undefined ? [] : [{ ...flow, index }],
      );
      const output = await readTopic(client, admin, 'netflow-output');
      expect(output.length).toBe(accepted.length);
      const byTimestamp = new Map(output.map((message) => [message.timestamp, message]));
      for (const { key, document, index } of accepted) {
        const message = byTimestamp.get(String(FIRST_TIMESTAMP + index));
        expect(message?.key?.toString()).toBe(key);
        expect(exact(message?.value?.toString() ?? '{}')).toEqual(exact(document ?? ''));
      }
    });

    test('writes each other record to flows-rejected, byte for byte, with the reason', async () => {
      const refused = input.flatMap((flow, index) =>
        flow.rejection === undefined ? [] : [{ ...flow, index }],
      );
      const output = await readTopic(client, admin, 'flows-rejected');
      expect(output.length).toBe(refused.length);
      const byTimestamp = new Map(output.map((message) => [message.timestamp, message]));
      for (const { key, value, rejection, index } of refused) {
        const message = byTimestamp.get(String(FIRST_TIMESTAMP + index));
        expect(message?.key?.toString()).toBe(key);
        expect(message?.value?.toString()).toBe(value);
        const headers = Object.fromEntries(
          Object.entries(message?.headers ?? {}).map(([name, header]) => [name, String(header)]),
        );
        expect(headers).toMatchObject({
          'netflow-rejection-reason': rejection?.reason,
          ...(rejection?.field !== undefined && { 'netflow-rejection-field': rejection.field }),
          'netflow-source-topic': 'flows',
          'netflow-source-partition': expect.stringMatching(/^\d+$/) as string,
          'netflow-source-offset': expect.stringMatching(/^\d+$/) as string,
        });
      }
    });

    test('is live and ready, and counts', async () => {
      expect((await fetch(`${engine.http}/healthz`)).status).toBe(200);
      expect((await fetch(`${engine.http}/readyz`)).status).toBe(200);
      const metrics = await (await fetch(`${engine.http}/metrics`)).text();
      expect(metrics).toMatch(/^netflow_normalizer_records_total\{[^}]*outcome="accepted"[^}]*\} 9900$/m);
      expect(metrics).toMatch(/^netflow_normalizer_records_total\{[^}]*outcome="rejected"[^}]*\} 100$/m);
    });

    test('ends in good order on SIGTERM', async () => {
      expect(await engine.stop()).toBe(0);
      expect(await committed()).toBe(RECORDS);
    });

    test('drops what is not IP, and fills in sampling intervals, where the site wants that', async () => {
      await engine.stop();
      const before = await counts();
      const values = ['--set', 'normalizer.notIp=drop,normalizer.samplingIntervals.10\\.0\\.0\\.0/8=1000'];
      const other = await startNormalizer(environment, cluster, undefined, undefined, values);
      try {
        await produce(client, [
          { key: 'drop', value: changed({ Etype: 2054 }) },
          { key: 'fill', value: changed({ SamplingRate: 0, SamplerAddress: '10.1.2.3' }) },
        ]);
        await eventually('both are read', async () => (await committed()) === RECORDS + 2, { server: other });
        const metrics = await (await fetch(`${other.http}/metrics`)).text();
        expect(metrics).toMatch(/^netflow_normalizer_dropped_total\{reason="not-ip"\} 1$/m);
        expect(metrics).toMatch(/^netflow_normalizer_records_total\{outcome="dropped"\} 1$/m);
        expect(await counts()).toEqual({ ...before, output: before.output + 1 });
        const filled = (await readTopic(client, admin, 'netflow-output')).find(
          ({ key }) => key?.toString() === 'fill',
        );
        expect(filled?.value?.toString()).toContain('"sampling-interval":1000,');
      } finally {
        await other.stop();
      }
    });

    async function counts() {
      return {
        output: await messageCount(admin, 'netflow-output'),
        rejected: await messageCount(admin, 'flows-rejected'),
      };
    }

    function committed(): Promise<number> {
      const group = deploymentVariables(environment).NORMALIZER_CONSUMER_GROUP ?? '';
      return committedCount(admin, group, 'flows');
    }
  });

  if (environment === 'production') {
    describe('three brokers', () => {
      const nodes = () => cluster.nodes.map(({ server }) => server());

      test('go on taking records that all copies acknowledge, when one is lost', async () => {
        const partitions =
          (await admin.fetchTopicMetadata({ topics: ['flows'] })).topics[0]?.partitions ?? [];
        const before = await messageCount(admin, 'flows');
        await kill(nodes()[2]);
        await write(partitions.map(({ partitionId }) => partitionId));
        expect(await messageCount(admin, 'flows')).toBe(before + partitions.length);
      });

      test('form a quorum, whichever comes first and however long it is alone', async () => {
        for (const server of nodes().slice(0, 2)) await kill(server);
        cluster.nodes[2]?.restart();
        await eventually('the first one asks for the others', () =>
          /Node 0 disconnected|could not be established/.test(nodes()[2]?.output() ?? ''),
        );
        expect(nodes()[2]?.output()).not.toContain('Kafka Server started');
        for (const node of cluster.nodes.slice(0, 2)) node.restart();
        for (const server of nodes()) {
          const started = () => server.output().includes('Kafka Server started');
          await eventually('the broker has started', started, { server, seconds: 120 });
        }
        await write([0]);
      });

      /** Without the controlled shutdown, which waits for other brokers. */
      async function kill(server: Server | undefined): Promise<void> {
        if (server === undefined) throw new Error('there are three brokers');
        process.kill(server.pid, 'SIGKILL');
        await server.exited;
      }

      /** One record for each partition, acknowledged by all copies that are in sync. */
      async function write(partitions: readonly number[]): Promise<void> {
        const producer = client.producer({ retry: { retries: 20 } });
        await producer.connect();
        const messages = partitions.map((partition) => ({ partition, value: 'x' }));
        await producer.send({ topic: 'flows', acks: -1, messages });
        await producer.disconnect();
      }
    });
  }

  async function topicConfig(name: string): Promise<Record<string, string>> {
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name }],
    });
    return Object.fromEntries(
      resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]) ?? [],
    );
  }
});

/** A flow that would be accepted, its counters small enough for JSON.parse, with other values. */
function changed(values: object): string {
  const value = flows(2)[1]?.value ?? '';
  return JSON.stringify({ ...(JSON.parse(value) as object), ...values });
}

/** The declaration of one topic. */
function only(topic: string, declared: string): string {
  const line = declared.split('\n').find((text) => text.startsWith(`${topic} `));
  if (line === undefined) throw new Error(`no topic ${topic} in ${declared}`);
  return `${line}\n`;
}

async function produce(client: Kafka, records: readonly Flow[]): Promise<void> {
  const producer = client.producer();
  await producer.connect();
  for (let start = 0; start < records.length; start += 1000) {
    const messages = records.slice(start, start + 1000).map(({ key, value }, index) => ({
      key,
      value,
      timestamp: String(FIRST_TIMESTAMP + start + index),
    }));
    // GoFlow2 may be told to compress, and batches of both sorts lie in a topic after a change.
    const compression = start % 2000 === 0 ? CompressionTypes.GZIP : CompressionTypes.None;
    await producer.send({ topic: 'flows', messages, compression });
  }
  await producer.disconnect();
}
