/** The Flink job with brokers that ask who is there: its own user, exactly once, and what is refused. */
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { flows } from './flows';
import { rendered, type Source } from './rendered';
import { SCRAM, WAYS, asExternal, withoutCredentials } from './secured';
import { startFlink, type FlinkCluster } from './servers/flink';
import { buildJob, jobArguments, renderedFlinkCluster, submitterArguments } from './servers/flink-job';
import { credentialsOf, startKafka, type KafkaCluster } from './servers/kafka';
import { asUser, makeStranger, type Credentials, type Stranger } from './servers/kafka-clients';
import { eventually } from './servers/process';
import { committedCount, createTopics, messageCount } from './servers/topics';

const ENVIRONMENT = 'reference';
const TOPICS = { input: 'flows', output: 'netflow-output', rejected: 'flows-rejected' };
const GROUP = 'netflow-normalizer';
const USER = 'netflow-flink-job';
const RECORDS = 200;

describe.each(WAYS)('$way', ({ options }) => {
  const byPassword = options === SCRAM;
  const built = buildJob();
  let source: Source;
  let kafka: KafkaCluster;
  let flink: FlinkCluster;
  let stranger: Stranger;
  let admin: Admin;

  beforeAll(async () => {
    stranger = await makeStranger(USER);
    source = withOptions(options);
    kafka = await startKafka(ENVIRONMENT, source);
    await createTopics(ENVIRONMENT, kafka, undefined, source);
    flink = await startFlink(renderedFlinkCluster(ENVIRONMENT, source));
    admin = new Kafka({ ...kafka.connection, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
  });
  afterAll(async () => {
    await (admin as Admin | undefined)?.disconnect();
    await (flink as FlinkCluster | undefined)?.stop();
    await (kafka as KafkaCluster | undefined)?.stop();
    stranger.forget();
  });

  const known = () => credentialsOf(kafka);

  /** Submits the job as the operator does; answers with its id. */
  async function submit(credentials: Credentials, user = USER, from = source): Promise<string> {
    const cluster = renderedFlinkCluster(ENVIRONMENT, from);
    const { jar, worker } = built;
    const places = { brokers: kafka.brokers, topics: TOPICS, group: GROUP, worker };
    const args = jobArguments(cluster, places, ['--checkpoint-interval', '500ms']);
    const own = args.map((arg) => asUser(arg, credentials, user));
    const printed = await flink.flink(
      ...submitterArguments(cluster, { jobManager: flink.jobManager, jar, args: own }),
    );
    expect(printed).not.toContain('long+enough');
    return /JobID (\w{32})/.exec(printed)?.[1] ?? '';
  }

  const cancel = (id: string) => flink.rest(`/jobs/${id}?mode=cancel`, 'PATCH').catch(() => undefined);

  test.each([
    ['the bundled Kafka', () => source],
    ['a Kafka that is there', () => withOptions([...options, ...asExternal(kafka.brokers)])],
  ])('reads and writes as its user, exactly once: %s', async (_, from) => {
    const before = { read: await messageCount(admin, TOPICS.input), written: await written() };
    const id = await submit(known(), USER, from());
    await produce();
    const read = () => committedCount(admin, GROUP, TOPICS.input);
    await eventually('all is read', async () => (await read()) === before.read + RECORDS);
    // With the markers of transactions, there is more in the topics than the records.
    expect(await written()).toBeGreaterThanOrEqual(before.written + RECORDS);
    const { jobs } = await flink.rest<{ jobs: { id: string; status: string }[] }>('/jobs');
    expect(jobs.find((running) => running.id === id)).toMatchObject({ status: 'RUNNING' });
    await cancel(id);
  });

  const written = async () =>
    (await messageCount(admin, TOPICS.output)) + (await messageCount(admin, TOPICS.rejected));

  async function produce(): Promise<void> {
    const collector = known().kafkajs('netflow-collector');
    const client = new Kafka({ brokers: [...kafka.brokers], ...collector, logLevel: logLevel.NOTHING });
    const producer = client.producer({ idempotent: false });
    await producer.connect();
    await producer.send({
      topic: TOPICS.input,
      messages: flows(RECORDS).map(({ key, value }) => ({ key, value })),
    });
    await producer.disconnect();
  }

  test.each([
    [
      'no credentials',
      () => submit(known(), USER, withOptions(withoutCredentials(kafka.brokers))),
      // Brokers that want a password end the connection without a word, and Kafka's client tries for a minute.
      byPassword ? /TimeoutException/ : /bad_certificate/,
    ],
    [
      'credentials of a stranger',
      () => submit(stranger.posesAs(known())),
      byPassword ? /invalid credentials with SASL mechanism SCRAM-SHA-512/ : /certificate_unknown|unknown_ca/,
    ],
    [
      'an authority that it does not know',
      () => submit(stranger.unknownAuthority(known())),
      /PKIX path validation failed/,
    ],
    ['the right user for other topics', () => submit(known(), 'netflow-topics'), /AuthorizationException/],
  ])('%s: refused, and the job says so', async (_, start, told) => {
    const id = await start().catch((error: unknown) => String(error));
    const said = async () =>
      /^\w{32}$/.test(id) ? JSON.stringify(await flink.rest(`/jobs/${id}/exceptions`)) : id;
    await eventually('it says why', async () => told.test(await said()));
    expect(await said()).not.toMatch(/not-the-password|long\+enough/);
    await cancel(id);
  });
});

const withOptions = (options: readonly string[]): Source =>
  rendered(
    ENVIRONMENT,
    ...['--environment', ENVIRONMENT, ...options],
    ...['--set', 'normalizer.deliveryGuarantee=exactly-once'],
  );
