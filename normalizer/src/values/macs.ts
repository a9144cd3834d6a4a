import { isHex } from './ip';
import { type, type Type } from './type';

/** How GoFlow2 prints a MAC address that the packet lacks. */
export const NO_MAC = '00:00:00:00:00:00';

const COLON = 0x3a;

/** Without a regular expression, since each record has up to four of them. */
function isMac(value: unknown): value is string {
  if (typeof value !== 'string' || value.length !== NO_MAC.length) {
    return false;
  }
  for (let index = 0; index < NO_MAC.length; index++) {
    const code = value.charCodeAt(index);
    if (index % 3 === 2 ? code !== COLON : !isHex(code)) {
      return false;
    }
  }
  return true;
}

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
export const ingressMacAddress: Type = type('text', (mappedKey = '', stockKey = '') => ({
  always: true,
  read: (record, mapped, stock, egress) => {
    const value = mapped === undefined ? stock : mapped;
    if (!isMac(value)) {
      return record.omit(mapped === undefined ? stockKey : mappedKey) || NO_MAC;
    }
    return mapped === undefined && value === egress ? NO_MAC : value;
  },
}));
