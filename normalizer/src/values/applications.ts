import { type, type Type } from './type';

/** An engine of 8 bits and a selector of up to 64, in hexadecimal digits. */
const identifier = /^([0-9a-f]{2})((?:[0-9a-f]{2}){1,8})$/i;

/**
 * What an application was recognised as: `engine:selector`, both in decimal digits (RFC 6759 section 4: the
 * engine that classified it, and its number there). An engine of 0 has classified nothing.
 */
export const applicationTag: Type = type('text', (key = '') => ({
  read: (record, value) => {
    if (value === undefined) {
      return '';
    }
    const [, engine, selector] = typeof value === 'string' ? (identifier.exec(value) ?? []) : [];
    if (engine === undefined || selector === undefined) {
      return record.omit(key);
    }
    return engine === '00' ? '' : `${parseInt(engine, 16)}:${BigInt(`0x${selector}`)}`;
  },
}));
