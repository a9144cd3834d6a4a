/** The counters that every flow has to have. */
import type { Reading } from '../record/reading';
import { integer64Of, UINT64 } from './integers';
import { type, type Type } from './type';

function counterOf(record: Reading, key: string, value: unknown): string | number {
  const counter = integer64Of(value);
  return counter === '' ? record.refuse(key, value, `0 to ${2n ** 64n - 1n}`) : counter;
}

/** Bytes or packets of the flow's direction, as a dialect tells them that has one key for them. */
export const ingressCounter: Type = type('integer64', (key = '') => ({
  essential: true,
  plain: { from: 0, to: UINT64 },
  read: (record, value) => counterOf(record, key, value),
}));

/**
 * The same of GoFlow2 v2: of the mapped fields the first that is told, else the stock one (the last key),
 * unless that only repeats the egress counter (the one before it): GoFlow2 lets fields 23 and 24 overwrite it.
 */
export const mappedIngressCounter: Type = type('integer64', (...keys) => {
  const mapped = keys.length - 2;
  return {
    essential: true,
    plain: { from: 0, to: UINT64, keys: mapped },
    read: (record, ...values) => {
      for (let index = 0; index < mapped; index++) {
        if (values[index] !== undefined) {
          return counterOf(record, keys[index] ?? '', values[index]);
        }
      }
      const [egress, stock] = values.slice(mapped);
      const counter = counterOf(record, keys[mapped + 1] ?? '', stock);
      return egress !== undefined && String(counter) === String(integer64Of(egress)) ? 0 : counter;
    },
  };
});
