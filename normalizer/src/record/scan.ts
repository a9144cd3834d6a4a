/**
 * Reads a message as GoFlow2 prints it: one flat JSON object on one line, without spaces. It finds where each
 * value lies and makes nothing of those that nobody asks for, so it is much faster than JSON.parse. Whatever
 * else JSON may be it leaves to {@link parseExact}, of which it takes the meaning.
 */
import { parseExact } from './json';
import { isPlain, Keys, NO_SLOT } from './keys';

/** Messages that are longer are none of GoFlow2's. */
const LONGEST = 16 * 1024;

/** What a slot has. */
export const ABSENT = 0;
/** An integer that a double holds. */
export const INTEGER = 1;
/** A longer one. */
export const DIGITS = 2;
/** A text without escapes. */
export const TEXT = 3;
/** A list without entries. */
export const EMPTY = 4;
/** Anything else. */
const OTHER = 5;

const [BEGIN_LIST, END_LIST] = [0x5b, 0x5d];

const EMPTY_LIST: readonly unknown[] = [];

const EXACT_DIGITS = 15;

/** Numbers, words, and lists of these and of texts. Texts are of ASCII without escapes. */
const scalar = '-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][-+]?\\d+)?|true|false|null';
const item = `(?:${scalar}|"[ !#-[\\]-~]*")`;
const other = new RegExp(`${scalar}|\\[(?:${item}(?:,${item})*)?\\]`, 'y');

const [QUOTE, COMMA, ZERO, NINE, OPEN, CLOSE] = [0x22, 0x2c, 0x30, 0x39, 0x7b, 0x7d];

export class Scanner {
  /** The message, behind which is a zero: it ends all that is read. */
  private readonly bytes = Buffer.from(new ArrayBuffer(LONGEST + 8));
  /** The same. */
  readonly view = new DataView(this.bytes.buffer);
  private readonly keys = new Keys(this.view);
  private text = '';

  /** Of each slot: what it has, where that begins and ends, and the number if it is an integer. */
  readonly kinds = new Uint8Array(NO_SLOT + 1);
  readonly starts = new Int32Array(NO_SLOT + 1);
  readonly ends = new Int32Array(NO_SLOT + 1);
  readonly numbers = new Float64Array(NO_SLOT + 1);
  private readonly others = new Array<unknown>(NO_SLOT + 1).fill(undefined);

  /**
   * Finds the values of a message.
   * @returns whether it is one of the kind that can be read here; the slots mean nothing if it isn't
   */
  scan(message: Buffer): boolean {
    const { bytes, keys, kinds } = this;
    const { length } = message;
    if (length > LONGEST || message[0] !== OPEN) {
      return false;
    }
    bytes.set(message);
    bytes[length] = 0;
    this.text = bytes.toString('latin1', 0, length);
    kinds.fill(ABSENT);
    keys.restart();
    let index = 0;
    do {
      const slot = bytes[index + 1] === QUOTE ? keys.slotAt(index + 2) : -1;
      // Of a key that comes twice the last one counts: rare enough to leave it.
      if (slot === -1 || (kinds[slot] !== ABSENT && slot !== NO_SLOT)) {
        return false;
      }
      const start = keys.end;
      index = bytes[start] === QUOTE ? this.readText(slot, start + 1) : this.readOther(slot, start);
      if (index === -1) {
        return false;
      }
    } while (bytes[index] === COMMA);
    return bytes[index] === CLOSE && index + 1 === length;
  }

  /** Finds a text that begins here; gives the index behind its quote, -1 if it has none or an escape before. */
  private readText(slot: number, start: number): number {
    const { bytes } = this;
    let index = start;
    while (isPlain[bytes[index] ?? 0] === 1) {
      index++;
    }
    this.kinds[slot] = TEXT;
    this.starts[slot] = start;
    this.ends[slot] = index;
    return bytes[index] === QUOTE ? index + 1 : -1;
  }

  /** The same of any other value, for the most part an integer; -1 if it is none that is read here. */
  private readOther(slot: number, start: number): number {
    const { bytes } = this;
    let index = start;
    let number = 0;
    let code = bytes[index] ?? 0;
    while (code >= ZERO && code <= NINE) {
      number = number * 10 + (code - ZERO);
      code = bytes[++index] ?? 0;
    }
    const isInteger = (code === COMMA || code === CLOSE) && index > start;
    if (isInteger && (bytes[start] !== ZERO || index === start + 1)) {
      this.kinds[slot] = index - start <= EXACT_DIGITS ? INTEGER : DIGITS;
      this.numbers[slot] = number;
    } else if (bytes[start] === BEGIN_LIST && bytes[start + 1] === END_LIST) {
      index = start + 2;
      this.kinds[slot] = EMPTY;
    } else {
      other.lastIndex = start;
      index = other.test(this.text) ? other.lastIndex : -1;
      this.kinds[slot] = OTHER;
      this.others[slot] = undefined;
    }
    this.starts[slot] = start;
    this.ends[slot] = index;
    return index;
  }

  /**
   * The value of a slot, as {@link parseExact} gives it; undefined if the message has none.
   * @param isList whether an empty list is none, too
   */
  value(slot: number, isList: boolean): unknown {
    switch (this.kinds[slot]) {
      case ABSENT:
        return undefined;
      case INTEGER:
        return this.numbers[slot];
      case EMPTY:
        return isList ? undefined : EMPTY_LIST;
      case OTHER:
        return (this.others[slot] ??= parseExact(this.text.slice(this.starts[slot], this.ends[slot])));
      default:
        return this.text.slice(this.starts[slot], this.ends[slot]);
    }
  }
}
