/** What every check works on: the objects of one environment, and ways to look into them. */
import type { manifests } from '../manifests';

/** An object with the path of its file below the environment's folder. */
export type Manifest = ReturnType<typeof manifests>[number];

/** A check: every problem of an environment's objects, as `file: path in the object: what is wrong`. */
export type Check = (all: readonly Manifest[]) => string[];

/** A value in an object, with where it is. */
export interface Found<T = unknown> {
  readonly path: string;
  readonly value: T;
}

/** Writes a problem down. */
export function problem(file: string, path: string, what: string): string {
  return `${file}: ${path}: ${what}`;
}

/** A member of an object; undefined where there is none. */
export function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

/** The members of an object that are texts. */
export function textMembers(value: unknown): Record<string, string> {
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(
    members.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/**
 * Every value at a path: `spec.rules[].host` goes into each item of a list.
 * @example every(ingress, 'spec.rules[].host') // { path: 'spec.rules[0].host', value: 'example.org' }
 */
export function every(value: unknown, pattern: string, at = ''): Found[] {
  if (pattern === '') return value === undefined || value === null ? [] : [{ path: at, value }];
  const [step = '', ...rest] = pattern.split('.');
  const name = step.replace('[]', '');
  const found = member(value, name);
  const path = at === '' ? name : `${at}.${name}`;
  if (!step.endsWith('[]')) return every(found, rest.join('.'), path);
  const items: unknown[] = Array.isArray(found) ? found : [];
  return items.flatMap((item, index) => every(item, rest.join('.'), `${path}[${index}]`));
}

/** Every text at any of the paths. */
export function texts(value: unknown, ...patterns: readonly string[]): Found<string>[] {
  return patterns
    .flatMap((pattern) => every(value, pattern))
    .filter((found): found is Found<string> => typeof found.value === 'string');
}

/** The one text at a path. */
export function text(value: unknown, path: string): string | undefined {
  return texts(value, path)[0]?.value;
}

/** The objects of some kinds. */
export function ofKind(all: readonly Manifest[], ...kinds: readonly string[]): Manifest[] {
  return all.filter(({ object }) => kinds.includes(object.kind));
}

/** The object of that kind and name; of cluster-wide kinds without a namespace. */
export function find(
  all: readonly Manifest[],
  kind: string,
  namespace: string | undefined,
  name: string,
): Manifest | undefined {
  return ofKind(all, kind).find(
    ({ object: { metadata } }) => metadata.name === name && metadata.namespace === namespace,
  );
}

/** The API group of an object: `apps`; nothing for the core. */
export function group(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}
