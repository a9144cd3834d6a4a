import { recordTypeNames } from '../model/enumerations';
import { recordTypes } from '../record/record-type';
import { integerOf, UINT32 } from './integers';
import { firstTold, type, type Form, type Type } from './type';

/** A number that stands for one of these names; undefined or `''` at the place of those without one. */
export const named = (names: readonly string[]): Type => set('text', names, UINT32);

/** A set of bits by the names of all its values; bits of the field above those say nothing (RFC 7125). */
export const bits = (sets: readonly string[]): Type =>
  // With its quotes: the text of no bits is one, too.
  set(
    'bare',
    sets.map((names) => `"${names}"`),
    sets.length - 1,
  );

const set = (form: Form, names: readonly string[], mask: number): Type =>
  type(form, (...keys) => ({
    plain: { texts: names },
    read: (record, ...values) => {
      const [key, value] = firstTold(keys, values);
      if (value === undefined) {
        return '';
      }
      const number = integerOf(value, UINT32);
      return (number === undefined ? undefined : names[(number & mask) >>> 0]) ?? record.omit(key);
    },
  }));

/**
 * What the exporter spoke; other values depend on it. The model is that of NetFlow v9: only another type
 * needs saying.
 */
export const recordType: Type = type('text', (key = '') => ({
  read: (record, value) => {
    if (value === undefined) {
      return '';
    }
    const found = recordTypes.find((name) => name === value);
    record.recordType = found;
    return found === undefined ? record.omit(key) : found === 'NETFLOW_V9' ? '' : recordTypeNames[found];
  },
}));
