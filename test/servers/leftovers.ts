/**
 * Jest's global setup. Servers that a run would leave behind, because it was interrupted, end with it. A test can't
 * see to that: Jest hands tests a copy of `process`, whose events never come.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names the folder of this run. */
const FOLDER = 'NETFLOW_GITOPS_TEST_RUN';

/** Holds an empty file for each server that runs, called like its pid. */
const SERVERS = 'servers';
/** What has been built in it: see `once.ts`. */
const BUILT = 'built';

/** Has all servers that are still running killed when this process ends, by a signal too. */
export default function endLeftovers(): void {
  endServersAtExit();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
}

/** Has all servers that are still running killed when this process ends; signals are the caller's to hear. */
export function endServersAtExit(): void {
  const folder = mkdtempSync(join(tmpdir(), 'test-run-'));
  process.env[FOLDER] = folder;
  for (const part of [SERVERS, BUILT]) mkdirSync(join(folder, part));
  process.once('exit', () => {
    for (const pid of readdirSync(join(folder, SERVERS))) kill(Number(pid));
    rmSync(folder, { recursive: true });
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended, and nobody has had the time to say so.
  }
}

/** Remembers a server; the answer forgets it, when it has ended. */
export function remember(pid: number): () => void {
  const file = join(process.env[FOLDER] ?? '', SERVERS, String(pid));
  writeFileSync(file, '');
  return () => {
    unlinkSync(file);
  };
}

/** Where a run notes what it has built; undefined outside of one. */
export function builtInRun(): string | undefined {
  const folder = process.env[FOLDER];
  return folder === undefined ? undefined : join(folder, BUILT);
}
