/** What is wrong with the values, for people to act on. */

/** One thing that is wrong: where, what is there, what may be there. */
export interface Problem {
  /** The file (with line) or the option that says so, such as `environments/production.yaml:12` or `--set`. */
  readonly source: string;
  /** The path of the value, such as `kafka.brokers`; empty for a file as a whole. */
  readonly path: string;
  /** What stands there, in one line. */
  readonly found: string;
  /** What may stand there. */
  readonly allowed: string;
  /** The environments that it is wrong in, when it isn't wrong in all of them. */
  readonly environments?: readonly string[];
}

/** Values that can't be used; carries every problem that was found, not only the first. */
export class ValuesError extends Error {
  override readonly name = 'ValuesError';

  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(describe).join('\n'));
  }
}

/** The problem in one line. */
export function describe({ source, path, found, allowed, environments }: Problem): string {
  const where = environments === undefined ? '' : ` (environment ${environments.join(', ')})`;
  return `${source}: ${path === '' ? '' : `${path}: `}found ${found}; allowed: ${allowed}${where}`;
}

/** Renders any value in one line, shortened to what a message bears. */
export function inOneLine(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
