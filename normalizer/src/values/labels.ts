/**
 * Entries of the MPLS label stack, 24 bits each: label (20), traffic class (3), bottom of stack (1). A bare
 * label becomes an entry whose class and bottom bits are not told: zero.
 */
import { integerOf, UINT32 } from './integers';
import { type, type Type } from './type';

const LABEL = 0xfffff;
const ENTRY = 0xffffff;

const entryOfLabel = (value: unknown): number | undefined => {
  const label = integerOf(value, LABEL);
  return label === undefined ? undefined : label * 16;
};

/** An entry as NetFlow and IPFIX have it; the fork prints bare labels for sFlow. */
export const stackEntry: Type = type('bare', (key = '') => ({
  read: (record, value) => {
    if (value === undefined || value === 0) {
      return value === 0 ? 0 : '';
    }
    const entry = record.recordType === 'SFLOW_5' ? entryOfLabel(value) : integerOf(value, ENTRY);
    return entry ?? record.omit(key);
  },
}));

/**
 * The entry at a place of v2's list of bare labels, or of the mapped field, which has whole entries and comes first: if
 * the topmost entry is mapped, the list says nothing more.
 */
export const listedEntry = (place: number): Type =>
  type('bare', (mappedKey = '', listKey = '') => ({
    helpers: 1,
    list: 1,
    plain: { from: 0, to: ENTRY, keys: 1 },
    read: (record, mapped, list, top) => {
      if (mapped !== undefined) {
        return integerOf(mapped, ENTRY) ?? record.omit(mappedKey);
      }
      if (top !== undefined || list === undefined) {
        return '';
      }
      if (!Array.isArray(list) || list.length > MOST) {
        record.omit(listKey);
      }
      const label: unknown = Array.isArray(list) ? list[place - 1] : undefined;
      return label === undefined ? '' : (entryOfLabel(label) ?? record.omit(listKey));
    },
  }));

/** So many entries the model has leaves for. */
const MOST = 10;

/**
 * One of the first three labels of v1.2. 0 is a label of its own (explicit null), but says nothing without a
 * stack, or below the bottom of one whose depth is known: other than 0.
 */
export const firstLabel = (place: number): Type =>
  type('bare', (key = '') => ({
    helpers: 2,
    read: (record, value, hasMpls, count) => {
      const entry = entryOfLabel(value);
      const depth = integerOf(count, UINT32) ?? 0;
      const isUntold = hasMpls !== true || (depth > 0 && depth < place);
      return value === undefined || (entry === 0 && isUntold) ? '' : (entry ?? record.omit(key));
    },
  }));

/** The last label of v1.2, in its place; those between the third and it are not told. */
export const lastLabel = (place: number): Type =>
  type('bare', (key = '', countKey = '') => ({
    helpers: 1,
    read: (record, value, count) => {
      const depth = count === undefined ? 0 : integerOf(count, MOST);
      if (depth === undefined) {
        return record.omit(countKey);
      }
      return depth === place && value !== undefined ? (entryOfLabel(value) ?? record.omit(key)) : '';
    },
  }));
