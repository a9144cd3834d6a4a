/** What happens to the engine's own processes. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './fault';
import type { Scene } from './scene';

/** Longer than the session of a member. */
const BEYOND_THE_SESSION_MILLISECONDS = 12_000;

const someMember = ({ members, random }: Scene) => random.pick(members.list());

/** At no particular moment of the work. */
const aWhile = ({ random }: Scene) => sleep(random.integer(200, 3000));

export const processFaults: readonly Fault[] = [
  {
    name: 'SIGKILL under load',
    short: 'exactly-once',
    times: { short: 3, long: 20 },
    strike: async (scene) => {
      await aWhile(scene);
      someMember(scene).signal('SIGKILL');
    },
  },
  {
    name: 'SIGTERM',
    times: { short: 1, long: 5 },
    strike: async (scene) => {
      await aWhile(scene);
      someMember(scene).signal('SIGTERM');
    },
  },
  {
    name: 'a member joins and leaves',
    times: { short: 0, long: 10 },
    strike: async (scene) => {
      const member = await scene.members.join();
      await sleep(scene.random.integer(3000, 8000));
      await member.leave();
    },
  },
  {
    name: 'SIGSTOP for longer than the session, then SIGCONT',
    short: 'exactly-once',
    times: { short: 1, long: 5 },
    strike: async (scene) => {
      const member = someMember(scene);
      await aWhile(scene);
      member.signal('SIGSTOP');
      await sleep(BEYOND_THE_SESSION_MILLISECONDS);
      member.signal('SIGCONT');
    },
  },
  {
    name: 'a slow consumer: each member stands still nine tenths of the time, for 30 s',
    times: { short: 0, long: 1 },
    strike: async (scene) => {
      for (let second = 0; second < 30; second++) {
        for (const member of scene.members.list()) member.signal('SIGSTOP');
        await sleep(900);
        for (const member of scene.members.list()) member.signal('SIGCONT');
        await sleep(100);
      }
    },
  },
];
