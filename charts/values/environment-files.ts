/** The files of `environments/`: which environments there are. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { dnsLabel } from './kubernetes';
import { inOneLine, ValuesError, type Problem } from './problem';

const FOLDER = 'environments';

/** Folders of `dist/` that are of no environment. */
const RESERVED = ['hosts'];

/** The file of an environment. */
export function environmentFile(root: string, name: string): string {
  return join(root, FOLDER, `${name}.yaml`);
}

/**
 * The names of all environments, sorted.
 * @param root the folder that holds `environments/`
 * @throws ValuesError when there are none, or files whose names can't be those of environments
 */
export function environmentNames(root: string): string[] {
  const folder = join(root, FOLDER);
  const files = filesOf(folder).filter((file) => /\.ya?ml$/i.test(file));
  const problems = files.flatMap((file) => objections(folder, file));
  if (files.length === 0) problems.push(problem(folder, 'no file', 'a file <name>.yaml per environment'));
  if (problems.length > 0) throw new ValuesError(problems);
  return files.map((file) => file.replace(/\.yaml$/, '')).sort();
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const found = code === 'ENOENT' ? 'no such folder' : code === 'ENOTDIR' ? 'a file' : message;
    throw new ValuesError([problem(folder, found, 'a folder with a file <name>.yaml per environment')]);
  }
}

function objections(folder: string, file: string): Problem[] {
  const [, name = '', ending] = /^(.*)\.(ya?ml)$/i.exec(file) ?? [];
  if (ending !== 'yaml') {
    return [problem(join(folder, file), `the ending .${String(ending)}`, '.yaml')];
  }
  if (RESERVED.includes(name)) {
    return [problem(join(folder, file), inOneLine(name), 'another name: dist/hosts/ is for machines')];
  }
  const { error } = dnsLabel.safeParse(name);
  return error === undefined
    ? []
    : [problem(join(folder, file), inOneLine(name), error.issues[0]?.message ?? 'a DNS label')];
}

function problem(source: string, found: string, allowed: string): Problem {
  return { source, path: '', found, allowed };
}
