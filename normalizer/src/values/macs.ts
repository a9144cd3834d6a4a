import { firstTold, type, type Type } from './type';

/** How GoFlow2 prints a MAC address that the packet lacks. */
export const NO_MAC = '00:00:00:00:00:00';

const mac = /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/i;

const isMac = (value: unknown): value is string =>
  value === NO_MAC || (typeof value === 'string' && mac.test(value));

/** A MAC address: six pairs of hexadecimal digits with colons (yang:mac-address). */
export const macAddress: Type = type('text', (key = '') => ({
  read: (record, value) => (value === undefined ? '' : isMac(value) ? value : record.omit(key)),
}));

/** One of a mandatory leaf: that of no address stands in for what is not told or doesn't fit. */
export const macAddressOrNone: Type = type('text', (key = '') => ({
  always: true,
  read: (record, value) => (isMac(value) ? value : record.omit(key) || NO_MAC),
}));

/**
 * The ingress one of two: the mapped field if it is told, else the stock one, unless that only repeats the
 * egress one, the third key: GoFlow2 v2 lets fields 57 and 81 overwrite it.
 */
export const ingressMacAddress: Type = type('text', (...keys) => ({
  always: true,
  read: (record, mapped, stock, egress) => {
    const [key, value] = firstTold(keys.slice(0, 2), [mapped, stock]);
    if (!isMac(value)) {
      return record.omit(key) || NO_MAC;
    }
    return mapped === undefined && value === egress ? NO_MAC : value;
  },
}));
