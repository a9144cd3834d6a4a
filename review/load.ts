/** Reads the manifests of `dist/` as they are in a revision or in the working tree. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { at, isFields } from './fields';
import { blobs, git, LoadError } from './git';
import type { KubernetesObject, PlacedObject } from './model';

/** Those of the working tree, whether committed or not. */
export function loadWorkingTree(repository: string): PlacedObject[] {
  let paths: string[];
  try {
    paths = readdirSync(join(repository, 'dist'), { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(repository.length + 1));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
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
