/** Whether memory grows with the number of records that have gone through the stdio worker. */
import { spawn } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { BUNDLE } from '../test/servers/bundle';
import { tellFigures, type Figure } from './figure';
import { linesOf } from './inputs';

const RECORDS = 250_000;
const EARLY = 2;
const WHOLE = 20;
/** See normalizer/Dockerfile. */
const AS_IN_IMAGES = ['--max-semi-space-size=16'];

async function* measure(): AsyncGenerator<Figure> {
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
  const [early = NaN, whole = NaN] = [peaks[EARLY - 1], peaks[WHOLE - 1]];
  const ratio = whole / early;
  yield {
    group: 'memory',
    name: `stdio: peak after ${(WHOLE * RECORDS).toLocaleString('en')} records over ${(EARLY * RECORDS).toLocaleString('en')}`,
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
