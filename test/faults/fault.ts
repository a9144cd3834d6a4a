/** A fault, what is promised when it strikes, and what came of it. */
import { isDeepStrictEqual } from 'node:util';
import type { DeliveryGuarantee } from '../../normalizer/src/configuration';
import type { Engine, Places } from './engine';
import { Readiness } from './readiness';
import { Scene } from './scene';
import type { World } from './world';

/** `short` fits into CI; `long` is the whole table. */
export type Size = 'short' | 'long';

/** @typeParam E the engine that it befalls */
export interface Fault<E extends Engine = Engine> {
  readonly name: string;
  /** How often it strikes; 0: not at all. */
  readonly times: Readonly<Record<Size, number>>;
  /** Which promise the short form holds; at least once, if absent. */
  readonly short?: DeliveryGuarantee;
  /** Why the order per key can't be kept; kept, if absent. */
  readonly disorder?: string;
  /** In how many seconds all has to be done again, in the long form: a machine that runs other suites may be slow. */
  readonly within?: number;
  /** Whether the engine is to reach the brokers by way of the proxies. */
  readonly proxied?: true;
  /** Does the harm, and returns when it is over. */
  readonly strike: (scene: Scene, engine: E) => Promise<void>;
}

/** An engine by its name, how it is started, and what befalls no other. */
export interface Kind<E extends Engine> {
  readonly name: string;
  /** Whether the short form is for it, too. */
  readonly short: boolean;
  readonly start: (guarantee: DeliveryGuarantee, places: Places) => Promise<E>;
  readonly faults: readonly Fault<E>[];
}

/** A row of the table. */
export interface Row {
  readonly fault: string;
  readonly engine: string;
  readonly guarantee: DeliveryGuarantee;
  readonly records: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly disordered: number;
  /** One for each time that it struck. */
  readonly recoveries: readonly number[];
  /** Those that took longer than is promised. */
  readonly late: readonly number[];
  readonly readiness: string;
  readonly surprises: readonly string[];
}

/** In words, where a row does not say what is promised. */
export const broken = (row: Row, promised: Partial<Row>): string[] =>
  (Object.keys(promised) as (keyof Row)[])
    .filter((name) => !isDeepStrictEqual(row[name], promised[name]))
    .map((name) => `${name}: found ${JSON.stringify(row[name])}; promised ${JSON.stringify(promised[name])}`);

/** The seed of all that is left to chance. */
const SEED = 12;

let scenes = 0;

/** Runs the engine under load, lets the fault strike, and counts. */
export async function suffer<E extends Engine>(
  world: World,
  kind: Kind<E>,
  fault: Fault<E>,
  guarantee: DeliveryGuarantee,
  size: Size,
): Promise<Row> {
  const name = `fault-${++scenes}`;
  const brokers = fault.proxied === true ? world.cluster.external : world.cluster.brokers;
  const scene = new Scene(world, name, SEED, brokers);
  const readiness = new Readiness();
  await scene.makeTopics();
  const engine = await kind.start(guarantee, scene.places);
  try {
    await scene.startLoad();
    await scene.done();
    await engine.ready();
    readiness.start(() => engine.readiness());
    for (let i = 0; i < fault.times[size]; i++) {
      await fault.strike(scene, engine);
      await scene.recover();
    }
    await readiness.stop();
    await scene.stopLoad();
    await scene.done();
  } finally {
    await engine.stop();
  }
  await scene.take();
  return {
    fault: fault.times[size] === 1 ? fault.name : `${fault.name}, ${fault.times[size]} times`,
    engine: kind.name,
    guarantee,
    ...scene.counts(),
    recoveries: scene.recoveries,
    late: scene.recoveries.filter((seconds) => size === 'long' && seconds > (fault.within ?? Infinity)),
    readiness: readiness.summary(),
    surprises: engine.surprises,
  };
}
