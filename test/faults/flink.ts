/** The Flink job. */
import type { Kind } from './fault';
import { flinkFaults } from './flink-faults';
import { startHarmedFlink, type HarmedFlink } from './harmed-flink';

export const flink: Kind<HarmedFlink> = {
  name: 'Flink',
  // test/flink-job.test.ts is.
  short: false,
  start: startHarmedFlink,
  faults: flinkFaults,
};
