/** The repository that Argo CD syncs: `dist/` of values that the suites change, served by git on the machine itself. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Machine } from './machine/machine';

/** The repository, as Argo CD reaches it. */
const URL = 'git://127.0.0.1:29418/netflow-gitops';

/** A user's clone of it. */
export interface Repository {
  /** The folder that commands of the documentation are run in. */
  readonly folder: string;
  /** Synthesises with `--set` options besides those of the start, commits and pushes. */
  readonly commit: (message: string, ...options: readonly string[]) => void;
  /** Undoes the last commit, by a further one. */
  readonly revert: () => void;
  /** Adds or removes an environment; the text is that of its overlay. */
  readonly environment: (name: string, text: string | undefined) => void;
}

/**
 * Makes the repository with one environment and its first commit.
 * @param options of synth, such as `kafka.brokers=3`
 */
export function startRepository(
  machine: Machine,
  environment: string,
  options: readonly string[],
): Repository {
  const served = join(machine.folder, 'git', 'netflow-gitops');
  const folder = join(machine.folder, 'clone');
  mkdirSync(join(folder, 'environments'), { recursive: true });
  cpSync('values.yaml', join(folder, 'values.yaml'));
  cpSync(`environments/${environment}.yaml`, join(folder, 'environments', `${environment}.yaml`));
  const git = (...args: readonly string[]) => {
    const who = [
      '-c',
      'user.name=test',
      '-c',
      'user.email=test@example.org',
      '-c',
      'init.defaultBranch=main',
    ];
    execFileSync('git', [...who, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  git('init', '--quiet', '--bare', '--initial-branch=main', served);
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', served);
  const synth = (more: readonly string[]) => {
    const set = [`argocd.repoUrl=${URL}`, ...options, ...more].flatMap((option) => ['--set', option]);
    rmSync(join(folder, 'dist'), { recursive: true, force: true });
    execFileSync(process.execPath, ['--import', require.resolve('tsx'), resolve('main.ts'), ...set], {
      cwd: folder,
      env: { ...process.env, CDK8S_OUTDIR: 'dist' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  };
  const publish = (message: string) => {
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', message);
    git('push', '--quiet', 'origin', 'main');
  };
  synth([]);
  publish('the environment as it is');
  machine.start('git', 'git', [
    ...['daemon', '--listen=127.0.0.1', '--port=29418', '--reuseaddr', '--export-all'],
    `--base-path=${join(machine.folder, 'git')}`,
  ]);
  return {
    folder,
    commit: (message, ...more) => {
      synth(more);
      publish(message);
    },
    revert: () => {
      git('revert', '--no-edit', 'HEAD');
      git('push', '--quiet', 'origin', 'main');
    },
    environment: (name, text) => {
      const file = join(folder, 'environments', `${name}.yaml`);
      if (text === undefined) rmSync(file);
      else writeFileSync(file, text);
    },
  };
}
