/** The page of results. */
import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { format } from 'prettier';
import type { Figure, Target } from './figure';

/** As a cell of the table, and as a line of the terminal. */
export function cells({ name, spread, unit, target, measured }: Figure): string[] {
  const [low, middle, high] = [spread.low, spread.middle, spread.high].map((value) => value.toFixed(2));
  const of = unit === undefined ? '' : ` ${unit}`;
  return [name, `${middle ?? ''}${of}`, `${low ?? ''} to ${high ?? ''}`, wanted(target), measured];
}

/** Whether the middle is where it shall be. */
export function isMet({ spread: { middle } }: Figure, target: Target): boolean {
  return 'atMost' in target ? middle <= target.atMost : middle >= target.atLeast;
}

/** So much worse than recorded is a gross regression, whatever the machine does beside. */
export const GROSS = 1.5;

/**
 * Those that are much worse than they were, in words; what is no ratio, or has no target, says nothing. The better
 * quarter of the rounds is compared: what else the machine does makes some slower, a regression all.
 */
export function regressions(figures: readonly Figure[], recorded: readonly Figure[]): string[] {
  return figures.flatMap(({ group, name, spread, target, unit }) => {
    const before = recorded.find((one) => one.group === group && one.name === name)?.spread.middle;
    if (before === undefined || target === undefined || unit !== undefined) return [];
    const [now, grown] =
      'atMost' in target ? [spread.low, spread.low / before] : [spread.high, before / spread.high];
    return grown <= GROSS ? [] : [`${group}: ${name}: ${now.toFixed(2)}, recorded ${before.toFixed(2)}`];
  });
}

function wanted(target: Target | undefined): string {
  if (target === undefined) return '';
  return 'atMost' in target ? `≤ ${target.atMost}` : `≥ ${target.atLeast}`;
}

/** What a section measured, and where. */
export interface Section {
  readonly machine: string;
  readonly figures: readonly Figure[];
}

/** By section. */
export type Results = Readonly<Record<string, Section>>;

/** The whole page: for each section where and when it was measured, and a table for each group. */
export function page(results: Results): Promise<string> {
  const parts = Object.entries(results).flatMap(([section, { machine, figures }]) => {
    const groups = [...new Set(figures.map(({ group }) => group))];
    return [`## ${section}`, machine, ...groups.map((group) => table(group, figures))];
  });
  const head =
    '<!-- Made by npm run bench; do not edit. -->\n\n# Results\n\n' +
    'Ratios are of CPU time unless they say otherwise; both sides were measured in turn.';
  return format([head, ...parts].join('\n\n'), { parser: 'markdown', printWidth: 110 });
}

function table(group: string, figures: readonly Figure[]): string {
  const rows = figures.filter((figure) => figure.group === group).map(row);
  const head =
    '| figure | median | half of the rounds | target | met | measured |\n|---|---|---|---|---|---|';
  return `### ${group}\n\n${head}\n${rows.join('\n')}`;
}

function row(figure: Figure): string {
  const [name, middle, half, target, measured] = cells(figure);
  const met = figure.target === undefined ? '' : isMet(figure, figure.target) ? 'yes' : 'no';
  return `| ${[name, middle, half, target, met, measured].join(' | ')} |`;
}

/** Which machine this is, and what runs on it now. */
export function machine(now: Date): string {
  const [processor] = cpus();
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  return (
    `${now.toISOString().slice(0, 10)}, commit ${commit}, Node ${process.version}, ${cpus().length} cores ` +
    `(${processor?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB of memory, ${process.platform}.`
  );
}
