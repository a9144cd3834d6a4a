import { isZero } from './addresses';
import { addressOf } from './ip';
import { type, type Type } from './type';

/**
 * What an address was translated to, of either family (NAT64 has one of each), each family under a key of its
 * own. Exporters whose templates have both send zeros for the one that they don't use, which say nothing.
 */
export const translatedAddress: Type = type('text', (...keys) => ({
  read: (record, ...values) => {
    let found = '';
    for (const [index, value] of values.entries()) {
      if (value === undefined || value === '') {
        continue;
      }
      const address = typeof value === 'string' ? addressOf(value) : undefined;
      if (address === undefined || (found !== '' && !isZero(address))) {
        record.omit(keys[index] ?? '');
      } else if (!isZero(address)) {
        found = address;
      }
    }
    return found;
  },
}));
