/** The keys of messages, and the fast way to them from a message's bytes. */
import { extendedLeaves, leaves } from '../fields';
import { nameOf } from '../fields/leaf';
import { dialects } from './dialects';
import { wordsOf } from './words';

/** Every key that a dialect has a value under. Its index is the slot that its value is found in. */
const read: readonly string[] = [
  ...new Set(
    dialects.flatMap(({ marks, spelling, respell = (key) => key }) => [
      ...marks.flat(),
      ...[...leaves, ...extendedLeaves]
        .flatMap(({ sources }) => sources[spelling]?.keys ?? [])
        .map((key) => respell(nameOf(key))),
    ]),
  ),
];

const slots = new Map(read.map((key, slot) => [key, slot]));

/** The slot of a key that is read. */
export function slotOf(key: string): number {
  const slot = slots.get(key);
  if (slot === undefined) {
    throw new Error(`no dialect has the key ${key}`);
  }
  return slot;
}

/** So many keys that nobody reads get slots, too, as they come. */
const UNREAD = 256;
const LONGEST_UNREAD = 64;

/** The slot of all others. */
export const NO_SLOT = read.length + UNREAD;

const HASH_BITS = 11;
const [QUOTE, COLON] = [0x22, 0x3a];

/** Finds the slots of keys. The order in which keys have come is remembered, since it is nearly always the same. */
export class Keys {
  private count = 0;
  /** All keys with what follows them, four bytes a word, where each begins, and what counts of its last word. */
  private readonly words = new Int32Array(read.join('":').length + UNREAD * LONGEST_UNREAD);
  private readonly begins = new Int32Array(NO_SLOT + 1);
  private readonly masks = new Int32Array(NO_SLOT);
  private readonly lengths = new Int32Array(NO_SLOT);
  /** Slots by the hash of their keys; of those that meet, the later ones stand behind. -1 where there is none. */
  private readonly table = new Int16Array((1 << HASH_BITS) + NO_SLOT).fill(-1);
  /** The slot that came after each the last time. */
  private readonly following = new Int16Array(NO_SLOT + 1);
  private last = NO_SLOT;
  /** The index behind the colon of the key that was found last. */
  end = 0;

  /** @param bytes those that keys are looked for in */
  constructor(private readonly bytes: DataView) {
    for (const key of read) {
      this.learn(Buffer.from(key));
    }
  }

  /** Begins with a new message. */
  restart(): void {
    this.last = NO_SLOT;
  }

  /**
   * The slot of a key; -1 if no key without escapes and its colon are there.
   * @param start the index behind its quote
   */
  slotAt(start: number): number {
    const expected = this.following[this.last] ?? 0;
    if (this.matches(expected, start)) {
      this.last = expected;
      return expected;
    }
    const slot = this.find(start);
    if (slot !== -1) {
      this.following[this.last] = slot;
      this.last = slot;
    }
    return slot;
  }

  private matches(slot: number, start: number): boolean {
    const { bytes, words } = this;
    const last = (this.begins[slot + 1] ?? 0) - 1;
    let index = start;
    for (let own = this.begins[slot] ?? 0; own < last; own++) {
      if (bytes.getInt32(index, true) !== words[own]) {
        return false;
      }
      index += 4;
    }
    // Of a slot without a key there is nothing that counts.
    const mask = this.masks[slot] ?? 0;
    this.end = start + (this.lengths[slot] ?? 0);
    return mask !== 0 && ((bytes.getInt32(index, true) ^ (words[last] ?? 0)) & mask) === 0;
  }

  private find(start: number): number {
    const { bytes } = this;
    let end = start;
    while (isPlain[bytes.getUint8(end)] === 1) {
      end++;
    }
    if (bytes.getUint8(end) !== QUOTE || bytes.getUint8(end + 1) !== COLON) {
      return -1;
    }
    const key = new Uint8Array(bytes.buffer, start, end - start);
    for (let place = hashOf(key); ; place++) {
      const slot = this.table[place] ?? -1;
      if (slot === -1) {
        this.end = end + 2;
        return this.count === NO_SLOT || key.length > LONGEST_UNREAD ? NO_SLOT : this.learn(key);
      }
      if (this.matches(slot, start)) {
        return slot;
      }
    }
  }

  private learn(key: Uint8Array): number {
    const slot = this.count++;
    const bytes = Buffer.concat([key, Buffer.from('":')]);
    const words = wordsOf(bytes);
    const begin = this.begins[slot] ?? 0;
    this.words.set(words, begin);
    this.begins[slot + 1] = begin + words.length;
    this.lengths[slot] = bytes.length;
    this.masks[slot] = -1 >>> (8 * (4 * words.length - bytes.length));
    let place = hashOf(key);
    while (this.table[place] !== -1) {
      place++;
    }
    this.table[place] = slot;
    return slot;
  }
}

function hashOf(key: Uint8Array): number {
  let hash = 0;
  for (const code of key) {
    hash = (Math.imul(hash, 31) + code) | 0;
  }
  return (hash ^ (hash >>> HASH_BITS)) & ((1 << HASH_BITS) - 1);
}

/** Characters that texts without escapes are made of: all of ASCII's but quotes, backslashes and controls. */
export const isPlain = Uint8Array.from({ length: 256 }, (_, code) =>
  code >= 0x20 && code < 0x7f && code !== QUOTE && code !== 0x5c ? 1 : 0,
);
