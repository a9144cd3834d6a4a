/** A copy of the repository, for commands of the documentation to be run in as they are written. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Outcome } from './process';

/** A text, and what stands in its place in the copy. */
export type Replacement = readonly [from: string, to: string];

/** The copy. */
export interface WorkingCopy {
  readonly folder: string;
  /** Runs lines of shell in it; what they write to /etc, only they see. */
  readonly sh: (lines: string, env: NodeJS.ProcessEnv) => Outcome;
  /** The shell commands of a page of docs/, by the heading above them. */
  readonly commands: (page: string) => Map<string, string[]>;
  readonly remove: () => void;
}

// What the commands call and the tests do in another way, or not at all.
const COMMANDS = {
  sudo: 'exec "$@"',
  // No cluster runs where the tests do: kubectl says what it would make, and it is written down.
  kubectl: `case "$*" in
  *"create secret"*) PATH=$KUBECTL exec kubectl "$@" --dry-run=client --output json >> "$RECORD" ;;
  *"get secret registry-tls"*) exec base64 --wrap 0 "$AUTHORITY" ;;
  *) echo "kubectl $*" >> "$RECORD.commands" ;;
esac`,
};

/**
 * What `npm ci` made here; mounted, not linked, for links in it to lead into the copy. A workspace has a folder of its
 * own only for packages whose versions differ from the root's.
 */
const INSTALLED = ['node_modules', 'normalizer/node_modules'].filter((path) => existsSync(path));

/** Copies what git knows, or would, with the endpoints of registries that run here; and synthesises. */
export function copyRepository(replacements: readonly Replacement[]): WorkingCopy {
  const folder = mkdtempSync(join(tmpdir(), 'copy-'));
  const bin = join(folder, '.bin');
  mkdirSync(bin);
  for (const [name, script] of Object.entries(COMMANDS)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const script = 'git ls-files -co --exclude-standard -z | xargs -0 cp --parents --target-directory "$0"';
  execFileSync('sh', ['-c', script, folder]);
  for (const path of [...INSTALLED, '.etc']) mkdirSync(join(folder, path), { recursive: true });
  const replace = (text: string) => replacements.reduce((all, [from, to]) => all.replaceAll(from, to), text);
  for (const name of ['values.yaml', 'environments/production.yaml', 'docs/how-to/images.md']) {
    const file = join(folder, name);
    writeFileSync(file, replace(readFileSync(file, 'utf8')));
  }
  const sh = (lines: string, env: NodeJS.ProcessEnv) => shell(folder, lines, env);
  const synth = sh('npm run -s synth', process.env);
  if (synth.status !== 0) throw new Error(synth.stderr);
  return {
    folder,
    sh,
    commands: (page) => {
      const sections = readFileSync(join(folder, page), 'utf8').split(/^## /m).slice(1);
      return new Map(
        sections.map((section) => [
          section.split('\n')[0] ?? '',
          [...section.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, lines = '']) => lines),
        ]),
      );
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs lines of bash in a folder, with mounts that only they see. */
function shell(folder: string, lines: string, env: NodeJS.ProcessEnv): Outcome {
  const mounts = [
    // What is written to /etc lies in memory, and is gone with the shell.
    'mount -t tmpfs none .etc && mkdir .etc/upper .etc/work',
    'mount -t overlay none -o lowerdir=/etc,upperdir=$PWD/.etc/upper,workdir=$PWD/.etc/work /etc',
    ...INSTALLED.map((path) => `mount --bind ${resolve(path)} ${path}`),
  ];
  const script = [...mounts, lines].join('\n');
  return spawnSync('unshare', ['--mount', 'bash', '-euo', 'pipefail', '-c', script], {
    cwd: folder,
    env: {
      ...env,
      PATH: `${join(folder, '.bin')}:${env.PATH ?? ''}`,
      KUBECTL: env.PATH,
      GIT_DIR: resolve('.git'),
      RECORD: join(folder, 'secrets.json'),
    },
    encoding: 'utf8',
  });
}
