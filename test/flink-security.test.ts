/** The Flink job with brokers that ask who is there: its own user, exactly once, and what is refused. */
import { Kafka, logLevel } from 'kafkajs';
import { flows } from './flows';
import { rendered, type Source } from './rendered';
import { WAYS } from './secured';
import { startFlink, type FlinkCluster } from './servers/flink';
import { buildJob, jobArguments, renderedFlinkCluster, submitterArguments } from './servers/flink-job';
import { startKafka, type KafkaCluster } from './servers/kafka';
import { asUser } from './servers/kafka-clients';
import { eventually } from './servers/process';
import { createTopics, messageCount } from './servers/topics';

const ENVIRONMENT = 'reference';
const TOPICS = { input: 'flows', output: 'netflow-output', rejected: 'flows-rejected' };

describe.each(WAYS)('$way', ({ options }) => {
  const settings = [...options, '--set', 'normalizer.deliveryGuarantee=exactly-once'];
  let source: Source;
  let kafka: KafkaCluster;
  let flink: FlinkCluster;
  const job = buildJob;

  beforeAll(async () => {
    source = rendered(ENVIRONMENT, '--environment', ENVIRONMENT, ...settings);
    kafka = await startKafka(ENVIRONMENT, source);
    await createTopics(ENVIRONMENT, kafka, undefined, source);
    flink = await startFlink(renderedFlinkCluster(ENVIRONMENT, source));
  });
  afterAll(async () => {
    await (flink as FlinkCluster | undefined)?.stop();
    await (kafka as KafkaCluster | undefined)?.stop();
  });

  /** Submits the job as the operator does, with the Secret of a user; answers with its id. */
  async function submit(user: string): Promise<string> {
    const cluster = renderedFlinkCluster(ENVIRONMENT, source);
    const { jar, worker } = job();
    const places = { brokers: kafka.brokers, topics: TOPICS, group: 'netflow-normalizer', worker };
    const args = jobArguments(cluster, places, ['--checkpoint-interval', '500ms']);
    const own = args.map((arg) => asUser(arg, kafka.credentials, user));
    const printed = await flink.flink(
      ...submitterArguments(cluster, { jobManager: flink.jobManager, jar, args: own }),
    );
    expect(printed).not.toContain('long+enough');
    return /JobID (\w{32})/.exec(printed)?.[1] ?? '';
  }

  const cancel = (id: string) => flink.rest(`/jobs/${id}?mode=cancel`, 'PATCH').catch(() => undefined);

  test('reads and writes as its user, exactly once', async () => {
    const admin = new Kafka({ ...kafka.connection, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const collector = kafka.credentials?.kafkajs('netflow-collector');
    const client = new Kafka({ brokers: [...kafka.brokers], ...collector, logLevel: logLevel.NOTHING });
    const producer = client.producer({ idempotent: false });
    await producer.connect();
    const id = await submit('netflow-flink-job');
    const messages = flows(200).map(({ key, value }) => ({ key, value }));
    await producer.send({ topic: TOPICS.input, messages });
    await producer.disconnect();
    // With the markers of transactions, there is more in the topics than the records.
    const out = async () =>
      (await messageCount(admin, TOPICS.output)) + (await messageCount(admin, TOPICS.rejected));
    await eventually('all has come out', async () => (await out()) >= messages.length);
    const { jobs } = await flink.rest<{ jobs: { id: string; status: string }[] }>('/jobs');
    expect(jobs.find((running) => running.id === id)).toMatchObject({ status: 'RUNNING' });
    await cancel(id);
    await admin.disconnect();
  });

  test('the right user for other topics is refused, and the job says so', async () => {
    const id = await submit('netflow-topics').catch((error: unknown) => String(error));
    const said = async () =>
      /^\w{32}$/.test(id) ? JSON.stringify(await flink.rest(`/jobs/${id}/exceptions`)) : id;
    await eventually('it says why', async () => (await said()).includes('uthoriz'));
    expect(await said()).not.toContain('long+enough');
    await cancel(id);
  });
});
