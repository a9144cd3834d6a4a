/** What suites share is built once in a run, though they run side by side: nobody may use it while it is built. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtInRun } from './leftovers';

const PAUSE_MILLISECONDS = 100;
const clock = new Int32Array(new SharedArrayBuffer(4));

/**
 * Builds it, or waits until the suite that came first has; outside of a run, builds it.
 * @param what a name that may be one of a file
 * @throws Error if it could not be built, whoever tried
 */
export function onceInRun(what: string, build: () => void): void {
  const run = builtInRun();
  if (run === undefined) {
    build();
    return;
  }
  const [done, failed] = ['done', 'failed'].map((end) => join(run, what, end)) as [string, string];
  if (isFirst(join(run, what))) {
    try {
      build();
    } catch (error) {
      writeFileSync(failed, '');
      throw error;
    }
    writeFileSync(done, '');
    return;
  }
  while (!existsSync(done)) {
    if (existsSync(failed)) throw new Error(`${what} could not be built; the suite that tried says why`);
    Atomics.wait(clock, 0, 0, PAUSE_MILLISECONDS);
  }
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
