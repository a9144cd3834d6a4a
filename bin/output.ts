/** The folders that commands take away and put anew: nothing may be in them but what the command has made. */
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ValuesError } from '../charts/values/problem';

/** Something in a folder that is no folder itself. */
export interface Found {
  /** Its path below the folder. */
  readonly file: string;
  /** Whether it says in its first lines that it comes from there. */
  readonly says: (origin: string) => boolean;
  /** Whether the folder has another file, too. */
  readonly beside: (file: string) => boolean;
}

/**
 * Refuses a place that can't be a folder, and a folder that holds what is not the command's own: `--output .` must
 * not take a repository away.
 * @param name the folder as the user wrote it
 * @param command who has made what may be there
 * @throws ValuesError that says what was found there
 */
export function refuseForeign(name: string, command: string, isOwn: (found: Found) => boolean): void {
  const found = obstacle(name) ?? foreign(name, isOwn);
  if (found === undefined) return;
  const allowed = `a folder that ${command} made, an empty one, or none`;
  throw new ValuesError([{ source: `--output ${name}`, path: '', found, allowed }]);
}

/** What stands where a folder should be, or one that it is in. */
function obstacle(path: string, where = ''): string | undefined {
  if (existsSync(path)) return statSync(path).isDirectory() ? undefined : `a file${where}`;
  if (isLink(path)) return `a link to nowhere${where}`;
  return obstacle(dirname(path), ` at ${dirname(path)}`);
}

function isLink(path: string): boolean {
  try {
    return readlinkSync(path) !== '';
  } catch {
    return false;
  }
}

/** Where a file says what it comes from. */
const FIRST_LINES = 300;

function foreign(folder: string, isOwn: (found: Found) => boolean): string | undefined {
  for (const { file, isFile } of within(folder)) {
    const says = (origin: string) =>
      isFile && readFileSync(join(folder, file), 'utf8').slice(0, FIRST_LINES).includes(origin);
    if (!isOwn({ file, says, beside: (other) => existsSync(join(folder, other)) })) return file;
  }
  return undefined;
}

/** One by one, those of a folder before those of the folders in it: a large tree is not read to its end for nothing. */
function* within(folder: string, path = ''): Generator<{ readonly file: string; readonly isFile: boolean }> {
  if (!existsSync(join(folder, path))) return;
  const entries = readdirSync(join(folder, path), { withFileTypes: true });
  for (const entry of entries.filter((one) => !one.isDirectory()))
    yield { file: join(path, entry.name), isFile: entry.isFile() };
  for (const entry of entries.filter((one) => one.isDirectory()))
    yield* within(folder, join(path, entry.name));
}
