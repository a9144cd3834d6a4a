/** The committed manifests, for tests that look at them or boot servers from them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';

/** A Kubernetes object with the parts that tests read. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
    readonly finalizers?: readonly string[];
  };
  readonly spec?: Record<string, unknown>;
  readonly data?: Record<string, string>;
}

/** The names of the environments in `dist/`. */
export function environments(): string[] {
  // dist/hosts is for machines, not for Argo CD.
  return readdirSync('dist').filter((name) => name !== 'hosts');
}

/** Every manifest of an environment with its path relative to the environment's folder. */
export function manifests(
  environment: string,
): { readonly path: string; readonly object: KubernetesObject }[] {
  const root = join('dist', environment);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .sort()
    .map((path) => ({ path, object: read(join(root, path)) }));
}

/** One manifest, such as `kafka/ConfigMap.kafka-broker.yaml` of `reference`. */
export function manifest(environment: string, path: string): KubernetesObject {
  return read(join('dist', environment, path));
}

function read(file: string): KubernetesObject {
  return parse(readFileSync(file, 'utf8'), { version: '1.1' }) as KubernetesObject;
}

/** The content of a ConfigMap's key. */
export function configuration(environment: string, path: string, key: string): string {
  const text = manifest(environment, path).data?.[key];
  if (text === undefined) throw new Error(`${relative('.', path)} of ${environment} has no ${key}`);
  return text;
}
