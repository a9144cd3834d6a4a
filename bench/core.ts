/**
 * The core's speed as ratios, so that machines can be compared: the CPU time to turn a message into a
 * document, over the CPU time of JSON.parse of that message and JSON.stringify of that document as an
 * object. Rounds of both alternate in one process, and the median of their ratios counts; beside it stands
 * the half of the rounds around it.
 *
 * `npm run bench` prints all; `npm run bench -- v2` only what has this in its name.
 */
import { normalize, type Outcome } from '../normalizer/src/normalize';
import type { ModelOptions } from '../normalizer/src/model/options';
import { printers } from '../normalizer/test/corpus/dialects';
import { workloads } from './workloads';

const RECORDS = Number(process.env.BENCH_RECORDS ?? 10_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 15);
const WARM_UP = 4;

const options: ModelOptions = { encoding: 'numeric', timeUnit: 'seconds' };

interface Side {
  readonly run: () => number;
  readonly records: number;
}

// Both sides start from bytes and end in bytes: that is what Kafka takes and gives, and a text that V8
// has only promised to put together costs nothing until it is read.
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

function baseline(messages: readonly Buffer[]): Side {
  const documents = messages.map((message) => JSON.parse(accepted(normalize(message, options))) as unknown);
  return {
    records: messages.length,
    run: () => {
      let bytes = 0;
      for (const [index, message] of messages.entries()) {
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

const quantile = (values: readonly number[], part: number) =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? NaN;

function compare(name: string, one: Side, other: Side): void {
  const rounds = Array.from({ length: WARM_UP + ROUNDS }, (_, round) =>
    round % 2 === 0
      ? { one: microseconds(one), other: microseconds(other) }
      : { other: microseconds(other), one: microseconds(one) },
  ).slice(WARM_UP);
  const ratios = rounds.map((round) => round.one / round.other);
  const median = (side: 'one' | 'other') =>
    quantile(
      rounds.map((round) => round[side]),
      0.5,
    ).toFixed(1);
  const [low, middle, high] = [0.25, 0.5, 0.75].map((part) => quantile(ratios, part).toFixed(2));
  console.log(
    `${name.padEnd(44)} ${middle ?? ''}  (${low ?? ''} to ${high ?? ''})   ${median('one')} / ${median('other')} µs`,
  );
}

const [, , wanted = ''] = process.argv;
console.log(`Node ${process.version}, ${RECORDS} records, ${ROUNDS} rounds; CPU time per record`);
console.log(`\ncore over JSON.parse and JSON.stringify`);
for (const { name, messages } of workloads(printers, RECORDS)) {
  if (name.includes(wanted)) {
    compare(name, core(messages.good), baseline(messages.good));
  }
}
console.log('\nrejected over accepted record');
for (const { name, messages } of workloads(printers, RECORDS)) {
  for (const [reason, bad] of Object.entries(messages.bad ?? {})) {
    if (name.includes(wanted)) {
      compare(`${name}, ${reason}`, core(bad), core(messages.good));
    }
  }
}
console.log('\na stream with one bad record in ten over all good');
for (const { name, messages } of workloads(printers, RECORDS)) {
  if (messages.bad !== undefined && name.includes(wanted)) {
    const bad = Object.values(messages.bad);
    const mixed = messages.good.map((good, index) =>
      index % 10 === 0 ? (bad[(index / 10) % bad.length]?.[index] ?? good) : good,
    );
    compare(name, core(mixed), core(messages.good));
  }
}
