/** How long a record takes from the producer to a reader of the output, while there is little to do. */
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../test/servers/process';
import { each, pairs, ratio, spreadOf, tellFigures, type Figure } from './figure';
import { records } from './inputs';
import { freshTopics, makeTopics, openPlace, passage, type Place } from './place';
import { copy, engine, type Program } from './programs';

const RECORDS = 100_000;
const SECONDS = 20;
const TICK_MILLISECONDS = 10;
const BATCH = 500;
const ROUNDS = { rounds: 3, warmUp: 0 };

/** Milliseconds, of half and of 99 in 100 records. */
interface Latency {
  readonly median: number;
  readonly p99: number;
}

async function* measure(): AsyncGenerator<Figure> {
  const place = await openPlace(RECORDS);
  const [service, kafkajs] = [engine(1), copy('kafkajs')];
  try {
    const { rate } = await passage(place, service);
    const tenth = Math.round(rate / 10);
    const measured = await pairs(
      () => latency(place, service, tenth),
      () => latency(place, kafkajs, tenth),
      ROUNDS,
    );
    const middle = (side: 'one' | 'other', value: keyof Latency) =>
      spreadOf(each(measured, (latency) => latency[value]).map((pair) => pair[side])).middle;
    const told = (['one', 'other'] as const).map(
      (side) => `p50 ${middle(side, 'median')}, p99 ${middle(side, 'p99')}`,
    );
    const name = `99 in 100 records at ${tenth} records/s (a tenth of what it can), over a copy by kafkajs`;
    yield ratio(
      { group: 'latency (wall time)', name, target: { atMost: 1.2 } },
      each(measured, ({ p99 }) => p99),
      `${told.join(' / ')} ms`,
    );
  } finally {
    await place.close();
  }
}

/** Sends so many records a second through a program, and reads them behind it. */
async function latency(place: Place, program: Program, rate: number): Promise<Latency> {
  const topics = freshTopics();
  await makeTopics(place, topics.input, topics.output, topics.rejected);
  const { stop } = await program(place, topics);
  const producer = place.client.producer();
  const consumer = place.client.consumer({ groupId: `${topics.group}-reader` });
  const taken: number[] = [];
  await Promise.all([producer.connect(), consumer.connect()]);
  await consumer.subscribe({ topics: [topics.output], fromBeginning: true });
  await consumer.run({
    eachBatch: ({ batch }) => {
      const now = Date.now();
      for (const { timestamp } of batch.messages) taken.push(now - Number(timestamp));
      return Promise.resolve();
    },
  });
  try {
    const values = [...records(rate)];
    let sent = 0;
    const send = async (count: number) => {
      const timestamp = String(Date.now());
      const messages = Array.from({ length: count }, () => ({
        key: `exporter-${sent % 250}`,
        value: values[sent++ % values.length] ?? null,
        timestamp,
      }));
      await producer.send({ topic: topics.input, messages });
    };
    for (let left = rate; left > 0; left -= BATCH) await send(Math.min(left, BATCH));
    await eventually('the program is at work', () => Promise.resolve(taken.length === sent));
    taken.length = 0;
    sent = 0;
    const start = performance.now();
    for (let ticks = 1; ticks * TICK_MILLISECONDS <= SECONDS * 1000; ticks++) {
      await sleep(Math.max(0, start + ticks * TICK_MILLISECONDS - performance.now()));
      await send(Math.round((ticks * rate * TICK_MILLISECONDS) / 1000) - sent);
    }
    await eventually('all have come', () => Promise.resolve(taken.length === sent));
    const sorted = taken.sort((one, other) => one - other);
    const at = (part: number) => sorted[Math.floor(sorted.length * part)] ?? NaN;
    return { median: at(0.5), p99: at(0.99) };
  } finally {
    await Promise.all([producer.disconnect(), consumer.disconnect(), stop()]);
  }
}

void tellFigures(measure());
