/** Servers as child processes: started, waited for, and stopped by the pid that was started. */
import { spawn, type SpawnOptionsWithoutStdio } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { remember } from './leftovers';

/** A running child process and what it has printed so far. */
export interface Server {
  readonly pid: number;
  /** Standard output and standard error, as they came. */
  readonly output: () => string;
  /** Resolves with the exit code, or null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Asks it to end (SIGTERM) and resolves with its exit code; kills it after 30 seconds. */
  readonly stop: () => Promise<number | null>;
}

/** Starts a process that is expected to run until it is stopped. */
export function startServer(
  command: string,
  args: readonly string[],
  options: SpawnOptionsWithoutStdio,
): Server {
  const child = spawn(command, args, options);
  const forget = child.pid === undefined ? () => undefined : remember(child.pid);
  const printed: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      forget();
      resolve(code);
    });
  });
  return {
    pid: child.pid ?? -1,
    output: () => printed.join(''),
    exited,
    stop: async () => {
      child.kill('SIGTERM');
      const overdue = setTimeout(() => child.kill('SIGKILL'), 30_000);
      const code = await exited;
      clearTimeout(overdue);
      return code;
    },
  };
}

/** A TCP port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** How a command ended. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Asks until the answer is yes.
 * @param what for the message
 * @param ask may throw, which counts as no
 * @param server when given, its end or the time-out is reported with what it printed
 */
export async function eventually(
  what: string,
  ask: () => boolean | Promise<boolean>,
  { server, seconds = 180 }: { server?: Server; seconds?: number } = {},
): Promise<void> {
  const ended = server?.exited.then(() => 'the server ended') ?? new Promise<never>(() => undefined);
  const deadline = Date.now() + seconds * 1000;
  let outcome = 'no answer yet';
  while (Date.now() < deadline) {
    try {
      if (await ask()) return;
      outcome = 'the answer was no';
    } catch (error) {
      outcome = String(error);
    }
    const end = await Promise.race([ended, sleep(100)]);
    if (end !== undefined) throw new Error(`${what}: ${end}\n${server?.output().slice(-4000) ?? ''}`);
  }
  throw new Error(`${what}: not within ${seconds} s: ${outcome}\n${server?.output().slice(-4000) ?? ''}`);
}
