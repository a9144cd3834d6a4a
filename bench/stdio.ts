/** The stdio worker as a process of its own: how fast it is through, and how soon it is there. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLE } from '../test/servers/bundle';
import { each, pairs, ratio, sides, tellFigures, type Figure } from './figure';
import { FOLDER, linesOf } from './inputs';
import { timed } from './processes';

const RECORDS = 200_000;
const worker = [process.execPath, BUNDLE, 'stdio'];

async function* measure(): AsyncGenerator<Figure> {
  const input = linesOf(RECORDS);
  const passthrough = [process.execPath, join(FOLDER, 'lines.cjs')];
  // CPU time of the copy over that of the worker: how many records one does for each of the other.
  const through = await pairs(
    () => timed(passthrough, input).cpu,
    () => timed(worker, input).cpu,
    { rounds: Number(process.env.BENCH_ROUNDS ?? 7), warmUp: 1 },
  );
  yield ratio(
    {
      group: 'stdio',
      name: 'records per CPU second over a Node program that copies lines',
      target: { atLeast: 0.5 },
    },
    through,
    sides(
      each(through, (seconds) => (seconds / RECORDS) * 1e6),
      'µs a record (copy / stdio)',
    ),
  );
  const printed = await pairs(
    () => timed(['jq', '--compact-output', '.'], input).cpu,
    () => timed(worker, input).cpu,
    { rounds: 3, warmUp: 0 },
  );
  yield ratio(
    { group: 'stdio', name: 'the same over jq, which only reads and prints them', target: { atLeast: 1 } },
    printed,
    sides(
      each(printed, (seconds) => (seconds / RECORDS) * 1e6),
      'µs a record (jq / stdio)',
    ),
  );
  const empty = join(FOLDER, 'empty.cjs');
  writeFileSync(empty, '');
  const started = await pairs(
    () => timed(worker).cpu,
    () => timed([process.execPath, empty]).cpu,
    { rounds: Number(process.env.BENCH_ROUNDS ?? 15), warmUp: 1 },
  );
  yield ratio(
    {
      group: 'stdio',
      name: 'start to end without a record over an empty Node program',
      target: { atMost: 1.2 },
    },
    started,
    sides(
      each(started, (seconds) => seconds * 1000),
      'ms',
      0,
    ),
  );
}

void tellFigures(measure());
