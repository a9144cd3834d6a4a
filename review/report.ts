/** What the reports have in common: titles, and changes as lines with a sign. */
import { compareItems, pathText } from './compare';
import { inline, list } from './fields';
import type { FieldChange, Review, ReviewedChange, Severity } from './model';
import { SEVERITIES } from './model';

export interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** `kafka/StatefulSet netflow/kafka`. */
export function title({ application, kind, namespace, name }: ReviewedChange): string {
  return `${application}/${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** `changed`, `added`, `removed`, or `renamed from netflow/kafka`. */
export function changeInWords({ change, renamedFrom }: ReviewedChange): string {
  return renamedFrom === undefined ? change : `${change} from ${renamedFrom}`;
}

/** `2 environments, 5 objects changed: 1 dangerous, 2 with restarts`. */
export function summary({ environments }: Review): string {
  const objects = environments.flatMap((environment) => environment.objects);
  if (objects.length === 0) return 'Nothing changes in the cluster.';
  const count = (severity: Severity) => objects.filter((object) => object.severity === severity).length;
  const words: Readonly<Record<Severity, string>> = {
    danger: 'dangerous',
    restart: count('restart') === 1 ? 'restart' : 'restarts',
    info: 'other',
  };
  const parts = SEVERITIES.filter((severity) => count(severity) > 0).map(
    (severity) => `${count(severity)} ${words[severity]}`,
  );
  const changed = objects.length === 1 ? '1 object changes' : `${objects.length} objects change`;
  return `${changed} in ${list(environments.map(({ name }) => name).sort())}: ${list(parts)}.`;
}

/** The field as it was and as it will be; of long texts only the lines that differ. */
export function diffLines({ path, change, before, after }: FieldChange): DiffLine[] {
  const name = pathText(path);
  if (typeof before === 'string' && typeof after === 'string' && `${before}${after}`.includes('\n')) {
    return [{ sign: ' ', text: `${name}:` }, ...textLines(before, after)];
  }
  return [
    ...(change === 'added' ? [] : valueLines('-', name, before)),
    ...(change === 'removed' ? [] : valueLines('+', name, after)),
  ];
}

function valueLines(sign: '-' | '+', name: string, value: unknown): DiffLine[] {
  const text = inline(value);
  if (!text.includes('\n')) return [{ sign, text: `${name}: ${text}` }];
  const lines = text.replace(/\n$/, '').split('\n');
  return [{ sign, text: `${name}:` }, ...lines.map((line) => ({ sign, text: `  ${line}` }))];
}

function textLines(before: string, after: string): DiffLine[] {
  const [old, current] = [before.split('\n'), after.split('\n')];
  return compareItems(old, current).flatMap(({ op, index }) => {
    const line = (op === '+' ? current : old)[index] ?? '';
    return op === ' ' ? [] : [{ sign: op, text: `  ${line}` }];
  });
}
