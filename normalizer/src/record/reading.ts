import type { ModelOptions } from '../model/options';
import type { RecordType } from './record-type';
import { Rejection, type RejectionReason } from './rejection';

const NONE: readonly string[] = [];

/**
 * What is known of a record while it is read: the facts on which the reading of others depends, what was
 * left out, and the rejection, if there is one.
 */
export class Reading {
  /** The keys whose values were left out. */
  omitted: readonly string[] = NONE;
  rejection: Rejection | undefined = undefined;
  /** A number can't be told from the text: the message is to be parsed again, without loss of digits. */
  inexact = false;

  recordType: RecordType | undefined = undefined;
  ipVersion: 4 | 6 = 4;
  /** The key of the time that was read last. */
  key = '';
  /** Milliseconds since 1970. */
  timeReceived = 0;
  /** The flow's end in milliseconds since 1970. */
  end = 0;
  samplerAddress = '';
  protocol = 0;
  srcPort = 0;
  dstPort = 0;
  /** As received, `''` if the packet has none. */
  srcAddress = '';
  dstAddress = '';

  /** @param text the JSON text that the message was parsed from */
  constructor(
    readonly text: string,
    readonly options: ModelOptions,
  ) {}

  /** Notes that the value of a key was left out; gives the text of no leaf. */
  omit(key: string): string {
    if (this.omitted === NONE) {
      this.omitted = [key];
    } else if (!this.omitted.includes(key)) {
      this.omitted = [...this.omitted, key];
    }
    return '';
  }

  /** Refuses the record for the value of a key; gives the text of no leaf. The first refusal counts. */
  refuse(key: string, found: unknown, allowed: string, reason: RejectionReason = 'invalid-value'): string {
    this.rejection ??=
      found === undefined
        ? new Rejection('missing-field', key, `${key} is missing`)
        : new Rejection(reason, key, `${key}: found ${shown(found)}, allowed is ${allowed}`);
    return '';
  }

  /**
   * The digits of an integer that is too large for a double, out of the text; `''` if it is none of at
   * most twenty digits.
   * @param value what the parser made of it
   */
  digits(key: string, value: number): string {
    const member = `"${key}":`;
    const start = this.text.indexOf(member) + member.length;
    let end = start;
    while (isDigit(this.text.charCodeAt(end))) {
      end++;
    }
    const next = this.text[end];
    const digits = this.text.slice(start, Math.min(end, start + LONGEST + 1));
    if (start < member.length || (next !== ',' && next !== '}') || Number(digits) !== value) {
      // A space, another member of the same name: what no GoFlow2 prints. Or digits without end.
      this.inexact = end - start <= LONGEST;
      return '';
    }
    return digits.length > LONGEST ? '' : digits;
  }

  /**
   * Nanoseconds that are too many for a double, cut to milliseconds, out of the text: as {@link digits}, but
   * every record of v2 has three of them.
   */
  nanoseconds(key: string, value: number): number | undefined {
    const { text } = this;
    const member = `"${key}":`;
    const start = text.indexOf(member) + member.length;
    let end = start;
    while (isDigit(text.charCodeAt(end))) {
      end++;
    }
    let milliseconds = 0;
    for (let index = start; index < end - 6; index++) {
      milliseconds = milliseconds * 10 + (text.charCodeAt(index) - 0x30);
    }
    const next = text[end];
    if (end - start > LONGEST_NANOSECONDS || start < member.length || (next !== ',' && next !== '}')) {
      this.inexact = end - start <= LONGEST_NANOSECONDS;
      return undefined;
    }
    this.inexact ||= Math.abs(value / 1e6 - milliseconds) >= 2;
    return milliseconds;
  }
}

const LONGEST = 20;

/** Of 19 digits all but six fit a double. */
const LONGEST_NANOSECONDS = 19;

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;

// Enough to recognise a value by, little enough for a header or a log line.
function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    return Array.isArray(value) ? 'a list' : 'an object';
  }
  if (typeof value === 'string' && value.length > SHOWN) {
    return `${JSON.stringify(value.slice(0, SHOWN)).slice(0, SHOWN)}...`;
  }
  const json = JSON.stringify(value);
  return json.length <= SHOWN ? json : `${json.slice(0, SHOWN)}...`;
}

const SHOWN = 80;
