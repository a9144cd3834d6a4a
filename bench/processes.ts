/** Whole processes under measurement. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

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

/** CPU time of a running process so far, in seconds. */
export function cpuOf(pid: number): number {
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user = NaN, system = NaN] = rest.split(' ').slice(11, 13).map(Number);
  return (user + system) / TICKS;
}

const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** The most memory that a running process has had so far, in MiB. */
export function peakMemory(pid: number): number {
  const [, kibibytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) / 1024;
}
