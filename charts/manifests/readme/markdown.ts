/** The little of Markdown that the page is made of. */

/** A table; nothing in it may hold a line break. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export const code = (text: string): string => `\`${text}\``;

/** `a`, `b` and `c` as `a, b, c`, each once, in the order of their first appearance. */
export const list = (words: Iterable<string>): string => [...new Set(words)].join(', ');

/** By what `key` says of them, in the order of their first appearance. */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    groups.set(key(item), [...group, item]);
  }
  return groups;
}
