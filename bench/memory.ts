/** Whether memory grows with the number of records that have gone through an engine. */
import { spawn } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { BUNDLE } from '../test/servers/bundle';
import { tellFigures, type Figure } from './figure';
import { linesOf } from './inputs';
import { fill, freshTopics, makeTopics, openPlace, reached } from './place';
import { engine } from './programs';

const RECORDS = 250_000;
const EARLY = 2;
const WHOLE = 20;
/** See normalizer/Dockerfile. */
const AS_IN_IMAGES = ['--max-semi-space-size=16'];

async function* measure(): AsyncGenerator<Figure> {
  yield grown('stdio', await stdio());
  yield grown('kafkajs engine', await service());
}

/** The peaks of a program after each {@link RECORDS}, in MiB. */
async function stdio(): Promise<number[]> {
  const input = linesOf(RECORDS);
  const worker = spawn(process.execPath, [...AS_IN_IMAGES, BUNDLE, 'stdio'], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const peaks: number[] = [];
  for (let times = 1; times <= WHOLE; times++) {
    const lines = createReadStream(input);
    lines.pipe(worker.stdin, { end: false });
    await once(lines, 'end');
    peaks.push(peakOf(worker.pid));
  }
  worker.stdin.end();
  await once(worker, 'close');
  return peaks;
}

async function service(): Promise<number[]> {
  const place = await openPlace(0);
  const topics = freshTopics();
  const { input, output, rejected } = topics;
  try {
    await makeTopics(place, input, output, rejected);
    const { pids, stop } = await engine(1, 'at-least-once', AS_IN_IMAGES)(place, topics);
    const peaks: number[] = [];
    for (let times = 1; times <= WHOLE; times++) {
      await fill(place, input, RECORDS);
      await reached(place, output, times * RECORDS, pids);
      peaks.push(peakOf(pids[0]));
    }
    await stop();
    return peaks;
  } finally {
    await place.close();
  }
}

function grown(name: string, peaks: readonly number[]): Figure {
  const [early = NaN, whole = NaN] = [peaks[EARLY - 1], peaks[WHOLE - 1]];
  const ratio = whole / early;
  return {
    group: 'memory',
    name: `${name}: peak after ${(WHOLE * RECORDS).toLocaleString('en')} records over ${(EARLY * RECORDS).toLocaleString('en')}`,
    spread: { low: ratio, middle: ratio, high: ratio },
    target: { atMost: 1.2 },
    measured: `${whole.toFixed(0)} / ${early.toFixed(0)} MiB`,
  };
}

/** The most that a process has ever had in memory, in MiB. */
function peakOf(pid: number | undefined): number {
  const [, kibibytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid ?? NaN}/status`, 'utf8')) ?? [];
  return Number(kibibytes) / 1024;
}

void tellFigures(measure());
