/** The collector, a real GoFlow2, with brokers that ask who is there. */
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { rendered, type Source } from './rendered';
import { WAYS } from './secured';
import { certificateAuthority } from './servers/authority';
import { startGoflow2, type Collector } from './servers/goflow2';
import { startKafka, type KafkaCluster } from './servers/kafka';
import type { Credentials } from './servers/kafka-clients';
import { eventually } from './servers/process';
import { createTopics, messageCount } from './servers/topics';
import { EVERY_FIELD, TIMES_BY_UPTIME } from './traffic/every-field';
import { netflowV9 } from './traffic/netflow';

const ENVIRONMENT = 'compact';

describe.each(WAYS)('$way', ({ options }) => {
  let source: Source;
  let kafka: KafkaCluster;
  let admin: Admin;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stranger-'));
    await (await certificateAuthority()).issue(folder, { commonName: 'netflow-collector' });
    writeFileSync(join(folder, 'username'), 'netflow-collector');
    writeFileSync(join(folder, 'password'), 'not-the-password');
    source = rendered(ENVIRONMENT, ...options);
    kafka = await startKafka(ENVIRONMENT, source);
    await createTopics(ENVIRONMENT, kafka, undefined, source);
    admin = new Kafka({ ...kafka.connection, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
  });
  afterAll(async () => {
    await admin.disconnect();
    await kafka.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const known = () => kafka.credentials ?? unsecured();
  const start = (credentials: Credentials) =>
    startGoflow2(ENVIRONMENT, kafka.brokers, { secured: { source, credentials } });

  test('a packet arrives in the topic', async () => {
    const before = await messageCount(admin, 'flows');
    const collector = await start(known());
    send(collector);
    await eventually(
      'the flow is in the topic',
      async () => (await messageCount(admin, 'flows')) === before + 1,
    );
    expect(collector.output()).not.toContain('long+enough');
    await collector.stop();
  });

  test.each([
    [
      'an authority that it does not know',
      () => ({ ...known(), caFile: join(folder, 'ca.crt') }),
      /certificate|authority/,
    ],
    [
      'credentials of a stranger',
      () => ({ ...known(), folder: () => folder }),
      /run out of available brokers.*EOF|certificate/,
    ],
  ])('%s: refused, and said', async (_, credentials, told) => {
    await expect(start(credentials())).rejects.toThrow(told);
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

function unsecured(): never {
  throw new Error('the brokers ask nobody');
}
