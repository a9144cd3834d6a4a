/** `normalizer replay` between the topics of a real Kafka: what an older normaliser rejected is put back once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, type Admin, type KafkaMessage, type Message } from 'kafkajs';
import { route } from '../normalizer/src/engines/routing';
import { Rejection } from '../normalizer/src/record/rejection';
import { generator } from '../normalizer/test/corpus/flow';
import { flows } from './flows';
import { startKafka, type KafkaCluster } from './servers/kafka';
import { startNormalizer } from './servers/normalizer';
import { eventually } from './servers/process';
import { reportOf, startReplay } from './servers/replay';
import { createTopics, messageCount, readTopic } from './servers/topics';

const ENVIRONMENT = 'compact';
const RECORDS = 600;
/** Put back while one replay after the other is killed. */
const MANY = 20_000;
const FIRST_TIMESTAMP = Date.now() - 3_600_000;

let cluster: KafkaCluster;
let client: Kafka;
let admin: Admin;

beforeAll(async () => {
  cluster = await startKafka(ENVIRONMENT);
  client = new Kafka({ brokers: [...cluster.brokers], logLevel: logLevel.NOTHING });
  admin = client.admin();
  await admin.connect();
  await createTopics(ENVIRONMENT, cluster);
});
afterAll(async () => {
  await (admin as Admin | undefined)?.disconnect();
  await (cluster as KafkaCluster | undefined)?.stop();
});

/** What the records were, before they were rejected: all are good ones now but the last hundred. */
const originals = [
  ...flows(RECORDS).flatMap(({ key, value, document }) => (document === undefined ? [] : [{ key, value }])),
  ...flows(10_000).flatMap(({ key, value, rejection }) => (rejection === undefined ? [] : [{ key, value }])),
].map(({ key, value }, index) => ({
  key: index % 7 === 0 ? null : Buffer.from(key),
  value: Buffer.from(value),
  timestamp: String(FIRST_TIMESTAMP + index),
  headers: { router: Buffer.from(`r${index}`), several: [Buffer.from('a'), Buffer.from('b')] },
}));
const good = originals.length - 100;

function originalOf(index: number) {
  const original = originals[index % originals.length];
  if (original === undefined) throw new Error(`no record ${index}`);
  return original;
}

/** As an older version would have rejected it. */
function rejected(index: number, topic = 'flows'): Message {
  const record = {
    ...originalOf(index),
    timestamp: String(FIRST_TIMESTAMP + index),
    offset: String(index),
  };
  const rejection =
    index % 2 === 0
      ? new Rejection('invalid-value', 'SrcVlan', 'by an older version')
      : new Rejection('missing-field', 'Proto', 'by an older version');
  const to = { outputTopic: 'netflow-output', rejectedTopic: 'flows-rejected' };
  const outgoing = route(record, { rejection }, { topic, partition: index % 3 }, to);
  if (outgoing === undefined) throw new Error('dropped');
  return outgoing;
}

async function reject(messages: readonly Message[]): Promise<void> {
  const producer = client.producer();
  await producer.connect();
  for (let start = 0; start < messages.length; start += 1000) {
    await producer.send({ topic: 'flows-rejected', messages: messages.slice(start, start + 1000) });
  }
  await producer.disconnect();
}

/** Runs a replay to its end. */
async function replayed(...options: string[]): Promise<Record<string, unknown>> {
  const run = startReplay(ENVIRONMENT, cluster, options);
  if ((await run.exited) !== 0) throw new Error(run.output());
  return reportOf(run);
}

const numberOf = ({ timestamp }: KafkaMessage) => Number(timestamp) - FIRST_TIMESTAMP;
const texts = (headers: KafkaMessage['headers']) =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]));

describe('records that an older version rejected', () => {
  beforeAll(async () => {
    await reject(originals.map((_, index) => rejected(index)));
    // What others wrote, and what came from another topic, is not ours to put back.
    await reject([{ value: 'from elsewhere' }, rejected(0, 'other-flows')]);
  });

  test('a dry run counts, and changes nothing', async () => {
    const options = ['--dry-run', '--reasons', 'invalid-value', '--partitions', '0,2'];
    const selected = originals.filter((_, index) => index % 2 === 0 && index % 3 !== 1).length;
    const report = {
      dryRun: true,
      read: originals.length + 2,
      replayed: selected,
      byReason: { 'invalid-value': selected },
      leftOut: { notSelected: originals.length - selected, otherTopic: 1, foreign: 1 },
    };
    expect(await replayed(...options)).toEqual(report);
    expect(await replayed(...options)).toEqual(report);
    expect(await messageCount(admin, 'flows')).toBe(0);
  });

  test('are put back as they were read, by reason, field and time', async () => {
    const until = new Date(FIRST_TIMESTAMP + 100).toISOString();
    const options = ['--reasons', 'invalid-value', '--fields', 'SrcVlan', '--until', until];
    expect(await replayed(...options)).toMatchObject({ replayed: 50 });
    const back = await readTopic(client, admin, 'flows');
    expect(back.map(numberOf).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => 2 * i));
    for (const message of back) {
      const original = originalOf(numberOf(message));
      expect(message.key).toEqual(original.key);
      expect(message.value?.toString()).toBe(original.value.toString());
      expect(texts(message.headers)).toEqual({ ...texts(original.headers), 'netflow-replays': '1' });
    }
  });

  test('lie in the partition that they were read from', async () => {
    const ends = await admin.fetchTopicOffsets('flows');
    expect(ends.filter(({ high }) => Number(high) > 0)).toHaveLength(3);
  });

  test('are put back by the partition that they were read from', async () => {
    const ends = async () =>
      (await admin.fetchTopicOffsets('flows')).map(({ partition, high }) => [partition, high] as const);
    const before = new Map(await ends());
    const until = new Date(FIRST_TIMESTAMP + 60).toISOString();
    const options = ['--reasons', 'missing-field', '--partitions', '1', '--until', until];
    expect(await replayed(...options)).toMatchObject({ replayed: 10 });
    const changed = (await ends()).filter(([partition, high]) => before.get(partition) !== high);
    expect(changed.map(([partition]) => partition)).toEqual([1]);
  });

  test('are put back once by one selection; another name for the run begins again', async () => {
    const selection = ['--reasons', 'invalid-value', '--until', new Date(FIRST_TIMESTAMP + 10).toISOString()];
    expect(await replayed(...selection)).toMatchObject({ replayed: 5 });
    expect(await replayed(...selection)).toMatchObject({ replayed: 0 });
    await reject([rejected(4)]);
    expect(await replayed(...selection)).toMatchObject({ replayed: 1 });
    expect(await replayed(...selection, '--run', 'again')).toMatchObject({ replayed: 6 });
  });

  test('go through the normaliser; what is rejected again says so, and is left out of the next replay', async () => {
    const name = ['--run', 'all'];
    expect(await replayed(...name)).toMatchObject({ replayed: originals.length + 1 });
    const before = await messageCount(admin, 'flows-rejected');
    const engine = await startNormalizer(ENVIRONMENT, cluster);
    await eventually('all come out', async () => {
      const output = await readTopic(client, admin, 'netflow-output');
      return new Set(output.map(numberOf)).size === good;
    });
    await eventually('the rest is rejected again', async () => {
      return (await messageCount(admin, 'flows-rejected')) === before + 100;
    });
    await engine.stop();
    const again = (await readTopic(client, admin, 'flows-rejected')).filter(
      ({ headers }) => texts(headers)['netflow-replays'] !== undefined,
    );
    expect(again).toHaveLength(100);
    expect(again.map(({ headers }) => texts(headers)['netflow-replays'])).toEqual(Array(100).fill('1'));
    expect(await replayed(...name)).toMatchObject({ replayed: 0, leftOut: { replayedBefore: 100 } });
    expect(
      await replayed(...name, '--include-replayed', '--from', new Date(FIRST_TIMESTAMP + good).toISOString()),
    ).toMatchObject({ replayed: 200 });
  });
});

test('killed again and again, and started twice at once, it puts each record back once', async () => {
  const first = 1_000_000;
  const numbers = Array.from({ length: MANY }, (_, index) => first + index);
  await reject(numbers.map((number) => rejected(number)));
  const selection = ['--from', new Date(FIRST_TIMESTAMP + first).toISOString()];
  const random = generator(7);
  const before = await messageCount(admin, 'flows');
  for (let kills = 0; kills < 3; kills++) {
    const run = startReplay(ENVIRONMENT, cluster, selection);
    const already = await messageCount(admin, 'flows');
    await eventually('it has begun', async () => (await messageCount(admin, 'flows')) > already, {
      server: run,
    });
    await sleep(random.integer(0, 300));
    process.kill(run.pid, 'SIGKILL');
    await run.exited;
  }
  expect(await messageCount(admin, 'flows')).toBeGreaterThan(before);
  const two = [1, 2].map(() => startReplay(ENVIRONMENT, cluster, selection));
  await Promise.all(two.map(({ exited }) => exited));
  // One of the two may have been fenced off by the other.
  expect(await replayed(...selection)).toMatchObject({ replayed: 0 });
  const back = (await readTopic(client, admin, 'flows')).map(numberOf).filter((number) => number >= first);
  expect(back.sort((a, b) => a - b)).toEqual(numbers);
});

test.each([
  [['--reasons', 'typo'], /NORMALIZER_REPLAY_REASONS: found "typo", allowed is one or more of no-value,/],
  [['--from', 'yesterday'], /NORMALIZER_REPLAY_FROM: found "yesterday", allowed is a time such as/],
  [['--partitions', '1,x'], /NORMALIZER_REPLAY_PARTITIONS: found "1,x", allowed is numbers of partitions/],
])('%j is refused', async (options, message) => {
  const run = startReplay(ENVIRONMENT, cluster, options);
  expect(await run.exited).toBe(1);
  expect(run.output()).toMatch(message);
});
