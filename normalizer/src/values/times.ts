/**
 * Moments, all in milliseconds since 1970. A time that can't be true is no fact: the leaves of a flow's
 * times being mandatory, they then have the time at which the collector received it, and the key is noted.
 */
import type { Reading } from '../record/reading';
import { integer64Of, UINT32 } from './integers';
import { type, type Type } from './type';

const DAY = 24 * 60 * 60 * 1000;

/** Older than any exporter of flows. */
const EARLIEST = Date.UTC(1990, 0, 1);

/** Exporters count their uptime in 32 bits of milliseconds, which begin anew after 49.7 days. */
const ROLLOVER = 2 ** 32;

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** A unit of time: makes milliseconds of a value, undefined if it is no such time. */
type Unit = (value: unknown) => number | undefined;

const whole =
  (factor: number): Unit =>
  (value) => {
    const time = integer64Of(value);
    return time === '' ? undefined : Number(time) * factor;
  };

export const seconds = whole(1000);
export const milliseconds = whole(1);

/** Of the years from 2001 to 2286. */
const DIGITS_OF_NANOSECONDS = 19;

/** Undefined if these are not digits. Three of them are in each record of v2, hence no regular expression. */
function millisecondsOf(nanosecondsOf: string): number | undefined {
  let milliseconds = 0;
  for (let index = 0; index < DIGITS_OF_NANOSECONDS; index++) {
    const digit = nanosecondsOf.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9 || (index === 0 && digit === 0)) {
      return undefined;
    }
    milliseconds = index < DIGITS_OF_NANOSECONDS - 6 ? milliseconds * 10 + digit : milliseconds;
  }
  return milliseconds;
}

/** Nanoseconds, cut to milliseconds, or the text that v2 prints with `render: datetimenano` (RFC 3339). */
export const nanoseconds: Unit = (value) => {
  if (typeof value === 'string' && rfc3339.test(value)) {
    const parsed = Date.parse(value);
    return Number.isNaN(parsed) ? undefined : parsed;
  }
  if (typeof value === 'string' && value.length === DIGITS_OF_NANOSECONDS) {
    return millisecondsOf(value);
  }
  const time = integer64Of(value);
  return time === '' ? undefined : Number(String(time).slice(0, -6));
};

/**
 * Reads a moment that is told under several keys, each in its unit, of which the first counts that tells
 * another one than 0. It notes the key in the record; undefined if none tells a time.
 */
function momentOf(
  record: Reading,
  keys: readonly string[],
  units: readonly Unit[],
  values: readonly unknown[],
): number | undefined {
  for (let index = 0; index < units.length; index++) {
    const value = values[index];
    if (value !== undefined && value !== 0 && value !== '0') {
      record.key = keys[index] ?? '';
      return units[index]?.(value);
    }
  }
  record.key = keys.at(-1) ?? '';
  return undefined;
}

/** Takes 2^32 milliseconds off a moment that is late by about as much. */
function mended(moment: number | undefined, latest: number): number | undefined {
  const late = moment === undefined ? 0 : moment - latest;
  return moment !== undefined && late > ROLLOVER - DAY && late <= ROLLOVER + 1000
    ? moment - ROLLOVER
    : moment;
}

const isPlausible = (moment: number | undefined, received: number): moment is number =>
  moment !== undefined && moment >= EARLIEST && moment <= received + DAY;

const inUnit = (record: Reading, moment: number) =>
  record.options.timeUnit === 'seconds' ? Math.floor(moment / 1000) : moment;

/** When the collector received the packet, in seconds; other times are held against it. */
export const timeReceived = (unit: Unit): Type =>
  type('bare', (key = '') => ({
    essential: true,
    read: (record, value) => {
      const moment = value === undefined ? undefined : unit(value);
      const time = moment === undefined ? 0 : Math.floor(moment / 1000);
      if (moment === undefined || time === 0 || time > UINT32) {
        return record.refuse(key, value, 'a time from 1970-01-01T00:00:01Z to 2106-02-07T06:28:15Z');
      }
      record.timeReceived = moment;
      return time;
    },
  }));

/** The end of a flow. It has to be read before {@link start}. */
export const end = (...units: readonly Unit[]): Type =>
  type('integer64', (...keys) => ({
    always: true,
    read: (record, ...values) => {
      const time = mended(momentOf(record, keys, units, values), record.timeReceived);
      record.end = isPlausible(time, record.timeReceived) ? time : record.timeReceived;
      if (record.end !== time) {
        record.omit(record.key);
      }
      return inUnit(record, record.end);
    },
  }));

/** The start of a flow. */
export const start = (...units: readonly Unit[]): Type =>
  type('integer64', (...keys) => ({
    always: true,
    read: (record, ...values) => {
      const time = mended(momentOf(record, keys, units, values), record.end);
      if (isPlausible(time, record.timeReceived)) {
        return inUnit(record, time);
      }
      record.omit(record.key);
      return inUnit(record, record.timeReceived);
    },
  }));
