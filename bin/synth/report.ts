/** What synth tells: per environment what changed, and what to do next. */
import type { WriteStream } from 'node:tty';
import type { Change, EnvironmentChanges } from './changes';

/** Longer lists are for `--verbose`. */
const SHOWN = 15;

const MARKS = { added: ['+', 32], changed: ['~', 33], removed: ['-', 31] } as const;

/**
 * The report as text.
 * @param files all files, when they shall be named
 * @param stream where it goes: colours are for terminals
 */
export function report(
  environments: readonly EnvironmentChanges[],
  files: readonly string[],
  options: { readonly output: string; readonly dryRun?: true; readonly verbose?: true },
  stream: Pick<WriteStream, 'isTTY' | 'hasColors'>,
): string {
  const color = stream.isTTY && stream.hasColors() ? ansi : (text: string) => text;
  const width = Math.max(...environments.map(({ name }) => name.length));
  const limit = options.verbose === true ? Infinity : SHOWN;
  const lines = environments.flatMap(({ name, changes, same }) => [
    `${name.padEnd(width)}  ${counts(changes, same)}`,
    ...changes
      .slice(0, limit)
      .map(({ kind, file }) => `  ${color(`${MARKS[kind][0]} ${file}`, MARKS[kind][1])}`),
    ...(changes.length > limit ? [`  … and ${changes.length - limit} more: --verbose names them`] : []),
  ]);
  const changed = environments.some(({ changes }) => changes.length > 0);
  return [...files.map((file) => `${options.output}/${file}`), ...lines, nextStep(changed, options), ''].join(
    '\n',
  );
}

function counts(changes: readonly Change[], same: number): string {
  if (changes.length === 0) return 'nothing changed';
  const parts = (['added', 'changed', 'removed'] as const).flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  return [...parts, ...(same > 0 ? [`${same} as before`] : [])].join(', ');
}

function nextStep(changed: boolean, { output, dryRun }: { output: string; dryRun?: true }): string {
  if (dryRun === true) return `Nothing was written. Next: the same without --dry-run`;
  if (!changed) return `${output}/ is as it was.`;
  return output === 'dist'
    ? 'Next: npm run diff, which says what this means in the cluster; then commit dist/'
    : `Next: look at ${output}/`;
}

function ansi(text: string, code: number): string {
  return `\u001b[${code}m${text}\u001b[0m`;
}
