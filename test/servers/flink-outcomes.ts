/** What must come out of the Flink job: what `normalizer stdio` answers, and Kafka's part of it. */
import { execFileSync } from 'node:child_process';
import { frame, FrameSplitter } from '../../normalizer/src/engines/framing';
import { normalize } from '../../normalizer/src/normalize';
import { numberOf, type FlinkRun, type Input, type Output } from './flink-run';

/** A document, or the reason why there is none, or not even a rejected record. */
export type Answer =
  | { readonly document: Buffer; readonly omitted?: string }
  | { readonly dropped: string }
  | {
      readonly rejection: {
        readonly reason: string;
        readonly field: string | null;
        readonly message: string;
      };
    };

/** Asks `normalizer stdio` about every record that has a value; with options, if there are any. */
export function stdioAnswers(
  worker: string,
  inputs: readonly Input[],
  options: readonly string[] = [],
): Answer[] {
  const values = inputs.flatMap(({ value }) => (value === null ? [] : [frame(value)]));
  const args = [worker, 'stdio', '--framing', 'length-prefixed', ...options];
  const output = execFileSync(process.execPath, args, {
    input: Buffer.concat(values),
    stdio: ['pipe', 'pipe', 'ignore'],
    maxBuffer: 2 ** 30,
  });
  const answers = new FrameSplitter().push(output).map((answer) => read(answer));
  return inputs.map(({ value }) => (value === null ? NO_VALUE : (answers.shift() ?? NO_VALUE)));
}

/** What the core says of a record without a value, which no frame can hold: the job has to say the same. */
const [NO_VALUE] = normalize(null, { encoding: 'numeric', timeUnit: 'seconds' }) as [
  Extract<Answer, { rejection: unknown }>,
];

function read(answer: Buffer): Answer {
  const rest = answer.subarray(1);
  if (answer[0] === 2) {
    return { dropped: rest.toString() };
  }
  return answer[0] === 0
    ? accepted(rest)
    : { rejection: JSON.parse(rest.toString()) as Extract<Answer, { rejection: unknown }>['rejection'] };
}

/** Behind the time and three texts is the document; the last text names what was left out. */
function accepted(facts: Buffer): Answer {
  let [omitted, document] = [facts, facts.subarray(8)];
  for (let texts = 0; texts < 3; texts++) {
    const end = 4 + document.readUInt32BE();
    [omitted, document] = [document.subarray(4, end), document.subarray(end)];
  }
  return { document, ...(omitted.length > 0 && { omitted: omitted.toString() }) };
}

/** Every output that isn't what its input leads to, in words. */
export function differences(run: FlinkRun, inputs: readonly Input[], answers: readonly Answer[]): string[] {
  return run.outputs.flatMap((output) => {
    const number = numberOf(output);
    const [input, answer] = [inputs[number], answers[number]];
    if (input === undefined || answer === undefined) return [`${number}: never produced`];
    const [found, expected] = [seen(output), due(run, input, answer, output)];
    return found === expected ? [] : [`${number}:\n  found    ${found}\n  expected ${expected}`];
  });
}

function seen({ topic, key, value, headers }: Output): string {
  return words(
    topic,
    text(key),
    text(value),
    Object.entries(headers ?? {}).map(([k, v]) => [k, String(v)]),
  );
}

function due({ topics }: FlinkRun, input: Input, answer: Answer, { headers = {} }: Output): string {
  const own = Object.entries(input.headers ?? {});
  if ('document' in answer) {
    const omitted = answer.omitted === undefined ? [] : [['netflow-omitted', answer.omitted] as const];
    return words(topics.output, input.key, text(answer.document), [...own, ...omitted]);
  }
  if ('dropped' in answer) {
    return `nothing, for ${answer.dropped}`;
  }
  const { reason, field, message } = answer.rejection;
  const why: Record<string, string> = {
    ...Object.fromEntries(own),
    'netflow-rejection-reason': reason,
    ...(field !== null && { 'netflow-rejection-field': field }),
    'netflow-rejection-message': message,
    'netflow-source-topic': topics.input,
    // Which, only Kafka knows.
    'netflow-source-partition': number(headers['netflow-source-partition']),
    'netflow-source-offset': number(headers['netflow-source-offset']),
  };
  return words(topics.rejected, input.key, text(input.value), Object.entries(why));
}

const number = (header: unknown) => /^\d+$/.exec(String(header))?.[0] ?? 'a number';

// Byte for byte: latin1 has a character for each.
const text = (bytes: Buffer | null) => bytes?.toString('latin1') ?? null;

const words = (
  topic: string,
  key: string | null,
  value: string | null,
  headers: readonly (readonly [string, string])[],
) => JSON.stringify([topic, key, value, [...headers].sort()]);
