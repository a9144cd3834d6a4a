/** What befalls an engine's own processes, one after the other, as chance has it: for as long as a pause lasts. */
import { leaderKilled } from './broker-faults';
import type { Engine } from './engine';
import type { Fault } from './fault';
import { stranded } from './network-faults';

const SOAK_MINUTES = 15;

/** @param own those of the engine */
export function soak<E extends Engine>(own: readonly Fault<E>[]): Fault<E> {
  const faults: readonly Fault<E>[] = [...own, leaderKilled, stranded];
  return {
    name: `one of these after the other, by chance, for ${SOAK_MINUTES} min`,
    times: { short: 0, long: 1 },
    proxied: true,
    strike: async (scene, engine) => {
      const end = Date.now() + SOAK_MINUTES * 60_000;
      while (Date.now() < end) {
        await scene.random.pick(faults).strike(scene, engine);
        await scene.recover();
      }
    },
  };
}
