/** A record's headers in the form of kafkajs: by name, an array for a name that occurs more than once. */
import type { IHeaders } from 'kafkajs';

export interface Header {
  readonly key: string;
  readonly value: Buffer | null;
}

/** Without a prototype, no name is special: `__proto__` and `constructor` are names like others. */
const empty = () => Object.create(null) as Record<string, Buffer | Buffer[]>;

/** What records without headers share. */
export const NO_HEADERS: IHeaders = Object.freeze(empty());

/** Takes time in proportion to their number. */
export function gather(read: readonly Header[]): IHeaders {
  const headers = empty();
  for (const { key, value } of read) {
    const bytes = value ?? Buffer.alloc(0);
    const before = headers[key];
    if (before === undefined) {
      headers[key] = bytes;
    } else if (Array.isArray(before)) {
      before.push(bytes);
    } else {
      headers[key] = [before, bytes];
    }
  }
  return headers;
}
