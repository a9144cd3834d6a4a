/** The service of the Deployment: two members of a group. */
import type { Kind } from './fault';
import { Members } from './members';
import { processFaults } from './process-faults';
import { ENVIRONMENT, OPTIONS, promising } from './world';

export const kafkajs: Kind<Members> = {
  name: 'kafkajs',
  short: true,
  start: async (guarantee, places) => {
    const members = new Members(ENVIRONMENT, [...OPTIONS, ...promising(guarantee)], places);
    await members.join();
    await members.join();
    return members;
  },
  faults: processFaults,
};
