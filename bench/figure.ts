/** What a section of the bench measures, and how it tells. */

/** The middle of many rounds, and where the half of them around it lie. */
export interface Spread {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** Where the middle shall be. */
export type Target = { readonly atMost: number } | { readonly atLeast: number };

/** What is measured. */
export interface Subject {
  readonly group: string;
  readonly name: string;
  readonly target?: Target;
}

/** One line of the table. */
export interface Figure extends Subject {
  readonly spread: Spread;
  /** What the spread is in; a ratio, if there is none. */
  readonly unit?: 'seconds';
  /** What was measured on both sides, in words. */
  readonly measured: string;
}

/** Writes each figure as a line of JSON for whoever started the section, as soon as it is there. */
export async function tellFigures(figures: AsyncIterable<Figure>): Promise<void> {
  for await (const figure of figures) process.stdout.write(`${JSON.stringify(figure)}\n`);
}

/** The spread of what was measured several times. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? NaN;
  return { low: at(0.25), middle: at(0.5), high: at(0.75) };
}

/** What one side and the other took in one round. */
export interface Pair<T = number> {
  readonly one: T;
  readonly other: T;
}

/**
 * Measures both sides in turn, so that what else the machine does strikes both; which is first changes from round
 * to round.
 * @param warmUp rounds that do not count
 */
export async function pairs<T>(
  one: () => T | Promise<T>,
  other: () => T | Promise<T>,
  { rounds, warmUp }: { rounds: number; warmUp: number },
): Promise<Pair<T>[]> {
  const measured: Pair<T>[] = [];
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

/** One of the values of both sides. */
export const each = <T>(measured: readonly Pair<T>[], value: (side: T) => number): Pair[] =>
  measured.map(({ one, other }) => ({ one: value(one), other: value(other) }));

/** The ratio of each round's two sides, as a figure. */
export function ratio(subject: Subject, measured: readonly Pair[], told: string): Figure {
  return { ...subject, spread: spreadOf(measured.map(({ one, other }) => one / other)), measured: told };
}

/** The middle of both sides, in words. */
export function sides(measured: readonly Pair[], unit: string, digits = 1): string {
  const middle = (side: keyof Pair) => spreadOf(measured.map((pair) => pair[side])).middle.toFixed(digits);
  return `${middle('one')} / ${middle('other')} ${unit}`;
}
