/** The suite interrupted, from a keyboard: nothing is left of what it has made, however far it had come. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { eventually } from '../servers/process';

const MACHINES = '/var/tmp';
const GROUPS = '/sys/fs/cgroup';

/** Machines of clusters, by their folders. */
const machines = () => named(MACHINES, /^netflow-cluster-/);

const named = (folder: string, name: RegExp) => readdirSync(folder).filter((entry) => name.test(entry));

/** Control groups, mounts and processes that have to do with a folder. */
function tracesOf(folder: string): string[] {
  const groups = readdirSync(GROUPS, { withFileTypes: true })
    .filter((hierarchy) => hierarchy.isDirectory())
    .map(({ name }) => join(GROUPS, name, basename(folder)))
    .filter((group) => existsSync(group));
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
  const processes = named('/proc', /^\d+$/).map(commandOf);
  return [...groups, ...[...mounts, ...processes].filter((line) => line.includes(folder))];
}

function commandOf(pid: string): string {
  try {
    return readFileSync(join('/proc', pid, 'cmdline'), 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

test.each([
  {
    stage: 'while images are built',
    reached: (temporary: string) =>
      named(temporary, /^podman-/).some((store) =>
        existsSync(join(temporary, store, 'storage/overlay-images/images.json')),
      ),
  },
  {
    stage: 'while containers run',
    reached: (_: string, machine: string) => named(join(machine, 'pod-logs'), /^netflow_kafka-0/).length > 0,
  },
])('$stage', async ({ reached }) => {
  const temporary = mkdtempSync(join(tmpdir(), 'interrupted-'));
  const before = machines();
  const pattern = ['--testNamePattern', 'the first steps', '--testPathPattern', 'compact'];
  const suite = spawn('npm', ['run', 'test:cluster', '--', ...pattern], {
    detached: true,
    env: { ...process.env, TMPDIR: temporary },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => suite.once('exit', resolve));
  const own = () => machines().filter((name) => !before.includes(name));
  await eventually('the suite has come so far', () => reached(temporary, join(MACHINES, own()[0] ?? '')), {
    seconds: 600,
  });
  const paths = [temporary, ...own().map((name) => join(MACHINES, name))];
  process.kill(-(suite.pid ?? 0), 'SIGINT');
  await ended;
  await eventually('nothing is left', () => {
    // npm and tsx keep caches here, and neither is asked to take them away.
    const left = [...own(), ...named(temporary, /^(?!tsx-|node-|v8-|jest)/), ...paths.flatMap(tracesOf)];
    if (left.length === 0) return true;
    throw new Error(left.join('\n'));
  });
  rmSync(temporary, { recursive: true });
});
