/** The counters that every flow has to have. */
import { integer64Of } from './integers';
import { type, type Type } from './type';

const allowed = `0 to ${2n ** 64n - 1n}`;

/** Bytes or packets of the flow's direction, as a dialect tells them that has one key for them. */
export const ingressCounter: Type = type('integer64', (key = '') => ({
  essential: true,
  read: (record, value) => integer64Of(record, key, value) || record.refuse(key, value, allowed),
}));

/**
 * The same of GoFlow2 v2: of the mapped fields the first that is told, else the stock one (the last key),
 * unless that only repeats the egress counter (the one before it): GoFlow2 lets fields 23 and 24 overwrite it.
 */
export const mappedIngressCounter: Type = type('integer64', (...keys) => {
  const mapped = keys.length - 2;
  return {
    essential: true,
    read: (record, ...values) => {
      for (let index = 0; index < mapped; index++) {
        const value = values[index];
        if (value !== undefined) {
          return (
            integer64Of(record, keys[index] ?? '', value) || record.refuse(keys[index] ?? '', value, allowed)
          );
        }
      }
      const [key = '', stock, egress] = [keys[mapped + 1], values[mapped + 1], values[mapped]];
      const counter = integer64Of(record, key, stock) || record.refuse(key, stock, allowed);
      return egress !== undefined && counter === integer64Of(record, keys[mapped] ?? '', egress)
        ? '0'
        : counter;
    },
  };
});
