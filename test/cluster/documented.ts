/** The commands of the documentation, run as they stand there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../servers/process';
import type { Machine } from './machine/machine';

/** The environment that the pages speak of. */
const SPOKEN_OF = 'reference';

/** What has been run, of all pages, as it was run. */
const ran = new Set<string>();

/**
 * The blocks of shell below a heading of a page, for another environment than the page speaks of.
 * @throws Error when there are none: then the page has changed and the test with it
 */
export function documented(page: string, heading: string, environment: string): string[] {
  const section = readFileSync(page, 'utf8')
    .split(/^## /m)
    .find((text) => text.startsWith(`${heading}\n`));
  const found = blocks(section ?? '');
  if (found.length === 0) throw new Error(`${page} has no commands below "${heading}"`);
  return found.map((lines) => lines.replaceAll(SPOKEN_OF, environment));
}

/** The blocks of shell of a page that nobody has run yet, for none of the environments. */
export function notRun(page: string, environments: readonly string[]): string[] {
  return blocks(readFileSync(page, 'utf8')).filter(
    (lines) => !environments.some((environment) => ran.has(lines.replaceAll(SPOKEN_OF, environment))),
  );
}

/** Runs lines of shell in a folder as the cluster's administrator. @param programs where kubectl is */
export function follow(machine: Machine, programs: string, folder: string, lines: string): Promise<Outcome> {
  ran.add(lines);
  const settings = [
    `cd ${folder}`,
    `export PATH=${programs}:$PATH KUBECONFIG=${join(machine.folder, 'pki', 'admin.kubeconfig')}`,
    // What was to run beside a command that has failed would keep its output open, and this waits for its end.
    "trap 'kill $(jobs -pr) 2> /dev/null || true' EXIT",
  ];
  return machine.attempt('bash', ['-euo', 'pipefail', '-c', [...settings, lines].join('\n')]);
}

function blocks(text: string): string[] {
  return [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].map(([, lines = '']) => lines);
}
