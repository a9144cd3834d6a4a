/**
 * The core's speed: the CPU time to turn a message into a document, over the CPU time of JSON.parse of that message
 * and JSON.stringify of that document as an object. Both sides start from bytes and end in bytes: that is what Kafka
 * takes and gives, and a text that V8 has only promised to put together costs nothing until it is read.
 */
import { normalize, type Outcome } from '../normalizer/src/normalize';
import type { ModelOptions } from '../normalizer/src/model/options';
import { printers } from '../normalizer/test/corpus/dialects';
import { pairs, ratio, sides, tellFigures, type Figure, type Subject } from './figure';
import { workloads, type Workload } from './workloads';

const RECORDS = Number(process.env.BENCH_RECORDS ?? 10_000);
const ROUNDS = { rounds: Number(process.env.BENCH_ROUNDS ?? 15), warmUp: 4 };

const options: ModelOptions = { encoding: 'numeric', timeUnit: 'seconds' };

interface Side {
  readonly run: () => number;
  readonly records: number;
}

const core = (messages: readonly Buffer[]): Side => ({
  records: messages.length,
  run: () => {
    let bytes = 0;
    for (const message of messages) {
      for (const outcome of normalize(message, options)) {
        bytes += 'value' in outcome ? Buffer.from(outcome.value, 'latin1').length : 1;
      }
    }
    return bytes;
  },
});

function baseline({ name, messages: { good } }: Workload): Side {
  const documents = good.map((message) => {
    const value = accepted(normalize(message, options));
    const document = JSON.parse(value) as unknown;
    // A double has no room for the largest counters: there JSON.stringify writes other digits, and as many.
    if (!name.includes('2^53') && JSON.stringify(document) !== value) {
      throw new Error(`${name}: JSON.stringify writes another document than the core: ${value}`);
    }
    return document;
  });
  return {
    records: good.length,
    run: () => {
      let bytes = 0;
      for (const [index, message] of good.entries()) {
        JSON.parse(message.toString());
        bytes += Buffer.from(JSON.stringify(documents[index]), 'latin1').length;
      }
      return bytes;
    },
  };
}

function accepted([outcome]: readonly Outcome[]): string {
  if (outcome === undefined || !('value' in outcome)) {
    throw new Error(`the workload has a record that is not accepted: ${JSON.stringify(outcome)}`);
  }
  return outcome.value;
}

/** CPU time of this process for each record, in microseconds. */
function microseconds({ run, records }: Side): number {
  globalThis.gc?.();
  const start = process.cpuUsage();
  const bytes = run();
  const { user, system } = process.cpuUsage(start);
  // The bytes are looked at, so that no compiler may think the round to be without effect.
  return bytes === 0 ? 0 : (user + system) / records;
}

async function compare(subject: Subject, one: Side, other: Side): Promise<Figure> {
  const measured = await pairs(
    () => microseconds(one),
    () => microseconds(other),
    ROUNDS,
  );
  return ratio(subject, measured, sides(measured, 'µs'));
}

async function* measure(): AsyncGenerator<Figure> {
  for (const workload of workloads(printers, RECORDS)) {
    const { name, messages } = workload;
    const good = core(messages.good);
    const group = 'core over JSON.parse and JSON.stringify';
    const target = { atMost: name.includes('2^53') ? 1.3 : 1 };
    yield compare({ group, name, target }, good, baseline(workload));
    if (messages.bad !== undefined) yield* rejecting(name, good, messages.good, messages.bad);
  }
}

/** What bad records cost, beside good ones. */
async function* rejecting(
  name: string,
  accepting: Side,
  good: readonly Buffer[],
  bad: Readonly<Record<string, readonly Buffer[]>>,
): AsyncGenerator<Figure> {
  for (const [reason, messages] of Object.entries(bad)) {
    const group = 'rejected over accepted record';
    yield compare({ group, name: `${name}, ${reason}`, target: { atMost: 2 } }, core(messages), accepting);
  }
  const group = 'one bad record in ten over all good';
  yield compare({ group, name, target: { atMost: 1.15 } }, core(mixed(good, Object.values(bad))), accepting);
}

/** One in ten is bad, each kind in turn. */
function mixed(good: readonly Buffer[], bad: readonly (readonly Buffer[])[]): Buffer[] {
  return good.map((message, index) =>
    index % 10 === 0 ? (bad[(index / 10) % bad.length]?.[index] ?? message) : message,
  );
}

void tellFigures(measure());
