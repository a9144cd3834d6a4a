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

  constructor(readonly options: ModelOptions) {}

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
}

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
