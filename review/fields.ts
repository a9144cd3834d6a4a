/** Reading manifests, whose shape nobody has promised. */
import type { KubernetesObject } from './model';

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of field names, or undefined. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, field) => (isFields(found) ? found[field] : undefined), value);
}

/** The items of a list; none when the value is something else. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

/** The texts of a list. */
export function texts(value: unknown): readonly string[] {
  return items(value).filter((item) => typeof item === 'string');
}

/** The value as one line of text: JSON with sorted keys, or the text itself. */
export function inline(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : canonical(value);
}

/** JSON that is the same for values that are the same to the API server. */
export function canonical(value: unknown): string {
  if (value === undefined) return 'nothing';
  return JSON.stringify(value, (_, part: unknown) =>
    isFields(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

/** `apps` of `apps/v1`; empty for the core group. */
export function group(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

/** True when Argo CD is told `option` (such as `Prune=false`) for this object. */
export function hasSyncOption(object: KubernetesObject | undefined, option: string): boolean {
  const options = at(object, 'metadata', 'annotations', 'argocd.argoproj.io/sync-options');
  return typeof options === 'string' && options.split(',').some((given) => given.trim() === option);
}

/** True when Argo CD deletes the object and makes it again instead of changing it. */
export function isReplaced(object: KubernetesObject | undefined): boolean {
  return hasSyncOption(object, 'Force=true') && hasSyncOption(object, 'Replace=true');
}

/** True when Argo CD leaves the object in the cluster after it is gone from git. */
export function isKept(object: KubernetesObject | undefined): boolean {
  return hasSyncOption(object, 'Prune=false');
}

/** `a`, `a and b`, `a, b and c`. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** Names and values of texts such as `name=value`; a text without the sign is none. */
export function assignments(texts: readonly string[]): [name: string, value: string][] {
  return texts.flatMap((text): [string, string][] => {
    const equals = text.indexOf('=');
    return equals < 0 ? [] : [[text.slice(0, equals), text.slice(equals + 1)]];
  });
}
