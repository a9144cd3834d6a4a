/** The commands of the documentation, run as they stand there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../servers/process';
import type { Machine } from './machine/machine';

/**
 * The blocks of shell below a heading of a page, for another environment than the page speaks of.
 * @throws Error when there are none: then the page has changed and the test with it
 */
export function documented(page: string, heading: string, environment: string): string[] {
  const section = readFileSync(page, 'utf8')
    .split(/^## /m)
    .find((text) => text.startsWith(`${heading}\n`));
  const blocks = [...(section ?? '').matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].map(([, lines = '']) => lines);
  if (blocks.length === 0) throw new Error(`${page} has no commands below "${heading}"`);
  return blocks.map((lines) => lines.replaceAll('reference', environment));
}

/** Runs lines of shell in a folder as the cluster's administrator. @param programs where kubectl is */
export function follow(machine: Machine, programs: string, folder: string, lines: string): Promise<Outcome> {
  const settings = [
    `cd ${folder}`,
    `export PATH=${programs}:$PATH KUBECONFIG=${join(machine.folder, 'pki', 'admin.kubeconfig')}`,
  ];
  return machine.attempt('bash', ['-euo', 'pipefail', '-c', [...settings, lines].join('\n')]);
}
