/**
 * Addresses that are no endpoints. An address goes to the leaf of its own family, whichever the flow's:
 * routers forward IPv4 to IPv6 next hops (RFC 8950) and the other way round. So two leaves share a key, and
 * of these the one of the address's family tells it, or notes that it is none.
 */
import { addressOfBytes } from './address-bytes';
import { integerOf } from './integers';
import { addressOf, looksLikeIpv6 } from './ip';
import { firstTold, type, type Type } from './type';

type Family = 4 | 6;

/** How an address that the packet lacks is told, as the documented output has it. */
const NO_ADDRESS = { 4: '0.0.0.0', 6: '::' } as const;

/** Tells whether it is this family's leaf that has to do with the text. */
const isOf = (family: Family, text: string) => looksLikeIpv6(text) === (family === 6);

/** A next hop: an address, or `''` for one that the packet lacks. */
export const nextHop = (family: Family): Type =>
  type('text', (...keys) => ({
    read: (record, ...values) => {
      const [key, value] = firstTold(keys, values);
      if (value === '') {
        return record.ipVersion === family ? NO_ADDRESS[family] : '';
      }
      if (typeof value !== 'string') {
        return value === undefined ? '' : record.omit(key);
      }
      return isOf(family, value) ? (addressOf(value) ?? record.omit(key)) : '';
    },
  }));

/** The exporter: an address, or `''` when the collector could not print it. */
export const exporter = (family: Family): Type =>
  type('text', (key = '') => ({
    read: (record, value) => {
      if (value === undefined || value === '') {
        return '';
      }
      if (typeof value !== 'string') {
        return record.omit(key);
      }
      if (!isOf(family, value)) {
        return '';
      }
      const address = addressOf(value);
      record.samplerAddress = address ?? '';
      return address ?? record.omit(key);
    },
  }));

/** A type that takes texts, for a dialect that prints addresses as arrays of their bytes (v1.2). */
export const ofBytes = ({ form, reader }: Type): Type => ({
  form,
  reader: (keys) => {
    const { read } = reader(keys);
    return {
      keys,
      read: (record, bytes) => read(record, textOf(bytes)),
    };
  },
});

/** The text of an address in bytes; null if they are none. */
function textOf(value: unknown): string | undefined | null {
  if (value === undefined) {
    return undefined;
  }
  const bytes = Array.isArray(value) ? value.map((byte) => integerOf(byte, 0xff)) : [undefined];
  return bytes.every((byte) => byte !== undefined) ? (addressOfBytes(bytes) ?? null) : null;
}

/** Whether an address is that of none, in either family. */
export const isZero = (address: string) => /^[0.:]*$/.test(address);

const hex = /^(?:[0-9a-f]{8}|[0-9a-f]{32})$/i;

// GoFlow2 before 2.2 prints the addresses of its lists in hexadecimal digits.
const fromHex = (text: string) =>
  hex.test(text) ? (addressOfBytes([...Buffer.from(text, 'hex')]) ?? text) : text;

/**
 * The address of the router that the top label leads to. It may be told more than once: as a mapped field
 * of each family, and all of them in a list. Exporters whose templates have both families send zeros for
 * the one that they don't use, which say nothing beside an address.
 */
export const topLabelAddress = (family: Family): Type =>
  type('text', (...keys) => ({
    list: keys.length - 1,
    read: (record, ...values) => {
      let zeroOf: Family | undefined;
      let found = '';
      let others = '';
      for (let index = 0; index < values.length; index++) {
        const value = values[index];
        if (value === undefined) {
          continue;
        }
        for (const entry of Array.isArray(value) ? (value as unknown[]) : [value]) {
          const text = typeof entry === 'string' ? fromHex(entry) : '-';
          const address = text === '' ? NO_ADDRESS[4] : addressOf(text);
          if (
            address === undefined ||
            (found !== '' && isOf(family, address) && !isZero(address) && address !== found)
          ) {
            record.omit(keys[index] ?? '');
          } else if (isZero(address)) {
            zeroOf ??= looksLikeIpv6(address) ? 6 : 4;
          } else if (isOf(family, address)) {
            found = address;
          } else {
            others = address;
          }
        }
      }
      return found !== '' || others !== '' || zeroOf !== family ? found : NO_ADDRESS[family];
    },
  }));

/** The same of v1.2, in bytes. Of a packet without a label stack the key says nothing. */
export const topLabelAddressOfV1 = (family: Family): Type =>
  type('text', (key = '') => {
    const { read } = topLabelAddress(family).reader([key]);
    return {
      helpers: 1,
      read: (record, bytes, hasMpls) => {
        const text = textOf(bytes);
        return text === '' && hasMpls !== true ? '' : read(record, text);
      },
    };
  });
