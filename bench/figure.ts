/** What a section of the bench measures, and how it tells. */

/** The middle of many rounds, and where the half of them around it lie. */
export interface Spread {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** One line of the table. */
export interface Figure {
  readonly group: string;
  readonly name: string;
  readonly spread: Spread;
  /** What the spread is in; a ratio, if there is none. */
  readonly unit?: 'seconds' | 'records/s';
  readonly target?: Target;
  /** What was measured on both sides, in words. */
  readonly measured: string;
}

/** Where the middle shall be. */
export type Target = { readonly atMost: number } | { readonly atLeast: number };

/** Writes each figure as a line of JSON for whoever started the section, as soon as it is there. */
export async function tellFigures(figures: AsyncIterable<Figure> | Iterable<Figure>): Promise<void> {
  for await (const figure of figures) process.stdout.write(`${JSON.stringify(figure)}\n`);
}

/** The spread of what was measured several times. */
export function spreadOf(values: readonly number[]): Spread {
  return { low: quantile(values, 0.25), middle: quantile(values, 0.5), high: quantile(values, 0.75) };
}

/** The value below which this part of all lies. */
export function quantile(values: readonly number[], part: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? NaN;
}

/** What one side and the other took in one round. */
export interface Pair {
  readonly one: number;
  readonly other: number;
}

/**
 * Measures both sides in turn, so that what else the machine does strikes both; which is first changes from round
 * to round.
 * @param warmUp rounds that do not count
 */
export async function pairs(
  one: () => number | Promise<number>,
  other: () => number | Promise<number>,
  { rounds, warmUp = 0 }: { rounds: number; warmUp?: number },
): Promise<Pair[]> {
  const measured: Pair[] = [];
  for (let round = 0; round < warmUp + rounds; round++) {
    if (round % 2 === 0) {
      measured.push({ one: await one(), other: await other() });
    } else {
      const second = await other();
      measured.push({ one: await one(), other: second });
    }
  }
  return measured.slice(warmUp);
}

/** The ratio of each round's two sides. */
export const ratios = (measured: readonly Pair[]) => spreadOf(measured.map(({ one, other }) => one / other));

/** The middle of both sides, in words. */
export function sides(measured: readonly Pair[], unit: string, digits = 1): string {
  const middle = (side: keyof Pair) => spreadOf(measured.map((pair) => pair[side])).middle.toFixed(digits);
  return `${middle('one')} / ${middle('other')} ${unit}`;
}
