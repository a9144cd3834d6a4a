/** Every fault, in the order of the table. */
import { brokerFaults } from './broker-faults';
import type { Fault } from './fault';
import { networkFaults } from './network-faults';
import { processFaults } from './process-faults';
import { topicFaults } from './topic-faults';

export const faults: readonly Fault[] = [...processFaults, ...brokerFaults, ...topicFaults, ...networkFaults];
