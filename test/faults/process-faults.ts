/** What happens to the engine's own processes. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './fault';
import type { Members } from './members';
import type { Scene } from './scene';

/** Longer than the session of a member. */
const BEYOND_THE_SESSION_MILLISECONDS = 12_000;

const someMember = ({ random }: Scene, members: Members) => random.pick(members.list());

export const processFaults: readonly Fault<Members>[] = [
  {
    name: 'SIGKILL under load',
    // The session, a heartbeat until the others hear of it, and what has to be caught up.
    within: 10,
    short: 'exactly-once',
    times: { short: 3, long: 20 },
    strike: async (scene, members) => {
      await scene.aWhile();
      someMember(scene, members).signal('SIGKILL');
    },
  },
  {
    name: 'SIGTERM',
    times: { short: 1, long: 5 },
    strike: async (scene, members) => {
      await scene.aWhile();
      someMember(scene, members).signal('SIGTERM');
    },
  },
  {
    name: 'a member joins and leaves',
    times: { short: 0, long: 10 },
    strike: async (scene, members) => {
      const member = await members.join();
      await sleep(scene.random.integer(3000, 8000));
      await member.leave();
    },
  },
  {
    name: 'SIGSTOP for longer than the session, then SIGCONT',
    short: 'exactly-once',
    times: { short: 1, long: 5 },
    strike: async (scene, members) => {
      const member = someMember(scene, members);
      await scene.aWhile();
      member.signal('SIGSTOP');
      await sleep(BEYOND_THE_SESSION_MILLISECONDS);
      member.signal('SIGCONT');
    },
  },
  {
    name: 'a slow consumer: each member stands still nine tenths of the time, for 30 s',
    times: { short: 0, long: 1 },
    strike: async (_, members) => {
      for (let second = 0; second < 30; second++) {
        for (const member of members.list()) member.signal('SIGSTOP');
        await sleep(900);
        for (const member of members.list()) member.signal('SIGCONT');
        await sleep(100);
      }
    },
  },
];
