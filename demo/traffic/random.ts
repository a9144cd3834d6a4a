import { generator } from '../../normalizer/test/corpus/flow';

/** Chance that is the same in every run: a demo can be told of, and its recording made again. */
export interface Chance {
  /** From 0 on, below 1. */
  readonly next: () => number;
  /** One of them; the earlier ones far more often, as it is with hosts and services. */
  readonly pick: <T>(items: readonly [T, ...T[]]) => T;
  /** A whole number, small ones far more often. */
  readonly size: (least: number, most: number) => number;
}

/** The chance of a seed. */
export function chance(seed: number): Chance {
  const { next } = generator(seed);
  return {
    next,
    pick: <T>(items: readonly [T, ...T[]]) => items[Math.floor(items.length * next() ** 2.5)] ?? items[0],
    size: (least, most) => Math.round(least * (most / least) ** next()),
  };
}
