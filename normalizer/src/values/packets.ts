/** Words of packets' headers that hold more than one fact, or another one by the type of the record. */
import { ipFlagSets } from '../model/enumerations';
import { integerOf, UINT16, UINT32 } from './integers';
import { type, type Type } from './type';

/** No flag, no offset. */
const NONE_OF_ZERO = { texts: [''] };

const ICMP = 1;

/**
 * ICMP type and code in one number, as NetFlow v9 field 32 has them; none unless both are told. NetFlow v5 has
 * no field for them: that number stands in the place of the destination port (Juniper, cflowd version 5).
 */
export const icmpType: Type = type('bare', (typeKey = '', codeKey = '') => ({
  helpers: 1,
  read: (record, icmp, code) => {
    if (record.recordType === 'NETFLOW_V5' && record.protocol === ICMP) {
      return record.dstPort;
    }
    if (icmp === 0 && code === 0) {
      return 0;
    }
    if (icmp === undefined || code === undefined) {
      return '';
    }
    const [high, low] = [integerOf(icmp, 0xff), integerOf(code, 0xff)];
    if (high === undefined || low === undefined) {
      return record.omit(high === undefined ? typeKey : codeKey);
    }
    return high * 256 + low;
  },
}));

/**
 * The identification that fragments share: 16 bits in an IPv4 header, 32 in IPv6's fragment header, where
 * 0 is none.
 */
export const fragmentId = (family: 4 | 6): Type =>
  type('bare', (key = '') => ({
    family,
    plain: { from: family === 4 ? 0 : 1, to: family === 4 ? UINT16 : UINT32 },
    read: (record, value) => {
      if (value === undefined) {
        return '';
      }
      const id = integerOf(value, family === 4 ? UINT16 : UINT32);
      return family === 6 && id === 0 ? '' : (id ?? record.omit(key));
    },
  }));

/**
 * The fragment offset, if there is one. In sFlow the fork and v1 before 1.3.5 print it with the three flags
 * that share its word (RFC 791 section 3.1); in newer ones these bits are zero.
 */
export const fragmentOffset: Type = type('bare', (key = '') => ({
  plain: NONE_OF_ZERO,
  read: (record, value) => {
    if (value === undefined || value === 0) {
      return '';
    }
    const word = integerOf(value, UINT16);
    const offset = word !== undefined && record.recordType === 'SFLOW_5' ? word & 0x1fff : word;
    return offset === 0 ? '' : (offset ?? record.omit(key));
  },
}));

/** The three IP flags that share a word with the fragment offset in sFlow; else not told. */
export const flagsOfOffset: Type = type('text', () => ({
  plain: NONE_OF_ZERO,
  read: (record, value) => {
    const word = record.recordType === 'SFLOW_5' && value !== 0 ? integerOf(value, UINT16) : undefined;
    return word === undefined ? '' : (ipFlagSets[word >> 13] ?? '');
  },
}));

/** A fact that is told of IPv4 flows too, where only a value says something. */
export const ofIpv6 = ({ form, reader }: Type): Type => ({
  form,
  reader: (keys) => {
    const { read, plain } = reader(keys);
    return {
      keys,
      ...(plain && 'from' in plain && { plain: { ...plain, from: 1 } }),
      read: (record, ...values) => {
        const text = read(record, ...values);
        return record.ipVersion === 4 && text === 0 ? '' : text;
      },
    };
  },
});
