/** The sources of this repository in a folder of a test's own, for commands that write beside them. */
import { cpSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What `npm run synth` reads. */
const SOURCES = [
  'bin',
  'charts',
  'environments',
  'imports',
  'normalizer',
  'cdk8s.yaml',
  'main.ts',
  'package.json',
  'values.yaml',
];

/** Copies them, and more if told, and links the packages. */
export function copySources(folder: string, ...more: readonly string[]): void {
  for (const name of [...SOURCES, ...more]) cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
}
