import type { RecordType } from '../record/record-type';
import { integerOf } from './integers';
import { type, type Type } from './type';

/** A fact of the packet's header that a dialect tells for some record types only. */
export const integerOfHeader = (max: number, ...types: readonly RecordType[]): Type =>
  type('bare', (key = '') => ({
    read: (record, value) => {
      if (value === undefined) {
        return '';
      }
      const number = integerOf(value, max);
      // For other types the dialect's 0 says nothing.
      const untold = number === 0 && record.recordType !== undefined && !types.includes(record.recordType);
      return number === undefined ? record.omit(key) : untold ? '' : number;
    },
  }));
