/** The table of docs/reference/faults.md: rows that were measured anew take the place of those that were there. */
import { format } from 'prettier';
import type { Row } from './fault';

const HEAD = [
  'fault',
  'engine',
  'guarantee',
  'records',
  'lost',
  'duplicated',
  'out of order',
  'seconds to recovery',
  'what readiness said',
];

const BEGIN = '<!-- rows -->';
const END = '<!-- end of rows -->';

/** The page with these rows in it, formatted as the others are. */
export async function withRows(page: string, rows: readonly Row[]): Promise<string> {
  const [before = '', rest = ''] = page.split(BEGIN);
  const [table = '', after = ''] = rest.split(END);
  const lines = new Map<string, string>();
  for (const line of table.trim().split('\n').slice(2)) lines.set(identity(line), line);
  for (const row of rows) {
    const line = `| ${cells(row).join(' | ')} |`;
    lines.set(identity(line), line);
  }
  const head = `| ${HEAD.join(' | ')} |\n|${HEAD.map(() => ' --- |').join('')}`;
  const text = `${before}${BEGIN}\n\n${head}\n${[...lines.values()].join('\n')}\n\n${END}${after}`;
  return format(text, { parser: 'markdown', printWidth: 110 });
}

/** Fault, engine and guarantee: a row is measured for each. */
function identity(line: string): string {
  return line
    .split('|')
    .slice(1, 4)
    .map((cell) => cell.trim())
    .join('|');
}

function cells(row: Row): (string | number)[] {
  const { fault, engine, guarantee, records, lost, duplicated, disordered, recoveries } = row;
  const surprises = [...new Set(row.surprises)].map((words) => `; ${words}`).join('');
  return [
    ...[fault, engine, guarantee, records, lost, duplicated, disordered],
    seconds(recoveries),
    row.readiness + surprises,
  ];
}

/** The median and the longest, where there is more than one. */
function seconds(recoveries: readonly number[]): string {
  const sorted = [...recoveries].sort((a, b) => a - b).map((value) => value.toFixed(1));
  const [median = '', longest = ''] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  return sorted.length < 2 ? longest : `${median}, at most ${longest}`;
}
