/**
 * Replaces the part of kafkajs that gathers a record's headers. Its own copies all that it has gathered for each
 * further header, so that 10,000 of them take minutes; and it gathers them in an object whose prototype has names
 * of its own, so that a header named `__proto__` or `constructor` is lost or no bytes at all. Both are still so in
 * its last release, 2.2.4. Importing this module is enough.
 */
import Decoder from 'kafkajs/src/protocol/decoder';
import type { Headers } from '../routing';

interface DecodedHeader {
  readonly key: string;
  readonly value: Buffer | null;
}

/** Headers in the form of kafkajs: an array for a name that occurs more than once. Takes time in proportion. */
export function gather(decoded: readonly DecodedHeader[]): Headers {
  // Without a prototype, no name is special.
  const headers = Object.create(null) as Record<string, Buffer | Buffer[]>;
  for (const { key, value } of decoded) {
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

// kafkajs reads no other array of this kind, and does nothing with it but reduce it to the headers.
const readArray = Reflect.get(Decoder.prototype, 'readVarIntArray') as (reader: unknown) => DecodedHeader[];
Decoder.prototype.readVarIntArray = function <T>(this: Decoder, reader: (decoder: Decoder) => T): T[] {
  const decoded = readArray.call(this, reader);
  Object.assign(decoded, { reduce: () => gather(decoded) });
  return decoded as T[];
};
