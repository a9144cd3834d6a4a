/**
 * Clients that speak TLS and say who they are, to real brokers that ask: the bundled ones, with the users and
 * rights that the rendered Job makes.
 */
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { flows } from './flows';
import { rendered, type Source } from './rendered';
import { credentialsOf, startKafka, type KafkaCluster } from './servers/kafka';
import { makeStranger, type Stranger } from './servers/kafka-clients';
import {
  addUsers,
  asExternal,
  byMechanism,
  OTHER_MECHANISMS,
  SCRAM,
  WAYS,
  withEveryMechanism,
  withoutCredentials,
} from './secured';
import { startNormalizer } from './servers/normalizer';
import { eventually } from './servers/process';
import { reportOf, startReplay } from './servers/replay';
import { createTopics, messageCount } from './servers/topics';

const ENVIRONMENT = 'compact';

/** A listener for clients outside the cluster. */
const OUTSIDE = [
  'kafka.externalListener.serviceType=NodePort',
  'kafka.externalListener.advertisedHosts={localhost}',
  'kafka.externalListener.port=9095',
  'kafka.externalListener.firstNodePort=31092',
  'kafka.externalListener.loadBalancerSourceRanges={}',
].flatMap((option) => ['--set', option]);

const ENVIRONMENT_AS_IT_IS: string[] = [];

/** With TLS 1.3 a client has its connection before its certificate is refused: Kafka's tools don't know why it ended. */
const SEE_SECURITY = /security.protocol=SSL: see kafka.security/;

describe.each(WAYS)('$way', ({ options }) => {
  let source: Source;
  let cluster: KafkaCluster;
  let admin: Admin;

  beforeAll(async () => {
    // Exactly once needs more rights than at least once, which has them too.
    const exactly = ['--set', 'normalizer.deliveryGuarantee=exactly-once'];
    source = rendered(ENVIRONMENT, ...options, ...exactly, ...OUTSIDE);
    cluster = await startKafka(ENVIRONMENT, options === SCRAM ? withEveryMechanism(source) : source);
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
    await produce(flows(200));
    const engine = await startNormalizer(ENVIRONMENT, cluster, undefined, undefined, options);
    const out = async () =>
      (await messageCount(admin, 'netflow-output')) + (await messageCount(admin, 'flows-rejected'));
    await eventually('all has come out', async () => (await out()) === 200, { server: engine, seconds: 120 });
    expect(await engine.stop()).toBe(0);
    expect(engine.output()).not.toContain('long+enough');
  });

  test('the normaliser writes in transactions, with the rights that it has for that', async () => {
    const exactly = [...options, '--set', 'normalizer.deliveryGuarantee=exactly-once'];
    const before = await messageCount(admin, 'flows-rejected');
    await produce([{ value: 'not JSON' }]);
    const engine = await startNormalizer(ENVIRONMENT, cluster, undefined, undefined, exactly);
    // The record, and the mark of its transaction.
    const rejected = async () => (await messageCount(admin, 'flows-rejected')) === before + 2;
    await eventually('it is rejected', rejected, { server: engine });
    expect(await engine.stop()).toBe(0);
  });

  test('a Kafka that is there already: the same clients, by its addresses', async () => {
    const external = [...options, ...asExternal(cluster.brokers)];
    await createTopics(ENVIRONMENT, cluster, undefined, rendered(ENVIRONMENT, ...external));
    await produce([{ value: 'not JSON' }]);
    const before = await messageCount(admin, 'flows-rejected');
    const engine = await startNormalizer(ENVIRONMENT, cluster, undefined, undefined, external);
    const rejected = async () => (await messageCount(admin, 'flows-rejected')) === before + 1;
    await eventually('the bad one is rejected', rejected, { server: engine });
    await engine.stop();

    const input = await messageCount(admin, 'flows');
    const replay = startReplay(ENVIRONMENT, cluster, ['--reasons', 'not-json'], external);
    expect({ code: await replay.exited, output: replay.output() }).toMatchObject({ code: 0 });
    // This one, and those that the test before has left.
    const { replayed } = reportOf(replay) as { replayed: number };
    expect(replayed).toBeGreaterThan(0);
    // With the markers of transactions, there is more in the topic than the records.
    expect(await messageCount(admin, 'flows')).toBeGreaterThanOrEqual(input + replayed);
    expect(replay.output()).not.toContain('long+enough');
  });

  test('clients outside the cluster are told an address of theirs, in encrypted connections', async () => {
    const { brokers } = cluster;
    const { credentials, external } = cluster;
    const known = credentials?.kafkajs('netflow-collector');
    const outside = new Kafka({ brokers: [...external], ...known, logLevel: logLevel.NOTHING });
    const visitor = outside.admin();
    await visitor.connect();
    const told = (await visitor.describeCluster()).brokers.map(({ host, port }) => `${host}:${port}`);
    await visitor.disconnect();
    expect(told).toEqual(external.map((address) => address.replace('127.0.0.1', 'localhost')));
    expect(told.some((address) => brokers.includes(address))).toBe(false);

    const before = await messageCount(admin, 'flows');
    await produce([{ value: 'from outside' }], outside);
    expect(await messageCount(admin, 'flows')).toBe(before + 1);
    const stranger = new Kafka({ brokers: [...external], logLevel: logLevel.NOTHING, retry: { retries: 0 } });
    await expect(stranger.admin().connect()).rejects.toThrow(/closed|connect/i);
  });

  if (options === SCRAM) {
    test.each(OTHER_MECHANISMS)('a Kafka that is there and knows %s', async (mechanism) => {
      if (mechanism === 'SCRAM-SHA-256') await addUsers(cluster);
      const external = byMechanism(mechanism, cluster.brokers);
      await createTopics(ENVIRONMENT, cluster, undefined, rendered(ENVIRONMENT, ...external));
      const before = await messageCount(admin, 'flows-rejected');
      await produce([{ value: 'not JSON' }]);
      const engine = await startNormalizer(ENVIRONMENT, cluster, undefined, undefined, external);
      const rejected = async () => (await messageCount(admin, 'flows-rejected')) > before;
      await eventually('it is rejected', rejected, { server: engine });
      expect(await engine.stop()).toBe(0);
    });
  }

  async function produce(
    records: readonly { readonly key?: string; readonly value: string }[],
    kafka = client('netflow-collector'),
  ): Promise<void> {
    const producer = kafka.producer({ idempotent: false });
    await producer.connect();
    await producer.send({ topic: 'flows', messages: records.map((record) => ({ ...record })) });
    await producer.disconnect();
  }

  function client(user: string) {
    const { credentials, brokers } = cluster;
    return new Kafka({ brokers: [...brokers], ...credentials?.kafkajs(user), logLevel: logLevel.NOTHING });
  }
});

describe.each(WAYS)('$way: what the brokers refuse, told by', ({ options }) => {
  let source: Source;
  let cluster: KafkaCluster;
  let stranger: Stranger;

  beforeAll(async () => {
    source = rendered(ENVIRONMENT, ...options);
    cluster = await startKafka(ENVIRONMENT, source);
    await createTopics(ENVIRONMENT, cluster, undefined, source);
    stranger = await makeStranger('netflow-normalizer');
  });
  afterAll(async () => {
    await cluster.stop();
    stranger.forget();
  });

  const byPassword = options === SCRAM;
  const anonymous = byPassword ? ENVIRONMENT_AS_IT_IS : withoutCredentials(['kafka:9092']);
  const poser = () => stranger.posesAs(known());
  const unknownAuthority = () => stranger.unknownAuthority(known());
  const known = () => credentialsOf(cluster);
  const refused = byPassword
    ? /invalid credentials with SASL mechanism SCRAM/
    : /alert unknown ca|certificate/i;

  test.each([
    [
      'no credentials',
      known,
      undefined,
      anonymous,
      byPassword ? /"hint":"the broker may want TLS/ : /alert (bad certificate|certificate required)/,
    ],
    ['credentials of a stranger', poser, undefined, options, refused],
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

  // At the same time: a replay tries for ten seconds before it gives up.
  test('the replay', async () => {
    const rows = [
      [
        'no credentials',
        known,
        undefined,
        anonymous,
        byPassword
          ? /^normalizer: Closed connection: the broker may want TLS/m
          : /^normalizer: .*alert (bad certificate|certificate required)/m,
      ],
      [
        'credentials of a stranger',
        poser,
        undefined,
        options,
        byPassword
          ? /^normalizer: .*invalid credentials with SASL mechanism SCRAM/m
          : /^normalizer: .*(alert unknown ca|certificate)/im,
      ],
      [
        'unknown authority',
        unknownAuthority,
        undefined,
        options,
        /^normalizer: .*(certificate signature failure|self-signed)/m,
      ],
      ['right user, wrong topic', known, 'netflow-collector', options, /Not authorized to access group/],
    ] as const;
    const ended = await Promise.all(
      rows.map(async ([what, credentials, user, settings, told]) => {
        const target = { brokers: cluster.brokers, credentials: credentials() };
        const replay = startReplay(ENVIRONMENT, target, [], settings, user);
        const code = await replay.exited;
        expect(replay.output()).not.toMatch(/not-the-password|long\+enough/);
        return [what, code, told.test(replay.output()) ? 'told' : replay.output()];
      }),
    );
    expect(ended).toEqual(rows.map(([what]) => [what, 1, 'told']));
  });

  test.each([
    [
      'no credentials',
      known,
      anonymous,
      byPassword ? /security.protocol=PLAINTEXT: see kafka.security/ : SEE_SECURITY,
    ],
    ['credentials of a stranger', poser, options, byPassword ? refused : SEE_SECURITY],
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
