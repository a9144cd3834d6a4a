/** A Kafka with records to read, and what it costs a program to bring them all to another topic. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { startKafka } from '../test/servers/kafka';
import endLeftovers from '../test/servers/leftovers';
import { eventually } from '../test/servers/process';
import { messageCount } from '../test/servers/topics';
import { records } from './inputs';
import { cpuOf, sum } from './processes';

export const ENVIRONMENT = 'compact';
export const INPUT = 'bench-flows';
const PARTITIONS = 4;
const BATCH = 2000;
const SECONDS = 600;

/** The running Kafka; `records` lie in {@link INPUT}. */
export interface Place {
  readonly records: number;
  readonly brokers: string;
  readonly client: Kafka;
  readonly admin: Admin;
  /** The processes of the brokers. */
  readonly pids: readonly number[];
  readonly close: () => Promise<void>;
}

/** Starts a Kafka and writes distinct records. */
export async function openPlace(count: number): Promise<Place> {
  endLeftovers();
  const kafka = await startKafka(ENVIRONMENT);
  const client = new Kafka({ ...kafka.connection, logLevel: logLevel.NOTHING });
  const admin = client.admin();
  await admin.connect();
  const close = async () => {
    await admin.disconnect();
    await kafka.stop();
  };
  const pids = kafka.nodes.map(({ server }) => server().pid);
  const place = { records: count, brokers: kafka.brokers.join(','), client, admin, pids, close };
  await makeTopics(place, INPUT);
  await fill(place, INPUT, count);
  return place;
}

/** Writes distinct records to a topic, as our own collector prints them, of 250 exporters. */
export async function fill({ client, admin }: Place, topic: string, count: number): Promise<void> {
  const before = await messageCount(admin, topic);
  const producer = client.producer();
  await producer.connect();
  let messages = [];
  for (const value of records(count)) {
    messages.push({ key: `exporter-${messages.length % 250}`, value });
    if (messages.length === BATCH) {
      await producer.send({ topic, messages });
      messages = [];
    }
  }
  await producer.send({ topic, messages });
  await producer.disconnect();
  await eventually('the input is there', async () => (await messageCount(admin, topic)) === before + count);
}

/** What a run reads, and where it writes to. */
export interface Topics {
  readonly group: string;
  readonly input: string;
  readonly output: string;
  readonly rejected: string;
}

/** Programs under way between the topics: their processes, and how they are ended. */
export interface Running {
  readonly pids: readonly number[];
  /** What they have printed. */
  readonly output: () => string;
  readonly stop: () => Promise<unknown>;
}

export interface Passage {
  /** Records per second of wall time. */
  readonly rate: number;
  /** CPU time of all processes and their children for each record, in microseconds. */
  readonly cpu: number;
  /** The same of the brokers. */
  readonly brokersCpu: number;
}

let runs = 0;

/** Names that no run has had. */
export function freshTopics(): Topics {
  const group = `bench-${++runs}`;
  return { group, input: `${group}-input`, output: `${group}-output`, rejected: `${group}-rejected` };
}

/**
 * Has programs bring all records to a fresh topic. What counts is the time from a tenth to the whole of them: no
 * program's start.
 */
export async function passage(
  place: Place,
  program: (place: Place, topics: Topics) => Promise<Running>,
): Promise<Passage> {
  const topics = { ...freshTopics(), input: INPUT };
  await makeTopics(place, topics.output, topics.rejected);
  const { pids, output, stop } = await program(place, topics);
  try {
    const from = await reached(place, topics.output, place.records / 10, pids);
    const to = await reached(place, topics.output, place.records, pids);
    const count = to.count - from.count;
    const each = (value: 'cpu' | 'brokersCpu') => ((to[value] - from[value]) / count) * 1e6;
    return { rate: count / (to.wall - from.wall), cpu: each('cpu'), brokersCpu: each('brokersCpu') };
  } catch (error) {
    throw new Error(`${String(error)}\n${output()}`, { cause: error });
  } finally {
    await stop();
    await place.admin.deleteTopics({ topics: [topics.output, topics.rejected] });
  }
}

/** Waits until a topic has so many records. */
export async function reached(
  { admin, pids: brokers }: Place,
  topic: string,
  wanted: number,
  pids: readonly number[],
) {
  const deadline = performance.now() + SECONDS * 1000;
  while (performance.now() < deadline) {
    const count = await messageCount(admin, topic);
    const [cpu, brokersCpu] = [sum(pids.map(cpuOf)), sum(brokers.map(cpuOf))];
    if (count >= wanted) return { count, cpu, brokersCpu, wall: performance.now() / 1000 };
    await sleep(20);
  }
  throw new Error(`${topic} has not had ${wanted} records in ${SECONDS} seconds`);
}

export async function makeTopics({ admin }: Pick<Place, 'admin'>, ...topics: string[]): Promise<void> {
  await admin.createTopics({ topics: topics.map((topic) => ({ topic, numPartitions: PARTITIONS })) });
}
