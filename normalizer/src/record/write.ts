/**
 * Writes documents of scanned messages: what {@link interpret} says, from bytes to bytes. Most values go as
 * they came, so they are checked and copied in place; the others go to their readers.
 */
import { UINT32 } from '../values/integers';
import { isCertain, mainKeysOf, type Read } from '../values/type';
import { slotOf } from './keys';
import type { Reading } from './reading';
import { END, type Group, type Row } from './rows';
import { ABSENT, DIGITS, EMPTY, INTEGER, type Scanner } from './scan';
import { wordsOf } from './words';

/** Longer documents than any that GoFlow2's messages lead to. */
const LONGEST = 64 * 1024;

/** More than a member has without what its reader gives. */
const ROOM = 1024;

const [OPEN, MINUS, ZERO] = [0x7b, 0x2d, 0x30];

/** Integers of so many digits are below 2^64. */
const SAFE_DIGITS = 19;

/** A text of the document. */
interface Piece {
  readonly words: Int32Array;
  readonly length: number;
}

const pieceOf = (text: string): Piece => ({ words: wordsOf(Buffer.from(text)), length: text.length });

const NO_PIECE = pieceOf('');
const TAIL = pieceOf(END);

/** A row as it is carried out. */
interface Step {
  readonly begin: Piece;
  readonly end: Piece;
  readonly slots: readonly number[];
  /** So many of the slots decide whether the reader is asked. */
  readonly main: number;
  readonly read: Read;
  readonly isCertain: boolean;
  readonly isEssential: boolean;
  /** The place of the slot that has a list; -1 if none has. */
  readonly list: number;
  /** 0 for flows of either IP version. */
  readonly family: number;
  /** Integers from and to which go as they come, in so many of the slots. */
  readonly plain: number;
  readonly from: number;
  readonly to: number;
  /** The members of numbers that have texts. */
  readonly members: readonly Piece[];
}

interface Steps {
  readonly begin: Piece;
  readonly steps: readonly Step[];
  readonly end: Piece;
}

export class Writer {
  private readonly groups: readonly Steps[];
  private readonly bytes = Buffer.from(new ArrayBuffer(LONGEST + ROOM));
  private readonly view = new DataView(this.bytes.buffer);
  private position = 0;

  constructor(
    groups: readonly Group[],
    private readonly scanner: Scanner,
  ) {
    this.groups = groups.map(({ begin, rows, end }) => ({
      begin: pieceOf(begin),
      steps: rows.map(stepOf),
      end: pieceOf(end),
    }));
  }

  /**
   * Turns the message that the scanner has into a document.
   * @returns `''` if the record has been refused; undefined if the document would be too long
   */
  write(record: Reading): string | undefined {
    this.position = 0;
    for (const { begin, steps, end } of this.groups) {
      const before = this.position;
      this.put(begin);
      const first = this.position;
      for (const step of steps) {
        if (step.family === 0 || step.family === record.ipVersion) {
          this.carryOut(step, record);
          if (step.isEssential && record.rejection !== undefined) {
            return '';
          }
        }
      }
      if (this.position === first) {
        this.position = before;
      } else {
        this.bytes[first] = OPEN;
        this.put(end);
      }
      if (this.position > LONGEST) {
        return undefined;
      }
    }
    this.put(TAIL);
    return this.bytes.toString('latin1', 0, this.position);
  }

  /** Adds the member of a step, if it has a value. */
  private carryOut(step: Step, record: Reading): void {
    const { kinds, numbers, starts, ends } = this.scanner;
    const { slots, main } = step;
    let index = 0;
    let slot = slots[0] ?? 0;
    let kind = kinds[slot] ?? ABSENT;
    while ((kind === ABSENT || (kind === EMPTY && index === step.list)) && ++index < main) {
      slot = slots[index] ?? 0;
      kind = kinds[slot] ?? ABSENT;
    }
    if (index === main && !step.isCertain) {
      return;
    }
    if (kind === INTEGER || kind === DIGITS) {
      const number = numbers[slot] ?? 0;
      const length = (ends[slot] ?? 0) - (starts[slot] ?? 0);
      if (index < step.plain && number >= step.from && number <= step.to && length <= SAFE_DIGITS) {
        this.put(step.begin);
        this.copy(starts[slot] ?? 0, length);
        this.put(step.end);
        return;
      }
      if (number < step.members.length) {
        this.put(step.members[number] ?? NO_PIECE);
        return;
      }
    }
    const value = this.ask(step, record);
    if (value !== '') {
      this.put(step.begin);
      this.add(value);
      this.put(step.end);
    }
  }

  private ask({ read, slots, list }: Step, record: Reading): string | number {
    const { scanner } = this;
    const [first = 0, second = 0, third = 0] = slots;
    switch (slots.length) {
      case 0:
        return read(record);
      case 1:
        return read(record, scanner.value(first, list === 0));
      case 2:
        return read(record, scanner.value(first, list === 0), scanner.value(second, list === 1));
      case 3:
        return read(
          record,
          scanner.value(first, list === 0),
          scanner.value(second, list === 1),
          scanner.value(third, list === 2),
        );
      default:
        return read(record, ...slots.map((slot, place) => scanner.value(slot, list === place)));
    }
  }

  private put({ words, length }: Piece): void {
    const { view, position } = this;
    for (let index = 0; index < words.length; index++) {
      view.setInt32(position + 4 * index, words[index] ?? 0, true);
    }
    this.position = position + length;
  }

  /** Copies bytes of the message. */
  private copy(start: number, length: number): void {
    const { view, position } = this;
    const from = this.scanner.view;
    for (let index = 0; index < length; index += 4) {
      view.setInt32(position + index, from.getInt32(start + index, true), true);
    }
    this.position = position + length;
  }

  private add(value: string | number): void {
    if (typeof value === 'number' && value <= UINT32) {
      this.addInteger(value);
    } else {
      this.addText(String(value));
    }
  }

  /** Those that don't have the room are not added, but counted. */
  private addText(text: string): void {
    const { bytes, position } = this;
    if (position + text.length <= LONGEST) {
      for (let index = 0; index < text.length; index++) {
        bytes[position + index] = text.charCodeAt(index);
      }
    }
    this.position = position + text.length;
  }

  /** @param value from -2^31 to 2^32 - 1 */
  private addInteger(value: number): void {
    const { bytes } = this;
    let rest = value;
    if (value < 0) {
      bytes[this.position++] = MINUS;
      rest = -value;
    }
    let digits = 1;
    for (let limit = 10; rest >= limit; limit *= 10) {
      digits++;
    }
    this.position += digits;
    for (let index = this.position - 1; digits > 0; digits--) {
      const tenth = (rest / 10) >>> 0;
      bytes[index--] = ZERO + rest - 10 * tenth;
      rest = tenth;
    }
  }
}

function stepOf({ reader, begin, end }: Row): Step {
  const { keys, read, plain, essential = false, list = -1, family = 0 } = reader;
  const [from, to, slots] =
    plain !== undefined && 'from' in plain ? [plain.from, plain.to, plain.keys ?? keys.length] : [0, 0, 0];
  return {
    begin: pieceOf(begin),
    end: pieceOf(end),
    slots: keys.map(slotOf),
    main: mainKeysOf(reader).length,
    read,
    isCertain: isCertain(reader),
    isEssential: essential,
    list,
    family,
    plain: slots,
    from,
    to,
    members:
      plain !== undefined && 'texts' in plain
        ? plain.texts.map((text) => pieceOf(text === '' ? '' : begin + text + end))
        : [],
  };
}
