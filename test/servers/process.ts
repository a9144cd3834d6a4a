/** Servers as child processes: started, waited for, and stopped by the pid that was started. */
import { spawn, type SpawnOptions } from 'node:child_process';
import { fstatSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
export function startServer(command: string, args: readonly string[], options: SpawnOptions): Server {
  const { descriptor, printed } = anonymousFile();
  const child = spawn(command, args, { ...options, stdio: ['pipe', descriptor, descriptor] });
  const forget = child.pid === undefined ? () => undefined : remember(child.pid);
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      forget();
      resolve(code);
    });
  });
  return {
    pid: child.pid ?? -1,
    output: printed,
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

/**
 * A file without a name, which is gone with the last who has it open. Not a pipe: a server that logs much would stand
 * still while a test waits for a command that asks the server.
 */
function anonymousFile(): { readonly descriptor: number; readonly printed: () => string } {
  const folder = mkdtempSync(join(tmpdir(), 'output-'));
  const descriptor = openSync(join(folder, 'output'), 'a+');
  rmSync(folder, { recursive: true });
  return {
    descriptor,
    printed: () => {
      const bytes = Buffer.alloc(fstatSync(descriptor).size);
      readSync(descriptor, bytes, 0, bytes.length, 0);
      return bytes.toString();
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
