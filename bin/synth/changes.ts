/** What differs between the manifests that were there and those that were made. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Change {
  readonly kind: 'added' | 'changed' | 'removed';
  /** The file of the object, below the environment's folder. */
  readonly file: string;
}

/** One environment: what is different, and how many files are as they were. */
export interface EnvironmentChanges {
  readonly name: string;
  readonly changes: readonly Change[];
  readonly same: number;
}

/**
 * Compares two output folders, environment by environment.
 * @param before may be absent
 */
export function changesBetween(before: string, after: string): EnvironmentChanges[] {
  const [old, made] = [before, after].map((folder) => new Set(filesOf(folder))) as [Set<string>, Set<string>];
  const environments = new Map<string, { changes: Change[]; same: number }>();
  for (const path of [...new Set([...old, ...made])].sort()) {
    const { name, file } = place(path);
    const environment = environments.get(name) ?? { changes: [], same: 0 };
    environments.set(name, environment);
    if (!old.has(path)) environment.changes.push({ kind: 'added', file });
    else if (!made.has(path)) environment.changes.push({ kind: 'removed', file });
    else if (!readFileSync(join(before, path)).equals(readFileSync(join(after, path))))
      environment.changes.push({ kind: 'changed', file });
    else environment.same++;
  }
  return [...environments].map(([name, found]) => ({ name, ...found }));
}

/** Every file below the folder, sorted; none, if there is no folder. */
export function filesOf(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** `hosts/<environment>/…` is of the environment as much as `<environment>/…` is. */
function place(path: string): { name: string; file: string } {
  const [first = '', second = '', ...others] = path.split('/');
  return first === 'hosts'
    ? { name: second, file: ['hosts', ...others].join('/') }
    : { name: first, file: [second, ...others].join('/') };
}
