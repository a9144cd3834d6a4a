/**
 * Records per second of the Flink engine against the kafkajs engine: one Kafka, one input topic, each engine by
 * itself, first with one worker and then with two. Both run at least once, with the settings of `dist/`. What
 * counts is the time from a tenth to the whole of the output: no engine's start.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { customMessage } from '../normalizer/test/corpus/custom';
import { generator, netflowV9 } from '../normalizer/test/corpus/flow';
import { startFlink } from '../test/servers/flink';
import { buildJob, jobArguments, renderedFlinkCluster, submitterArguments } from '../test/servers/flink-job';
import { startKafka } from '../test/servers/kafka';
import { deploymentVariables } from '../test/servers/normalizer';
import endLeftovers from '../test/servers/leftovers';
import { eventually, freePort, startServer } from '../test/servers/process';
import { messageCount } from '../test/servers/topics';

const RECORDS = 300_000;
const PARTITIONS = 4;
const ENVIRONMENT = 'reference';

const rendered = renderedFlinkCluster(ENVIRONMENT);
const { jar, worker } = buildJob();

/** The Kafka that all runs share. */
interface Place {
  readonly brokers: string;
  readonly client: Kafka;
  readonly admin: Admin;
}

async function main(): Promise<void> {
  endLeftovers();
  const kafka = await startKafka(ENVIRONMENT);
  const client = new Kafka({ ...kafka.connection, logLevel: logLevel.NOTHING });
  const place = { brokers: kafka.brokers.join(','), client, admin: client.admin() };
  try {
    await place.admin.connect();
    await fill(place);
    for (const workers of [1, 2]) {
      const kafkajs = await perSecond(place, `kafkajs-${workers}`, startKafkajs, workers);
      const flink = await perSecond(place, `flink-${workers}`, startFlinkJob, workers);
      console.log(
        `${workers} worker${workers > 1 ? 's' : ''}: kafkajs ${kafkajs}, Flink ${flink} records/s; ` +
          `ratio ${(flink / kafkajs).toFixed(2)}`,
      );
    }
  } finally {
    await place.admin.disconnect();
    await kafka.stop();
  }
}

interface Topics {
  readonly group: string;
  readonly output: string;
  readonly rejected: string;
}

type Start = (place: Place, topics: Topics, workers: number) => Promise<() => Promise<unknown>>;

/** Makes topics, starts an engine between them, and measures; the engine is stopped in the end. */
async function perSecond(place: Place, group: string, start: Start, workers: number): Promise<number> {
  const topics = { group, output: `${group}-output`, rejected: `${group}-rejected` };
  await makeTopics(place.admin, topics.output, topics.rejected);
  const stop = await start(place, topics, workers);
  try {
    const from = await reached(place.admin, topics.output, RECORDS / 10);
    const after = await reached(place.admin, topics.output, RECORDS);
    return Math.round(((after.count - from.count) / (after.time - from.time)) * 1000);
  } finally {
    await stop();
  }
}

async function reached(admin: Admin, topic: string, wanted: number) {
  const deadline = Date.now() + 300_000;
  while (Date.now() < deadline) {
    const count = await messageCount(admin, topic);
    if (count >= wanted) return { count, time: performance.now() };
    await sleep(20);
  }
  throw new Error(`${topic} has not had ${wanted} records in five minutes`);
}

async function startKafkajs({ brokers }: Place, { group, output, rejected }: Topics, workers: number) {
  const servers = await Promise.all(
    Array.from({ length: workers }, async () =>
      startServer(process.execPath, [worker, 'kafka'], {
        env: {
          ...process.env,
          ...deploymentVariables('compact'),
          NORMALIZER_KAFKA_BROKERS: brokers,
          NORMALIZER_CONSUMER_GROUP: group,
          NORMALIZER_INPUT_TOPIC: 'bench-flows',
          NORMALIZER_OUTPUT_TOPIC: output,
          NORMALIZER_REJECTED_TOPIC: rejected,
          NORMALIZER_HTTP_HOST: '127.0.0.1',
          NORMALIZER_HTTP_PORT: String(await freePort()),
        },
      }),
    ),
  );
  return () => Promise.all(servers.map((server) => server.stop()));
}

async function startFlinkJob({ brokers }: Place, { group, output, rejected }: Topics, workers: number) {
  const spec = {
    ...rendered.spec,
    job: { ...rendered.spec.job, parallelism: workers },
    taskManager: { ...rendered.spec.taskManager, replicas: workers },
  };
  // With the compiler's full effort, which tests do without.
  const flink = await startFlink({ ...rendered, spec }, []);
  const topics = { input: 'bench-flows', output, rejected };
  const args = jobArguments(rendered, { brokers: [brokers], topics, group, worker });
  await flink.flink(
    ...submitterArguments({ ...rendered, spec }, { jobManager: flink.jobManager, jar, args }),
  );
  return flink.stop;
}

async function makeTopics(admin: Admin, ...topics: string[]): Promise<void> {
  await admin.createTopics({ topics: topics.map((topic) => ({ topic, numPartitions: PARTITIONS })) });
}

/** The input: GoFlow2's records of 250 exporters. */
async function fill({ client, admin }: Place): Promise<void> {
  await makeTopics(admin, 'bench-flows');
  const random = generator(1);
  const values = Array.from({ length: 2000 }, () => customMessage(netflowV9(random)));
  const producer = client.producer();
  await producer.connect();
  for (let sent = 0; sent < RECORDS; sent += values.length) {
    const messages = values.map((value, index) => ({ key: `exporter-${index % 250}`, value }));
    await producer.send({ topic: 'bench-flows', messages });
  }
  await producer.disconnect();
  const there = async () => (await messageCount(admin, 'bench-flows')) === RECORDS;
  await eventually('the input is there', there);
}

void main();
