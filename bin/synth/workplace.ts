/**
 * Where a run of synth makes its manifests before they take the place of the output folder: a folder of its own
 * beside it, for one run at a time. What a run that was killed has left, the next one takes away.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ValuesError } from '../../charts/values/problem';
import { exchange, lock } from './system-calls';

/** What a run has to itself. */
export interface Workplace {
  /** An empty folder, for what shall be put in place. */
  readonly next: string;
  /** Puts it in place; whoever looks finds the folder that was there or the new one, whole. */
  readonly putInPlace: () => void;
  readonly leave: () => void;
}

/**
 * Makes the workplace beside an output folder.
 * @param output an absolute path; the folder need not be there
 * @throws ValuesError when another run is at work there
 */
export function workplace(output: string): Workplace {
  mkdirSync(dirname(output), { recursive: true });
  const unlock = lockFolder(output);
  try {
    recover(output);
    // Only its owner may enter what mkdtemp makes: what is put in place is a folder within.
    const own = mkdtempSync(beside(output, 'synth-'));
    const next = join(own, 'next');
    mkdirSync(next);
    return {
      next,
      putInPlace: () => {
        putInPlace(next, output, join(own, PREVIOUS));
      },
      leave: () => {
        rmSync(own, { recursive: true, force: true });
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Where the old folder waits for its end, on systems that need two steps. */
const PREVIOUS = 'previous';

function beside(output: string, suffix: string): string {
  return join(dirname(output), `.${basename(output)}.${suffix}`);
}

function putInPlace(next: string, output: string, previous: string): void {
  if (existsSync(output)) {
    if (exchange(next, output)) return;
    renameSync(output, previous);
  }
  renameSync(next, output);
}

/** Takes away what runs have left that were killed; first puts back what one had taken out of its place. */
function recover(output: string): void {
  const prefix = basename(beside(output, 'synth-'));
  const left = readdirSync(dirname(output))
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(dirname(output), name));
  for (const folder of left) {
    const previous = join(folder, PREVIOUS);
    if (!existsSync(output) && existsSync(previous)) renameSync(previous, output);
  }
  for (const folder of left) rmSync(folder, { recursive: true, force: true });
}

function lockFolder(output: string): () => void {
  const file = beside(output, 'lock');
  for (;;) {
    const descriptor = openSync(file, 'a+');
    if (!lock(descriptor)) {
      closeSync(descriptor);
      throw new ValuesError([{ source: output, path: '', found: holder(file), allowed: 'one at a time' }]);
    }
    if (isStillThere(descriptor, file)) {
      ftruncateSync(descriptor);
      writeSync(descriptor, String(process.pid));
      return () => {
        rmSync(file, { force: true });
        closeSync(descriptor);
      };
    }
    // Who had the lock took the file away after it was opened here.
    closeSync(descriptor);
  }
}

function holder(file: string): string {
  const process = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return `another synth at work${process === '' ? '' : ` (process ${process})`}`;
}

function isStillThere(descriptor: number, file: string): boolean {
  const there = statSync(file, { throwIfNoEntry: false });
  return there?.ino === fstatSync(descriptor).ino;
}
