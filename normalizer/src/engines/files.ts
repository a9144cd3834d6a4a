/** Files and pipes that are read and written one after the other, without Node's streams. */
import { readSync, writeSync } from 'node:fs';

const CHUNK = 64 * 1024;

/** Milliseconds until a pipe is asked again that does not wait by itself. */
const PAUSE = 1;

/** What a file has, until it ends. A chunk lives until the next one is asked for: they share their memory. */
export function* chunksOf(file: number): Generator<Buffer> {
  const chunk = Buffer.alloc(CHUNK);
  for (;;) {
    const length = patiently(() => readSync(file, chunk));
    if (length === 0) {
      return;
    }
    yield chunk.subarray(0, length);
  }
}

/** Writes all of it. @throws Error if nobody reads it any more (EPIPE), or there is no room */
export function writeTo(file: number, content: string | Buffer): void {
  let rest = typeof content === 'string' ? Buffer.from(content) : content;
  while (rest.length > 0) {
    const left = rest;
    rest = left.subarray(patiently(() => writeSync(file, left)));
  }
}

const clock = new Int32Array(new SharedArrayBuffer(4));

/** Tries until the system can: whoever holds the other end may have said that nobody waits here (O_NONBLOCK). */
function patiently(attempt: () => number): number {
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
        throw error;
      }
      Atomics.wait(clock, 0, 0, PAUSE);
    }
  }
}
