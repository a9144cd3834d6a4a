/** The sampling intervals that a site tells for exporters by their addresses. */
import { BlockList, isIPv6 } from 'node:net';

type Intervals = Readonly<Record<string, number>>;

const MOST_KNOWN = 10_000;

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
