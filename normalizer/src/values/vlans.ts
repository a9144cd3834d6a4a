/**
 * VLANs. Some exporters and GoFlow2's sFlow tell the whole tag: three bits of priority, one of eligibility
 * to be dropped, and the twelve of the id (IEEE 802.1Q).
 */
import { integerOf, UINT16, UINT32 } from './integers';
import { type, type Type } from './type';

const ID = 0xfff;

/** The id of a VLAN that sFlow switches don't know has 32 bits set, that of others 16: neither is a tag. */
const isUnknown = (word: number | undefined) => word === UINT32 || word === UINT16;

const wordOf = (value: unknown): number | undefined => {
  const word = integerOf(value, UINT32);
  return word === undefined || word > UINT16 || isUnknown(word) ? undefined : word;
};

/** The id of a VLAN; of several keys the first counts that tells another one than 0. */
export const vlanId: Type = type('bare', (...keys) => ({
  plain: { from: keys.length > 1 ? 1 : 0, to: ID },
  read: (record, ...values) => {
    let found: number | '' = '';
    for (let position = 0; position < values.length; position++) {
      const value = values[position];
      if (value === undefined) {
        continue;
      }
      const word = wordOf(value);
      if (word === undefined) {
        record.omit(keys[position] ?? '');
      } else if (word !== 0) {
        return word & ID;
      } else {
        found = 0;
      }
    }
    return found;
  },
}));

/**
 * The whole tag, where it says more than the id of the source VLAN: a captured frame's, or that of a source
 * or destination VLAN told with its priority. If both are and differ, the second's priority has no leaf.
 */
export const vlanTag: Type = type('bare', (tagKey = '', ...[, destinationKey = '']) => ({
  read: (record, tag, source, destination) => {
    if (
      tag === source &&
      (tag === 0 || tag === undefined) &&
      (destination === 0 || destination === undefined)
    ) {
      return '';
    }
    const told = tag === undefined ? 0 : integerOf(tag, UINT16);
    if (told === undefined) {
      record.omit(tagKey);
    }
    const [ofSource, ofDestination] = [wordOf(source) ?? 0, wordOf(destination) ?? 0];
    const repeats = told === source && isUnknown(told);
    const captured = repeats ? 0 : (told ?? 0);
    const word = captured || (ofSource > ID ? ofSource : 0) || (ofDestination > ID ? ofDestination : 0);
    if (ofDestination > ID && ofDestination >> 12 !== word >> 12) {
      record.omit(destinationKey);
    }
    return (word === 0 || word === ofSource) && word <= ID ? '' : word;
  },
}));
