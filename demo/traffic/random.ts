/** Chance that is the same in every run: a demo can be told of, and its recording made again. */
export interface Chance {
  /** From 0 on, below 1. */
  readonly next: () => number;
  /** One of them; the earlier ones far more often, as it is with hosts and services. */
  readonly pick: <T>(items: readonly [T, ...T[]]) => T;
  /** A whole number, small ones far more often. */
  readonly size: (least: number, most: number) => number;
}

/** mulberry32, public domain: 32 bits of state are plenty here. */
export function chance(seed: number): Chance {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    pick: <T>(items: readonly [T, ...T[]]) => items[Math.floor(items.length * next() ** 2.5)] ?? items[0],
    size: (least, most) => Math.round(least * (most / least) ** next()),
  };
}
