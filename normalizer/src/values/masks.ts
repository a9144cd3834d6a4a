/** The lengths of network masks, and prefixes. */
import { integerOf } from './integers';
import { addressOf, isIpv4 } from './ip';
import { type, type Type } from './type';

const LONGEST = { 4: 32, 6: 128 } as const;

/** What v2 prints where it can make no network of an address and a length: it lacks the one, or the other is too long. */
const NO_NETWORK = 'invalid Prefix';

/** The length of a mask up to `max`: a number, or out of a text `network/length`; undefined if it is none. */
function lengthOf(value: unknown, max: number): number | undefined {
  const slash = typeof value === 'string' ? value.indexOf('/') : -1;
  if (typeof value !== 'string' || slash === -1) {
    return integerOf(value, max);
  }
  const isNetwork = isIpv4(value, 0, slash) || addressOf(value.slice(0, slash)) !== undefined;
  return isNetwork ? lengthIn(value, slash + 1, max) : undefined;
}

/** The length that begins here and ends the text: digits without leading zeros. */
function lengthIn(text: string, start: number, max: number): number | undefined {
  let length = 0;
  for (let index = start; index < text.length; index++) {
    const digit = text.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9 || (length === 0 && index > start)) {
      return undefined;
    }
    length = length * 10 + digit;
  }
  return start < text.length && length <= max ? length : undefined;
}

/** The mask of an endpoint, in the container of the flow's family. */
export const mask = (side: 'src' | 'dst', family: 4 | 6): Type =>
  type('bare', (key = '') => ({
    family,
    plain: { from: 0, to: LONGEST[family] },
    read: (record, value) => {
      if (value === undefined) {
        return '';
      }
      if (value === NO_NETWORK && (side === 'src' ? record.srcAddress : record.dstAddress) === '') {
        return '';
      }
      return lengthOf(value, LONGEST[family]) ?? record.omit(key);
    },
  }));

/**
 * An IPv4 prefix. Collectors tell the network alone (`''` if the packet lacks it), so its length is that of
 * the mask, the second key.
 */
export const prefix: Type = type('text', (key = '') => ({
  helpers: 1,
  read: (record, value, maskValue) => {
    if (value === undefined || value === '') {
      return '';
    }
    if (typeof value !== 'string') {
      return record.omit(key);
    }
    const [network = '', length, ...more] = value.split('/');
    const bits = length === undefined ? lengthOf(maskValue, LONGEST[4]) : integerOf(length, LONGEST[4]);
    const fits = isIpv4(network) && bits !== undefined && more.length === 0;
    return fits ? `${network}/${bits}` : record.omit(key);
  },
}));
