/** How many packets one sampled packet stands for, and how they were chosen. */
import { intervalsOf } from '../model/sampling-intervals';
import { samplingModes } from '../model/enumerations';
import type { Reading } from '../record/reading';
import { integerOf, UINT16, UINT32 } from './integers';
import { type, type Type } from './type';

/** What the site says of exporters that tell no interval. */
const ofSite = (record: Reading): number | '' => {
  const { defaultSamplingInterval, samplingIntervals } = record.options;
  const interval =
    samplingIntervals === undefined ? undefined : intervalsOf(samplingIntervals)(record.samplerAddress);
  return interval ?? defaultSamplingInterval ?? '';
};

/**
 * The interval, of the first key that tells another one than 0: exporters whose options GoFlow2 has not seen
 * have that. Then the site's values count, if there are any.
 */
export const samplingInterval: Type = type('bare', (...keys) => ({
  plain: { from: 1, to: UINT32 },
  always: true,
  read: (record, ...values) => {
    for (let index = 0; index < values.length; index++) {
      const value = values[index];
      const interval = value === undefined ? 0 : integerOf(value, UINT32);
      if (interval === undefined) {
        record.omit(keys[index] ?? '');
      } else if (interval > 0) {
        return interval;
      }
    }
    return ofSite(record);
  },
}));

/**
 * The same of the fork and of v1. In NetFlow v5 these print the sampling word whole: mode in the two high bits,
 * interval in 14. Newer ones print the interval alone, and the mode is zero.
 */
export const samplingWord: Type = type('bare', (key = '') => ({
  always: true,
  read: (record, value) => {
    const isV5 = record.recordType === 'NETFLOW_V5';
    const word = value === undefined ? 0 : integerOf(value, isV5 ? UINT16 : UINT32);
    if (word === undefined) {
      record.omit(key);
    }
    const interval = isV5 ? (word ?? 0) & 0x3fff : (word ?? 0);
    return interval === 0 ? ofSite(record) : interval;
  },
}));

/**
 * The sampling mode of a NetFlow v5 header (Cisco, NetFlow export datagram format: 0 none told, 1 packet
 * interval, 2 random; 3 has no meaning).
 */
export const samplingAlgorithm: Type = type('text', (key = '') => ({
  plain: { texts: [''] },
  read: (record, value) => {
    const word = record.recordType === 'NETFLOW_V5' && value !== 0 ? integerOf(value, UINT16) : undefined;
    return word === undefined ? '' : (samplingModes[word >> 14] ?? record.omit(key));
  },
}));
