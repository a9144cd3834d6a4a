/** The collector, a real GoFlow2, with brokers that ask who is there. */
import { createSocket } from 'node:dgram';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { committed, rendered, type Source } from './rendered';
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
import { startGoflow2, type Collector } from './servers/goflow2';
import { credentialsOf, startKafka, type KafkaCluster } from './servers/kafka';
import { makeStranger, type Credentials, type Stranger } from './servers/kafka-clients';
import { eventually } from './servers/process';
import { createTopics, messageCount } from './servers/topics';
import { EVERY_FIELD, TIMES_BY_UPTIME } from './traffic/every-field';
import { netflowV9 } from './traffic/netflow';

const ENVIRONMENT = 'compact';

/** With TLS 1.3 a client may write before it hears of the refusal, and then it is the connection that is gone. */
const NO_CERTIFICATE = /tls: (unknown|bad) certificate|write: (broken pipe|connection reset by peer)/;

/** What GoFlow2 says when brokers end a connection without a reason: docs/how-to/secure-kafka.md says which there are. */
const NO_WORD = /run out of available brokers to talk to: (unexpected )?EOF/;

describe.each(WAYS)('$way', ({ options }) => {
  const byPassword = options === SCRAM;
  let source: Source;
  let kafka: KafkaCluster;
  let admin: Admin;
  let stranger: Stranger;

  beforeAll(async () => {
    stranger = await makeStranger('netflow-collector');
    source = rendered(ENVIRONMENT, ...options);
    kafka = await startKafka(ENVIRONMENT, byPassword ? withEveryMechanism(source) : source);
    if (byPassword) await addUsers(kafka);
    await createTopics(ENVIRONMENT, kafka, undefined, source);
    admin = new Kafka({ ...kafka.connection, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
  });
  afterAll(async () => {
    await admin.disconnect();
    await kafka.stop();
    stranger.forget();
  });

  const known = () => credentialsOf(kafka);
  const start = (credentials: Credentials, other = source) =>
    startGoflow2(ENVIRONMENT, kafka.brokers, { secured: { source: other, credentials } });

  test.each([
    ['the bundled Kafka', () => source],
    ['a Kafka that is there', () => rendered(ENVIRONMENT, ...options, ...asExternal(kafka.brokers))],
    ...(byPassword ? OTHER_MECHANISMS : []).map((mechanism): [string, () => Source] => [
      `a Kafka that is there, with ${mechanism}`,
      () => rendered(ENVIRONMENT, ...byMechanism(mechanism, kafka.brokers)),
    ]),
  ])('a packet arrives in the topic of %s', async (_, there) => {
    const before = await messageCount(admin, 'flows');
    const collector = await start(known(), there());
    send(collector);
    await eventually(
      'the flow is in the topic',
      async () => (await messageCount(admin, 'flows')) === before + 1,
    );
    expect(collector.output()).not.toContain('long+enough');
    await collector.stop();
  });

  test.each([
    ['an authority that it does not know', () => stranger.unknownAuthority(known()), /certificate|authority/],
    ['credentials of a stranger', () => stranger.posesAs(known()), byPassword ? NO_WORD : NO_CERTIFICATE],
    [
      'no credentials',
      known,
      byPassword ? NO_WORD : NO_CERTIFICATE,
      () => rendered(ENVIRONMENT, ...withoutCredentials(kafka.brokers)),
    ],
    ['no credentials, and nothing encrypted', known, NO_WORD, () => committed(ENVIRONMENT)],
  ])('%s: refused, and said', async (_, credentials, told, other = () => source) => {
    await expect(start(credentials(), other())).rejects.toThrow(told);
  });

  test('the right user for other topics: refused, and said', async () => {
    const collector = await start({ ...known(), folder: () => known().folder('netflow-topics') });
    await eventually('it says why', () => {
      send(collector);
      return /not authorized/i.test(collector.output());
    });
    await collector.stop();
  });
});

function send({ netflowPort }: Collector): void {
  const packet = netflowV9(
    { uptime: 100_000, time: Math.floor(Date.now() / 1000), sequence: 1, sourceId: 1 },
    [...EVERY_FIELD, ...TIMES_BY_UPTIME],
  );
  const socket = createSocket('udp4');
  socket.send(packet, netflowPort, '127.0.0.1', () => socket.close());
}
