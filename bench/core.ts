/**
 * The core's speed as a ratio, so that machines can be compared: the time to turn a message into a
 * document, over the time of JSON.parse of that message and JSON.stringify of that document as an
 * object. Rounds of both alternate in one process, and the median of their ratios counts.
 */
import { customMessage } from '../normalizer/test/corpus/custom';
import { generator, netflowV9 } from '../normalizer/test/corpus/flow';
import { normalize } from '../normalizer/src/normalize';
import type { ModelOptions } from '../normalizer/src/model/options';

const RECORDS = 2000;
const ROUNDS = 60;
const WARM_UP = 20;

const options: ModelOptions = { encoding: 'numeric', timeUnit: 'seconds' };

const random = generator(1);
const messages = Array.from({ length: RECORDS }, () => Buffer.from(customMessage(netflowV9(random))));
const documents = messages.map((message) => JSON.parse(document(message)) as unknown);

function document(message: Buffer): string {
  const [outcome] = normalize(message, options);
  if (outcome === undefined || !('value' in outcome)) {
    throw new Error(`the corpus has a record that is not accepted: ${JSON.stringify(outcome)}`);
  }
  return outcome.value;
}

// Both sides start from bytes and end in bytes: that is what Kafka takes and gives, and a text that V8
// has only promised to put together costs nothing until it is read.
function core(): number {
  let bytes = 0;
  for (const message of messages) {
    bytes += Buffer.from(document(message), 'latin1').length;
  }
  return bytes;
}

function baseline(): number {
  let bytes = 0;
  for (const [index, message] of messages.entries()) {
    JSON.parse(message.toString());
    bytes += Buffer.from(JSON.stringify(documents[index]), 'latin1').length;
  }
  return bytes;
}

function microseconds(round: () => number): number {
  globalThis.gc?.();
  const start = process.hrtime.bigint();
  const bytes = round();
  // The bytes are looked at, so that no compiler may think the round to be without effect.
  return bytes === 0 ? 0 : Number(process.hrtime.bigint() - start) / 1000 / RECORDS;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const rounds = Array.from({ length: WARM_UP + ROUNDS }, (_, round) =>
  round % 2 === 0
    ? { core: microseconds(core), baseline: microseconds(baseline) }
    : { baseline: microseconds(baseline), core: microseconds(core) },
).slice(WARM_UP);

const ratio = median(rounds.map((round) => round.core / round.baseline));
console.log(`core        ${median(rounds.map((round) => round.core)).toFixed(2)} µs per record`);
console.log(`parse+write ${median(rounds.map((round) => round.baseline)).toFixed(2)} µs per record`);
console.log(
  `ratio       ${ratio.toFixed(2)} (core / JSON.parse + JSON.stringify; ${RECORDS} records, ${ROUNDS} rounds)`,
);
