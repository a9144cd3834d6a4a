/** The normaliser as it is in its images. */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { onceInRun } from './once';

/** The program that `npm run build -w normalizer` makes. */
export const BUNDLE = resolve('normalizer/build/normalizer.mjs');

/** Makes {@link BUNDLE} of the sources, and answers with it. */
export function buildBundle(): string {
  onceInRun('normalizer', () => {
    build('npm', ['run', '-s', 'build', '-w', 'normalizer']);
  });
  return BUNDLE;
}

/** Runs a command that builds something. @throws Error with all that it has printed, if it fails */
export function build(command: string, args: readonly string[]): void {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')}:\n${stdout}${stderr}`, { cause: error });
  }
}
