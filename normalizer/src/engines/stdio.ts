/**
 * The engine for pipes: records in on one file, documents out on another, in the same order. It takes
 * no more input than its readers let it write.
 */
import type { Accepted, Outcome } from '../normalize';
import { Summary } from './summary';
import { Rejection } from '../record/rejection';
import { chunksOf, writeTo } from './files';
import { frame, FrameSplitter, LineSplitter, LONGEST_FRAME, TooLong, type Splitter } from './framing';

export const framings = ['lines', 'length-prefixed'] as const;

/** See docs/reference/stdio.md. */
export type Framing = (typeof framings)[number];

/** Descriptors of open files: pipes, for the most part. */
export interface Files {
  readonly input: number;
  readonly output: number;
  readonly errors: number;
}

/** What is written for the records of one chunk. */
interface Written {
  readonly output: string | Buffer;
  readonly errors: string;
}

interface Protocol {
  readonly splitter: Splitter;
  /**
   * @param records the outcomes of each record
   * @param first the number of the first of these records, from 1
   */
  readonly write: (records: readonly (readonly Outcome[])[], first: number) => Written;
}

/**
 * Runs until the input ends, then writes a summary as the last line of `errors`. It waits for what it reads and
 * writes: there is nothing else to do meanwhile, and Node's streams would take longer to load than all the rest.
 * @throws Error if a file fails, or the input ends within a frame.
 */
export function runStdio(
  { input, output, errors }: Files,
  framing: Framing,
  normalize: (record: Buffer) => readonly Outcome[],
): void {
  const { splitter, write } = framing === 'lines' ? lines() : lengthPrefixed();
  const summary = new Summary();
  const handle = (batch: (Buffer | TooLong)[]) => {
    const outcomes = batch.map((record) => {
      if (record instanceof TooLong) {
        return [refuse(record)];
      }
      return framing === 'lines' && opens(record) ? [OPENED] : normalize(record);
    });
    const written = write(outcomes, summary.records + 1);
    summary.add(outcomes);
    writeTo(output, written.output);
    writeTo(errors, written.errors);
  };
  for (const chunk of chunksOf(input)) {
    handle(splitter.push(chunk));
  }
  handle(splitter.end());
  writeTo(errors, `${JSON.stringify(summary)}\n`);
}

const refuse = ({ length }: TooLong): Outcome => ({
  rejection: new Rejection(
    'too-large',
    null,
    `a line of ${length} bytes; at most ${LONGEST_FRAME} are taken`,
  ),
});

/** Whether a line holds no more than the first bracket of a record that was printed for people. */
const opens = (line: Buffer) => line.length <= LONGEST_OPENING && /^\s*[{[]\s*$/.test(line.toString());
const LONGEST_OPENING = 3;
const OPENED: Outcome = {
  rejection: new Rejection(
    'not-json',
    null,
    'the line is only the beginning of a record: join its lines, as jq --compact-output . does',
  ),
};

function lines(): Protocol {
  return {
    splitter: new LineSplitter(),
    write: (records, first) => ({
      output: records
        .flat()
        .map((outcome) => ('value' in outcome ? `${outcome.value}\n` : ''))
        .join(''),
      errors: records
        .flatMap((outcomes, index) => outcomes.map((outcome) => ({ line: first + index, outcome })))
        .map(({ line, outcome }) =>
          'rejection' in outcome ? `${JSON.stringify({ line, ...fields(outcome.rejection) })}\n` : '',
        )
        .join(''),
    }),
  };
}

const ACCEPTED = Buffer.of(0);
const REJECTED = Buffer.of(1);
const DROPPED = Buffer.of(2);
const SEVERAL = Buffer.of(3);
const REJECTED_PART = Buffer.of(4);

function lengthPrefixed(): Protocol {
  return {
    splitter: new FrameSplitter(),
    write: (records) => ({
      output: Buffer.concat(
        records.map((outcomes) => {
          const [only, ...others] = outcomes.map(answer);
          return only !== undefined && others.length === 0
            ? only
            : frame(SEVERAL, ...(only === undefined ? [] : [only]), ...others);
        }),
      ),
      errors: '',
    }),
  };
}

function answer(outcome: Outcome): Buffer {
  if ('dropped' in outcome) {
    return frame(DROPPED, Buffer.from(outcome.dropped));
  }
  if ('value' in outcome) {
    return frame(ACCEPTED, ...facts(outcome), Buffer.from(outcome.value, 'latin1'));
  }
  const why = Buffer.from(JSON.stringify(fields(outcome.rejection)));
  return outcome.part === undefined ? frame(REJECTED, why) : frame(REJECTED_PART, frame(why), outcome.part);
}

/** What is told of an accepted flow beside its document, for those who count. */
function facts({ timeReceived, dialect, recordType, omitted }: Accepted): readonly Buffer[] {
  const received = Buffer.allocUnsafe(8);
  received.writeDoubleBE(timeReceived);
  return [received, text(dialect), text(recordType ?? 'unknown'), text(omitted.join())];
}

/** The same few come again and again. */
const texts = new Map<string, Buffer>();
const MOST_TEXTS = 1000;

function text(of: string): Buffer {
  const known = texts.get(of);
  if (known !== undefined) {
    return known;
  }
  const framed = frame(Buffer.from(of));
  if (texts.size < MOST_TEXTS) {
    texts.set(of, framed);
  }
  return framed;
}

const fields = ({ reason, field, message }: Rejection) => ({ reason, field, message });
