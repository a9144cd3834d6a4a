/**
 * What the suites ask of the API server: by kubectl of the cluster's own version, which is also what the documentation
 * has people do. (The official client for Node is an ES module for newer Nodes than the one this is tested on.)
 */
import { join } from 'node:path';
import type { Outcome } from '../../servers/process';
import type { Machine } from './machine';

/** kubectl, as the cluster's administrator. */
export interface Kubectl {
  /** Runs it. @throws Error with what it printed, when it fails */
  readonly run: (...args: readonly string[]) => Promise<string>;
  /** Runs it, however it ends. */
  readonly attempt: (...args: readonly string[]) => Promise<Outcome>;
  /** Applies an object. */
  readonly apply: (object: object, ...options: readonly string[]) => Promise<string>;
  /** An object. @throws Error when it isn't there */
  readonly get: <T>(kind: string, name: string, namespace: string) => Promise<T>;
  /** All objects of a kind, in all namespaces or in one. */
  readonly list: <T>(kind: string, namespace?: string) => Promise<T[]>;
}

export function kubectlOf(machine: Machine, programs: string): Kubectl {
  const program = join(programs, 'kubectl');
  const user = ['--kubeconfig', join(machine.folder, 'pki', 'admin.kubeconfig')];
  const run = (...args: readonly string[]) => machine.run(program, [...user, ...args]);
  return {
    run,
    attempt: (...args) => machine.attempt(program, [...user, ...args]),
    apply: (object, ...options) =>
      machine.run(program, [...user, 'apply', '--filename', '-', ...options], JSON.stringify(object)),
    get: async <T>(kind: string, name: string, namespace: string) =>
      JSON.parse(await run('get', kind, name, '--namespace', namespace, '--output', 'json')) as T,
    list: async <T>(kind: string, namespace?: string) => {
      const where = namespace === undefined ? ['--all-namespaces'] : ['--namespace', namespace];
      return (JSON.parse(await run('get', kind, ...where, '--output', 'json')) as { items: T[] }).items;
    },
  };
}
