/**
 * Clients that speak TLS and say who they are, to real brokers that ask: the bundled ones, with the users and
 * rights that the rendered Job makes.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { flows } from './flows';
import { rendered, type Source } from './rendered';
import { certificateAuthority } from './servers/authority';
import { startKafka, type KafkaCluster } from './servers/kafka';
import { startNormalizer } from './servers/normalizer';
import { eventually } from './servers/process';
import { createTopics, messageCount } from './servers/topics';

const ENVIRONMENT = 'compact';

const SCRAM = [
  ...['--set', 'kafka.mode=kraft'],
  ...['--set', 'kafka.security.protocol=SASL_SSL'],
  ...['--set', 'kafka.security.saslMechanism=SCRAM-SHA-512'],
];
const CERTIFICATES = [
  ...['--set', 'kafka.mode=kraft'],
  ...['--set', 'kafka.security.protocol=SSL'],
  ...['--set', 'kafka.security.saslMechanism=null'],
  ...['--set', 'kafka.security.clientCertificates=true'],
];
const ENVIRONMENT_AS_IT_IS: string[] = [];

const WAYS = [
  { way: 'SASL_SSL with SCRAM-SHA-512', options: SCRAM },
  { way: 'SSL with certificates of the clients', options: CERTIFICATES },
];

describe.each(WAYS)('$way', ({ options }) => {
  let source: Source;
  let cluster: KafkaCluster;
  let admin: Admin;

  beforeAll(async () => {
    source = rendered(ENVIRONMENT, ...options);
    cluster = await startKafka(ENVIRONMENT, source);
    admin = new Kafka({ ...cluster.connection, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
  });
  afterAll(async () => {
    await admin.disconnect();
    await cluster.stop();
  });

  test("the topics Job's script makes the topics, and may run again", async () => {
    await createTopics(ENVIRONMENT, cluster, undefined, source);
    await createTopics(ENVIRONMENT, cluster, undefined, source);
    expect(await admin.listTopics()).toEqual(
      expect.arrayContaining(['flows', 'netflow-output', 'flows-rejected']),
    );
  });
  test('the normaliser reads and writes', async () => {
    const producer = client('netflow-collector').producer({ idempotent: false });
    await producer.connect();
    const records = flows(200);
    await producer.send({ topic: 'flows', messages: records.map(({ key, value }) => ({ key, value })) });
    await producer.disconnect();
    const engine = await startNormalizer(ENVIRONMENT, cluster, undefined, undefined, options);
    const out = async () =>
      (await messageCount(admin, 'netflow-output')) + (await messageCount(admin, 'flows-rejected'));
    await eventually('all has come out', async () => (await out()) === 200, { server: engine, seconds: 120 });
    expect(await engine.stop()).toBe(0);
    expect(engine.output()).not.toContain('long+enough');
  });

  function client(user: string) {
    const { credentials, brokers } = cluster;
    return new Kafka({ brokers: [...brokers], ...credentials?.kafkajs(user), logLevel: logLevel.NOTHING });
  }
});

describe('what the brokers refuse, told by', () => {
  const options = [...SCRAM];
  let source: Source;
  let cluster: KafkaCluster;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'refusals-'));
    source = rendered(ENVIRONMENT, ...options);
    cluster = await startKafka(ENVIRONMENT, source);
    await createTopics(ENVIRONMENT, cluster, undefined, source);
    writeFileSync(join(folder, 'username'), 'netflow-normalizer');
    writeFileSync(join(folder, 'password'), 'not-the-password');
    writeFileSync(join(folder, 'ca.crt'), (await certificateAuthority()).certificate);
  });
  afterAll(async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const wrongPassword = () => ({ ...known(), folder: () => folder });
  const unknownAuthority = () => ({ ...known(), caFile: join(folder, 'ca.crt') });
  const known = () => cluster.credentials ?? unsecured();

  test.each([
    ['no credentials', known, undefined, [], /"hint":"the broker may want TLS/],
    ['wrong password', wrongPassword, undefined, options, /invalid credentials with SASL mechanism SCRAM/],
    ['unknown authority', unknownAuthority, undefined, options, /certificate signature failure|self-signed/],
    ['right user, wrong topic', known, 'netflow-collector', options, /Not authorized to access/],
  ])('the normaliser: %s', async (_, credentials, user, settings, told) => {
    const target = { brokers: cluster.brokers, credentials: credentials() };
    const engine = await startNormalizer(ENVIRONMENT, target, undefined, user, settings);
    await eventually('the engine says why', () => told.test(engine.output()));
    // Nothing that the brokers refuse makes it look well.
    expect((await fetch(`${engine.http}/readyz`).catch(() => undefined))?.status ?? 503).toBe(503);
    await engine.stop();
    expect(engine.output()).not.toMatch(/not-the-password|long\+enough/);
  });

  test.each([
    ['no credentials', known, ENVIRONMENT_AS_IT_IS, /security.protocol=PLAINTEXT: see kafka.security/],
    ['wrong password', wrongPassword, options, /invalid credentials with SASL mechanism SCRAM/],
    ['unknown authority', unknownAuthority, options, /PKIX path|SSL handshake failed/],
  ])("the topics Job's script: %s", async (_, credentials, settings, told) => {
    const target = { ...cluster, credentials: credentials() };
    const other = rendered(ENVIRONMENT, ...settings);
    await expect(createTopics(ENVIRONMENT, target, undefined, other)).rejects.toThrow(told);
  });

  test("the topics Job's script: right user, wrong topic", async () => {
    const target = {
      ...cluster,
      credentials: { ...known(), folder: () => known().folder('netflow-collector') },
    };
    const another = () => 'another 1 1 \n';
    await expect(createTopics(ENVIRONMENT, target, another, source)).rejects.toThrow(/[Aa]uthoriz/);
  });
});

function unsecured(): never {
  throw new Error('the brokers ask nobody');
}
