/** Reads the manifests of `dist/` as they are in a revision or in the working tree. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { at, isFields } from './fields';
import type { KubernetesObject, PlacedObject } from './model';

/** Something the user can put right: an unknown revision, a manifest that isn't YAML. */
export class LoadError extends Error {}

/** Those of the working tree, whether committed or not. */
export function loadWorkingTree(repository: string): PlacedObject[] {
  let paths: string[];
  try {
    paths = readdirSync(join(repository, 'dist'), { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(repository.length + 1));
  } catch {
    throw new LoadError('there is no dist/ here: run "npm run synth" first, in the folder of package.json');
  }
  return place(
    paths.map((path) => [path.split(sep).join('/'), readFileSync(join(repository, path), 'utf8')]),
  );
}

/** Those of a commit, tag or branch; none when it has no `dist/`. */
export function loadRevision(repository: string, commit: string): PlacedObject[] {
  const listed = git(repository, ['ls-tree', '-r', '-z', commit, '--', 'dist/'])
    .toString()
    .split('\0')
    .flatMap((line) => {
      const [about, path] = line.split('\t');
      const [, type, id] = (about ?? '').split(' ');
      return type === 'blob' && id !== undefined && path !== undefined ? [{ id, path }] : [];
    });
  const contents = blobs(
    repository,
    listed.map(({ id }) => id),
  );
  return place(listed.map(({ path }, index) => [path, contents[index] ?? '']));
}

/**
 * The full name of the commit that a revision stands for.
 * @throws LoadError when there is none
 */
export function resolveCommit(repository: string, revision: string): string {
  const commit = tryGit(repository, ['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`]);
  if (commit === undefined)
    throw new LoadError(`git knows no revision "${revision}"; fetch it or name another`);
  return commit;
}

/**
 * What a branch is compared with when nobody says it: where it left `origin/main`, so that what others have
 * merged since isn't shown as undone; without a remote, the commit before the last.
 */
export function defaultBase(repository: string): { readonly name: string; readonly commit: string } {
  const forked = tryGit(repository, ['merge-base', 'origin/main', 'HEAD']);
  if (forked !== undefined) return { name: 'origin/main', commit: forked };
  const previous = tryGit(repository, ['rev-parse', '--verify', 'HEAD~1^{commit}']);
  if (previous !== undefined) return { name: 'HEAD~1', commit: previous };
  throw new LoadError('there is neither origin/main nor a commit before HEAD: give --base');
}

/** The contents of `[path, text]` files that are objects, or files for machines. */
function place(files: readonly (readonly [string, string])[]): PlacedObject[] {
  return files.flatMap(([path, text]): PlacedObject[] => {
    const [, first = '', second = '', ...rest] = path.split('/');
    if (first === 'hosts') {
      return rest.length === 0
        ? []
        : [{ environment: second, application: 'hosts', object: file(rest, text) }];
    }
    if (rest.length !== 1 || !/\.ya?ml$/.test(path)) return [];
    return documents(path, text).map((object) => ({ environment: first, application: second, object }));
  });
}

/** A file that isn't an object of the cluster, in the shape of one. */
function file(path: readonly string[], content: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'File', metadata: { name: `/${path.join('/')}` }, content };
}

function documents(path: string, text: string): KubernetesObject[] {
  return parseAllDocuments(text, { version: '1.1' }).flatMap((document) => {
    const [error] = document.errors;
    if (error) throw new LoadError(`${path} is not YAML: ${error.message.split('\n')[0] ?? ''}`);
    const value: unknown = document.toJS();
    return isObject(value) ? [value] : [];
  });
}

function isObject(value: unknown): value is KubernetesObject {
  return (
    isFields(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    typeof at(value, 'metadata', 'name') === 'string'
  );
}

/** The texts of many blobs by one process. */
function blobs(repository: string, ids: readonly string[]): string[] {
  const output = git(repository, ['cat-file', '--batch'], ids.map((id) => `${id}\n`).join(''));
  let position = 0;
  return ids.map(() => {
    const end = output.indexOf('\n', position);
    const size = Number(output.toString('utf8', position, end).split(' ')[2]);
    position = end + 1 + size + 1;
    return output.toString('utf8', end + 1, end + 1 + size);
  });
}

function git(repository: string, args: readonly string[], input = ''): Buffer {
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    cwd: repository,
    input,
    maxBuffer: 1 << 30,
  });
  if (error) throw new LoadError(`git can't be run: ${error.message}`);
  if (status !== 0) throw new LoadError(`git ${args[0] ?? ''}: ${stderr.toString().trim()}`);
  return stdout;
}

function tryGit(repository: string, args: readonly string[]): string | undefined {
  try {
    return git(repository, args).toString().trim();
  } catch {
    return undefined;
  }
}
