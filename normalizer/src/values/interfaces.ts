import type { RecordType } from '../record/record-type';
import { integerOf, INT31, UINT32 } from './integers';
import { type, type Type } from './type';

/** NetFlow v5 has 16 bits for an interface, all of them set for one that it doesn't know. */
const UNKNOWN_IN_V5 = 0xffff;

/**
 * sFlow v5 has two bits of format above an index of 30 bits: formats 1 and 2 are a reason of discard and a
 * count of interfaces, and the greatest index means that there is none (sFlow version 5, section 5.3).
 */
const NONE_IN_SFLOW = 0x3fffffff;

const isUnknown = (index: number, type: RecordType | undefined) =>
  index > INT31 ||
  (type === 'NETFLOW_V5' && index === UNKNOWN_IN_V5) ||
  (type === 'SFLOW_5' && index >= NONE_IN_SFLOW);

/**
 * An SNMP interface index, at most what the leaf's 31 bits hold. Of several keys the first counts that tells
 * another one than 0, which stands for none; where only that is told, the leaf has it.
 */
export const interfaceIndex: Type = type('bare', (...keys) => ({
  plain: { from: keys.length > 1 ? 1 : 0, to: UNKNOWN_IN_V5 - 1 },
  read: (record, ...values) => {
    let found: number | '' = '';
    for (let position = 0; position < values.length; position++) {
      const value = values[position];
      if (value === undefined) {
        continue;
      }
      const index = integerOf(value, UINT32);
      if (index === undefined || isUnknown(index, record.recordType)) {
        record.omit(keys[position] ?? '');
      } else if (index !== 0) {
        return index;
      } else {
        found = 0;
      }
    }
    return found;
  },
}));
