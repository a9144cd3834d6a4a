/** Whole processes under measurement. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** What the shell's `time` says. */
export interface Times {
  /** Wall time in seconds. */
  readonly wall: number;
  /** CPU time in seconds, of the process and its children. */
  readonly cpu: number;
}

/**
 * Runs a command to its end, its output thrown away.
 * @param input the file that it reads
 * @throws Error if it ends with another code than 0
 */
export function timed(command: readonly string[], input = '/dev/null', cwd = '.'): Times {
  const script = 'TIMEFORMAT="%R %U %S"; time "$@" <"$INPUT" >/dev/null 2>&3';
  const { status, stderr } = spawnSync('bash', ['-c', `exec 3>/dev/null; ${script}`, 'bash', ...command], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, INPUT: input, LC_ALL: 'C' },
  });
  if (status !== 0) throw new Error(`${command.join(' ')}: exit code ${String(status)}`);
  const [wall = NaN, user = NaN, system = NaN] = stderr.trim().split(' ').map(Number);
  return { wall, cpu: user + system };
}

/** CPU time of a running process and of its children so far, in seconds. */
export function cpuOf(pid: number): number {
  // Of each thread those that it has started; a thread may end meanwhile.
  const children = readdirSync(`/proc/${pid}/task`)
    .map((thread) => `/proc/${pid}/task/${thread}/children`)
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, 'utf8').split(' ').filter(Boolean));
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  // In and out of the kernel, its own and that of children that have ended.
  const ticks = rest.split(' ').slice(11, 15).map(Number);
  return sum(ticks) / TICKS + sum(children.map(Number).map(cpuOf));
}

export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
