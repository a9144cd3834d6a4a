/**
 * The engine for pipes: records in on one stream, documents out on another, in the same order. It takes
 * no more input than its readers let it write.
 */
import type { Readable, Writable } from 'node:stream';
import type { Outcome } from '../normalize';
import type { Rejection } from '../record/rejection';
import { frame, FrameSplitter, LineSplitter, type Splitter } from './framing';

export const framings = ['lines', 'length-prefixed'] as const;

/** See docs/reference/stdio.md. */
export type Framing = (typeof framings)[number];

export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
}

/** What is written for the records of one chunk. */
interface Written {
  readonly output: string | Buffer;
  readonly errors: string;
}

interface Protocol {
  readonly splitter: Splitter;
  /** @param first the number of the first of these records, from 1 */
  readonly write: (outcomes: readonly Outcome[], first: number) => Written;
}

/**
 * Runs until the input ends, then writes a summary as the last line of `errors`.
 * @throws Error if a stream fails, or the input ends within a frame.
 */
export async function runStdio(
  { input, output, errors }: Streams,
  framing: Framing,
  normalize: (record: Buffer) => Outcome,
): Promise<void> {
  const { splitter, write } = framing === 'lines' ? lines() : lengthPrefixed();
  let records = 0;
  let rejected = 0;
  const handle = async (batch: Buffer[]) => {
    const outcomes = batch.map(normalize);
    const written = write(outcomes, records + 1);
    records += outcomes.length;
    rejected += outcomes.filter((outcome) => 'rejection' in outcome).length;
    await Promise.all([deliver(output, written.output), deliver(errors, written.errors)]);
  };
  const failures = [output, errors].map((stream) => failure(stream));
  const work = async () => {
    for await (const chunk of input) {
      await handle(splitter.push(chunk as Buffer));
    }
    await handle(splitter.end());
    await deliver(errors, `${JSON.stringify({ records, accepted: records - rejected, rejected })}\n`);
  };
  await Promise.race([work(), ...failures]);
}

/** Writes, and waits until it is written: what the reader doesn't take is not read either. */
const deliver = (stream: Writable, text: string | Buffer) =>
  new Promise<void>((resolve, reject) => {
    stream.write(text, (error) => {
      if (error) {
        reject(error);
      } else {
        resolve();
      }
    });
  });

/** Rejects when the stream fails, also between writes, such as when nobody reads it any more (EPIPE). */
const failure = (stream: Writable) =>
  new Promise<never>((_, reject) => {
    stream.once('error', reject);
  });

function lines(): Protocol {
  return {
    splitter: new LineSplitter(),
    write: (outcomes, first) => ({
      output: outcomes.map((outcome) => ('value' in outcome ? `${outcome.value}\n` : '')).join(''),
      errors: outcomes
        .map((outcome, index) =>
          'rejection' in outcome
            ? `${JSON.stringify({ line: first + index, ...fields(outcome.rejection) })}\n`
            : '',
        )
        .join(''),
    }),
  };
}

const ACCEPTED = Buffer.of(0);
const REJECTED = Buffer.of(1);

function lengthPrefixed(): Protocol {
  return {
    splitter: new FrameSplitter(),
    write: (outcomes) => ({
      output: Buffer.concat(
        outcomes.map((outcome) =>
          'value' in outcome
            ? frame(ACCEPTED, Buffer.from(outcome.value, 'latin1'))
            : frame(REJECTED, Buffer.from(JSON.stringify(fields(outcome.rejection)))),
        ),
      ),
      errors: '',
    }),
  };
}

const fields = ({ reason, field, message }: Rejection) => ({ reason, field, message });
