/** A fault, what is promised when it strikes, and what came of it. */
import type { Guarantee } from './engine';
import { Readiness } from './readiness';
import { Scene } from './scene';
import type { World } from './world';

/** `short` fits into CI; `long` is the whole table. */
export type Size = 'short' | 'long';

export interface Fault {
  readonly name: string;
  /** How often it strikes; 0: not at all. */
  readonly times: Readonly<Record<Size, number>>;
  /** Which promise the short form holds; at least once, if absent. */
  readonly short?: Guarantee;
  /** Why the order per key can't be kept; kept, if absent. */
  readonly disorder?: string;
  /** Whether the engine is to reach the brokers by way of the proxies. */
  readonly proxied?: true;
  /** How many members there are; two, unless told. */
  readonly members?: number;
  /** Does the harm, and returns when it is over. */
  readonly strike: (scene: Scene) => Promise<void>;
}

/** A row of the table. */
export interface Row {
  readonly fault: string;
  readonly engine: string;
  readonly guarantee: Guarantee;
  readonly records: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly disordered: number;
  /** One for each time that it struck. */
  readonly recoveries: readonly number[];
  readonly readiness: string;
  readonly surprises: readonly string[];
}

/** The seed of all that is left to chance. */
const SEED = 12;

let scenes = 0;

/** Runs the engine under load, lets the fault strike, and counts. */
export async function suffer(world: World, fault: Fault, guarantee: Guarantee, size: Size): Promise<Row> {
  const name = `fault-${++scenes}`;
  const brokers = fault.proxied === true ? world.cluster.external : world.cluster.brokers;
  const scene = new Scene(world, name, guarantee, SEED, brokers);
  const readiness = new Readiness();
  try {
    await scene.makeTopics();
    for (let i = 0; i < (fault.members ?? 2); i++) await scene.members.join();
    await scene.startLoad();
    await scene.done();
    await scene.members.ready();
    readiness.start(() => scene.members.readiness());
    for (let i = 0; i < fault.times[size]; i++) {
      await fault.strike(scene);
      await scene.recover();
    }
    await readiness.stop();
    await scene.stopLoad();
    await scene.done();
  } finally {
    await scene.members.stop();
  }
  await scene.take();
  return {
    fault: fault.times[size] === 1 ? fault.name : `${fault.name}, ${fault.times[size]} times`,
    engine: 'kafkajs',
    guarantee,
    ...scene.counts(),
    recoveries: scene.recoveries,
    readiness: readiness.summary(),
    surprises: scene.members.surprises,
  };
}
