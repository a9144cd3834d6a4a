/** The sampling intervals that a site tells for exporters by their addresses. */
import { BlockList, isIPv6 } from 'node:net';

export type Intervals = Readonly<Record<string, number>>;

const MOST_KNOWN = 10_000;

/** The leaf sampling-interval has 32 bits, and 0 tells nothing. */
export const LARGEST_INTERVAL = 2 ** 32 - 1;

/** What may stand where an interval is told as a text. */
export const intervalAllowed = `a number from 1 to ${LARGEST_INTERVAL}`;

/** Reads an interval; undefined if the text is none. */
export function readInterval(text: string): number | undefined {
  return /^[1-9]\d{0,9}$/.test(text) && Number(text) <= LARGEST_INTERVAL ? Number(text) : undefined;
}

/** What may stand where intervals are told as one text. */
export const intervalsAllowed =
  `a comma-separated list of prefix=interval, such as 192.0.2.0/24=1000, ` +
  `each prefix once and each interval ${intervalAllowed}`;

/** Reads what {@link writeIntervals} makes; undefined if the text is none such. */
export function readIntervals(text: string): Intervals | undefined {
  const intervals: Record<string, number> = {};
  for (const entry of text.split(',')) {
    const [prefix = '', told = '', ...more] = entry.trim().split('=');
    const interval = readInterval(told);
    if (!isPrefix(prefix) || interval === undefined || more.length > 0 || prefix in intervals) {
      return undefined;
    }
    intervals[prefix] = interval;
  }
  return intervals;
}

/** The intervals as one text, for a variable or an option; undefined if there are none. */
export function writeIntervals(intervals: Intervals): string | undefined {
  const entries = Object.entries(intervals);
  return entries.length === 0
    ? undefined
    : entries.map(([prefix, interval]) => `${prefix}=${interval}`).join();
}

/** Whether the text is a prefix such as `192.0.2.0/24` or `2001:db8::/32`, or an address alone. */
export function isPrefix(text: string): boolean {
  try {
    parsePrefix(text);
    return true;
  } catch {
    return false;
  }
}

const made = new WeakMap<Intervals, (address: string) => number | undefined>();

/**
 * Makes a function that finds an exporter's interval by its address: that of the longest prefix that the
 * address is in. For the same intervals it is made once.
 */
export function intervalsOf(intervals: Intervals): (address: string) => number | undefined {
  const existing = made.get(intervals);
  if (existing !== undefined) {
    return existing;
  }
  const prefixes = Object.entries(intervals)
    .map(([prefix, interval]) => ({ ...parsePrefix(prefix), interval }))
    .sort((one, other) => other.length - one.length);
  // Exporters are few, and each sends many records. But anybody can send packets from any address.
  const known = new Map<string, number | undefined>();
  const find = (address: string) => {
    if (!known.has(address)) {
      if (known.size >= MOST_KNOWN) {
        known.clear();
      }
      known.set(address, prefixes.find(({ contains }) => contains(address))?.interval);
    }
    return known.get(address);
  };
  made.set(intervals, find);
  return find;
}

/**
 * Reads a prefix such as `192.0.2.0/24`; an address alone is one of its whole length.
 * @throws Error if the text is none
 */
export function parsePrefix(prefix: string): {
  readonly length: number;
  readonly contains: (address: string) => boolean;
} {
  const [network = '', bits, ...more] = prefix.split('/');
  const family = isIPv6(network) ? 'ipv6' : 'ipv4';
  const length = bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits);
  const list = new BlockList();
  if (more.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) {
    throw new Error(`no prefix: ${prefix}`);
  }
  list.addSubnet(network, length, family);
  return {
    length,
    contains: (address) => address !== '' && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'),
  };
}
