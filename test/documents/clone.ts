/** A clone of this repository as it is on the disk, for commands of the documentation. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Outcome } from '../servers/process';

/** The clone. */
export interface Clone {
  readonly folder: string;
  /** Runs lines of bash in it. */
  readonly sh: (lines: string) => Outcome;
  /** Undoes what commands have done. */
  readonly reset: () => void;
  readonly remove: () => void;
}

/** CI begins with `npm ci`, and the clone has what it made. */
const NPM = '#!/bin/bash\n[[ $1 == ci ]] || exec "$REAL_NPM" "$@"\n';

/** The person that git wants to know. */
export const PERSON = ['-c', 'user.name=reader', '-c', 'user.email=reader@example.org'];

/** Makes a clone with two commits, so that there is something to compare with. */
export function cloneRepository(): Clone {
  const folder = mkdtempSync(join(tmpdir(), 'clone-'));
  const list = 'git ls-files -co --exclude-standard -z | xargs -0 cp --parents --target-directory "$0"';
  execFileSync('sh', ['-c', list, folder], { stdio: ['ignore', 'ignore', 'ignore'] });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const bin = mkdtempSync(join(tmpdir(), 'bin-'));
  writeFileSync(join(bin, 'npm'), NPM);
  chmodSync(join(bin, 'npm'), 0o755);
  const git = (...args: string[]) =>
    execFileSync('git', [...PERSON, ...args], { cwd: folder, encoding: 'utf8' });
  git('init', '--quiet', '--initial-branch', 'main');
  // A link is no folder to git: the pattern of .gitignore ends with a slash.
  writeFileSync(join(folder, '.git/info/exclude'), 'node_modules\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'chore: all of it');
  git('commit', '--quiet', '--allow-empty', '--message', 'chore: nothing');
  const npm = execFileSync('which', ['npm'], { encoding: 'utf8' }).trim();
  const person = { GIT_AUTHOR_NAME: 'reader', GIT_AUTHOR_EMAIL: 'reader@example.org' };
  return {
    folder,
    sh: (lines) =>
      spawnSync('bash', ['-euo', 'pipefail', '-c', lines], {
        cwd: folder,
        encoding: 'utf8',
        env: {
          ...process.env,
          ...person,
          GIT_COMMITTER_NAME: 'reader',
          GIT_COMMITTER_EMAIL: 'reader@example.org',
          PATH: `${bin}:${process.env.PATH ?? ''}`,
          REAL_NPM: npm,
        },
      }),
    reset: () => {
      git('reset', '--quiet', '--hard', 'main');
      git('clean', '--quiet', '-fd');
    },
    remove: () => {
      for (const made of [folder, bin]) rmSync(made, { recursive: true, force: true });
    },
  };
}
