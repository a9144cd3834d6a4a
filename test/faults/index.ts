/** Every fault, in the order of the table. */
import { brokerFaults } from './broker-faults';
import type { Guarantee } from './engine';
import type { Fault, Size } from './fault';
import { networkFaults } from './network-faults';
import { processFaults } from './process-faults';
import { topicFaults } from './topic-faults';

export const faults: readonly Fault[] = [...processFaults, ...brokerFaults, ...topicFaults, ...networkFaults];

/** Those that strike in this size where the engine promises so much. */
export const struck = (size: Size, guarantee: Guarantee): readonly Fault[] =>
  faults.filter(
    ({ times, short }) => times[size] > 0 && (size === 'long' || (short ?? 'at-least-once') === guarantee),
  );
