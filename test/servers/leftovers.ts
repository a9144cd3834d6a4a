/**
 * Jest's global setup. What a run would leave behind, because it was interrupted, ends with it: servers, and what is
 * made of more than processes. A test can't see to that: Jest hands tests a copy of `process`, whose events never come.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Names the folder of this run. */
const FOLDER = 'NETFLOW_GITOPS_TEST_RUN';

/** Holds an empty file for each server that runs, called like its pid. */
const SERVERS = 'servers';
/** Holds a folder for each script that undoes what was made. */
const UNDO = 'undo';
/** What has been built in it: see `once.ts`. */
const BUILT = 'built';

const SCRIPT = 'undo.sh';

/** Has all servers that are still running killed when this process ends, by a signal too. */
export default function endLeftovers(): void {
  endServersAtExit();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
}

/** Has all servers that are still running killed when this process ends; signals are the caller's to hear. */
export function endServersAtExit(): void {
  const folder = mkdtempSync(join(tmpdir(), 'test-run-'));
  process.env[FOLDER] = folder;
  for (const part of [SERVERS, UNDO, BUILT]) mkdirSync(join(folder, part));
  process.once('exit', () => {
    for (const pid of readdirSync(join(folder, SERVERS))) kill(Number(pid));
    for (const made of readdirSync(join(folder, UNDO))) spawnSync('bash', [join(folder, UNDO, made, SCRIPT)]);
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

/** Remembers lines of shell that take away what has been made; the answer runs and forgets them. */
export function rememberToUndo(lines: string): () => void {
  const run = process.env[FOLDER];
  const file = join(
    mkdtempSync(run === undefined ? join(tmpdir(), 'undo-') : join(run, UNDO, 'of-')),
    SCRIPT,
  );
  writeFileSync(file, lines);
  return () => {
    spawnSync('bash', [file]);
    rmSync(dirname(file), { recursive: true });
  };
}

/** Where a run notes what it has built; undefined outside of one. */
export function builtInRun(): string | undefined {
  const folder = process.env[FOLDER];
  return folder === undefined ? undefined : join(folder, BUILT);
}
