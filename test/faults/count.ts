/** Compares what came out with what went in. */

/** A record as far as it is compared: its timestamp, which stays with it, tells it from all others. */
export interface Seen {
  readonly key: string | null;
  readonly number: number;
}

/** What became of the records of a run. */
export interface Counts {
  readonly records: number;
  /** Records that went in and did not come out. */
  readonly lost: number;
  /** How many more came out than went in. */
  readonly duplicated: number;
  /** Records that first came out after a later one of their key, in one topic. */
  readonly disordered: number;
}

/**
 * @param input in the order of its partitions
 * @param outputs each topic in the order of its partitions; where a key is in one partition only
 */
export function count(input: readonly Seen[], outputs: readonly (readonly Seen[])[]): Counts {
  const went = tally(input);
  const came = tally(outputs.flat());
  const excess = (of: ReadonlyMap<number, number>, over: ReadonlyMap<number, number>) =>
    [...of].reduce((sum, [number, times]) => sum + Math.max(0, times - (over.get(number) ?? 0)), 0);
  return {
    records: input.length,
    lost: excess(went, came),
    duplicated: excess(came, went),
    disordered: outputs.reduce((sum, output) => sum + disordered(went, output), 0),
  };
}

/** How often each number occurs; in the order in which they occur first. */
function tally(records: readonly Seen[]): Map<number, number> {
  const times = new Map<number, number>();
  for (const { number } of records) times.set(number, (times.get(number) ?? 0) + 1);
  return times;
}

function disordered(went: ReadonlyMap<number, number>, output: readonly Seen[]): number {
  const ranks = new Map([...went.keys()].map((number, rank) => [number, rank]));
  const latest = new Map<string | null, number>();
  const seen = new Set<number>();
  let late = 0;
  for (const { key, number } of output) {
    if (seen.has(number)) continue;
    seen.add(number);
    const rank = ranks.get(number);
    if (rank === undefined) continue;
    const before = latest.get(key) ?? -1;
    if (rank < before) late++;
    latest.set(key, Math.max(rank, before));
  }
  return late;
}
