/** `npm run synth` twice at once, and killed at any moment: `dist/` is whole, and the next run works. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { filesOf } from '../bin/synth/changes';
import { workplace } from '../bin/synth/workplace';
import { copySources } from './sources';

let folder: string;
const running: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-'));
});
afterEach(() => {
  for (const child of running.splice(0)) kill(child);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
});

/** Starts a program as the leader of a group, for all that it starts to be killed with it. */
function start(args: readonly string[], cwd = folder) {
  const child = spawn(process.execPath, args, { cwd, detached: true });
  running.push(child);
  let told = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (told += String(text)));
  const ended = once(child, 'close').then(([status]) => ({ status: status as number | null, told }));
  return { child, ended, told: () => told };
}

function kill({ pid = 0, exitCode, signalCode }: ChildProcess): void {
  if (exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
}

/** What `dist/` holds: every file and its content. */
function contents(output: string): Record<string, string> {
  return Object.fromEntries(filesOf(output).map((file) => [file, readFileSync(join(output, file), 'utf8')]));
}

describe('npm run synth', () => {
  const synth = (...options: readonly string[]) => start(['bin/run.cjs', 'synth', ...options]);
  const brokers = (count: number) => synth('--set', `kafka.brokers=${count}`);
  const hidden = () => readdirSync(folder).filter((name) => name.startsWith('.'));

  beforeEach(() => {
    copySources(folder, 'dist');
  });

  test('twice at once: one is done, the other is told why not; then it may', async () => {
    const both = await Promise.all([brokers(3).ended, brokers(5).ended]);
    expect(both.map(({ status }) => status).sort()).toEqual([0, 1]);
    const [winner, count] = both[0].status === 0 ? [both[0], 3] : [both[1], 5];
    const loser = both.find((run) => run !== winner);
    expect(loser?.told).toMatch(
      /^\S+\/dist: found another synth at work \(process \d+\); allowed: one at a time\n$/,
    );
    const made = contents(join(folder, 'dist'));
    for (const environment of ['compact', 'production', 'reference']) {
      expect(made[`${environment}/kafka/StatefulSet.kafka.yaml`]).toContain(`replicas: ${count}\n`);
    }
    expect(hidden()).toEqual([]);
    expect((await brokers(count).ended).told).toContain('dist/ is as it was.');
  });

  test('killed at any moment: dist/ is what it was, or what it shall be', async () => {
    const before = contents(join(folder, 'dist'));
    const started = Date.now();
    await synth().ended;
    const duration = Date.now() - started;
    expect((await brokers(3).ended).status).toBe(0);
    const after = contents(join(folder, 'dist'));
    const MOMENTS = 6;
    for (let moment = 0; moment < MOMENTS; moment++) {
      const run = moment % 2 === 0 ? synth() : brokers(3);
      await setTimeout((duration * (moment + 0.5)) / MOMENTS);
      kill(run.child);
      await run.ended;
      const found = contents(join(folder, 'dist'));
      expect([before, after]).toContainEqual(found);
    }
    expect((await synth().ended).status).toBe(0);
    expect(contents(join(folder, 'dist'))).toEqual(before);
    expect(hidden()).toEqual([]);
  });
});

describe('what is put in place', () => {
  const FILES = 50;
  const output = () => join(folder, 'dist');

  /** Which version each file of the folder has. */
  const versions = () => {
    const found = contents(output());
    return { count: Object.keys(found).length, versions: new Set(Object.values(found)) };
  };

  function fill(into: string, version: string): void {
    mkdirSync(join(into, 'a'), { recursive: true });
    for (let index = 0; index < FILES; index++) writeFileSync(join(into, 'a', `${index}.yaml`), version);
  }

  test('is there at every moment', async () => {
    fill(output(), 'first');
    const watcher = start([
      '-e',
      `const { existsSync } = require('node:fs');
       let looks = 0, missing = 0;
       process.on('SIGTERM', () => { console.log(JSON.stringify({ looks, missing })); process.exit(); });
       (function look() {
         for (let i = 0; i < 1000; i++) { looks++; if (!existsSync('dist/a/0.yaml')) missing++; }
         setImmediate(look);
       })();
       console.log('looking');`,
    ]);
    while (!watcher.told().includes('looking')) await setTimeout(10);
    for (let round = 0; round < 100; round++) {
      const place = workplace(output());
      fill(place.next, String(round));
      place.putInPlace();
      place.leave();
    }
    watcher.child.kill('SIGTERM');
    const { told } = await watcher.ended;
    const { looks, missing } = JSON.parse(told.replace('looking\n', '')) as {
      looks: number;
      missing: number;
    };
    expect(looks).toBeGreaterThan(1000);
    expect(missing).toBe(0);
    expect(versions()).toEqual({ count: FILES, versions: new Set(['99']) });
  });

  test('is whole when its run is killed at that moment, and the next run takes away what was left', async () => {
    const script = join(folder, 'swap.ts');
    writeFileSync(
      script,
      `import { mkdirSync, writeFileSync } from 'node:fs';
       import { workplace } from '${resolve('bin/synth/workplace')}';
       for (let round = 0; ; round++) {
         const { next, putInPlace, leave } = workplace('${output()}');
         mkdirSync(next + '/a');
         for (let index = 0; index < ${FILES}; index++) writeFileSync(next + '/a/' + index + '.yaml', process.pid + ' ' + round);
         putInPlace();
         leave();
         if (round === 0) console.log('swapping');
       }`,
    );
    const RUNS = 8;
    for (let run = 0; run < RUNS; run++) {
      const swapper = start(['--import', 'tsx', script], '.');
      while (!swapper.told().includes('swapping')) {
        if (swapper.child.exitCode !== null) throw new Error(swapper.told());
        await setTimeout(5);
      }
      await setTimeout(run * 5);
      kill(swapper.child);
      await swapper.ended;
      const found = versions();
      expect(found).toEqual({ count: FILES, versions: expect.objectContaining({ size: 1 }) as unknown });
    }
    workplace(output()).leave();
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(versions().count).toBe(FILES);
  });

  test('is put back, where a system that needs two steps was stopped between them', () => {
    const left = join(folder, '.dist.synth-killed', 'previous');
    fill(left, 'before');
    workplace(output()).leave();
    expect(versions()).toEqual({ count: FILES, versions: new Set(['before']) });
    expect(existsSync(left)).toBe(false);
  });
});
