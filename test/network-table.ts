/** The table of docs/reference/network.md: who may speak with whom. */
import { readFileSync } from 'node:fs';

/** The rows that an environment has, as `from → to port`. */
export function declared(environment: string): Set<string> {
  const page = readFileSync('docs/reference/network.md', 'utf8');
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const [head = [], , ...body] = rows;
  const column = head.indexOf(environment);
  return new Set(
    body
      .filter((cells) => cells[column] === '✓')
      .map(([from = '', to = '', port = '']) => `${from} → ${to} ${port}`),
  );
}
