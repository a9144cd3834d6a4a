/**
 * Images built and run by podman and buildah, in a store of their own. No Docker engine runs where the tests do;
 * what the documentation does with `docker`, docker.ts does with podman.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { requireTools } from './debian';
import { goCommand } from './go';
import { rememberToUndo } from './leftovers';
import type { Outcome } from './process';

const BUILDX_VERSION = 'v0.38.2';

/** A place for images and containers, and what commands need to find it. */
export interface Podman {
  readonly folder: string;
  /** Environment variables for podman and buildah, and for `docker`, which is on its PATH. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs podman; answers with what it said, however it ended. */
  readonly podman: (args: readonly string[], input?: string) => Outcome;
  readonly remove: () => void;
}

/** @param insecure the registry that is trusted without TLS, as Docker's daemon.json says it */
export function startPodman(insecure: string): Podman {
  requireTools('podman', 'buildah', 'runc', 'debootstrap', 'jq');
  const folder = mkdtempSync(join(tmpdir(), 'podman-'));
  const remove = rememberToUndo(removal(folder));
  for (const name of ['bin', 'tmp', 'storage', 'runroot']) mkdirSync(join(folder, name));
  const write = (name: string, lines: readonly string[]) => {
    writeFileSync(join(folder, name), lines.map((line) => `${line}\n`).join(''));
    return join(folder, name);
  };
  const containers = (volumes: readonly string[]) => [
    '[containers]',
    'default_ulimits=["nofile=4096:4096","nproc=4096:4096"]',
    'log_driver="k8s-file"',
    `volumes=${JSON.stringify(volumes)}`,
    '[engine]',
    'runtime="runc"',
    'cgroup_manager="cgroupfs"',
    'events_logger="file"',
    'lock_type="file"',
    `tmp_dir="${folder}/runroot/libpod"`,
    `image_copy_tmp_dir="${folder}/tmp"`,
  ];
  const storage = ['driver="overlay"', `graphroot="${folder}/storage"`, `runroot="${folder}/runroot"`];
  const docker = `#!/bin/sh\nexec node --import tsx ${resolve('test/servers/docker.ts')} "$@"\n`;
  writeFileSync(join(folder, 'bin', 'docker'), docker);
  chmodSync(join(folder, 'bin', 'docker'), 0o755);
  writeFileSync(join(folder, 'auth.json'), '{}');
  const env = {
    ...process.env,
    // What they keep for a moment goes with the folder when they are interrupted.
    TMPDIR: join(folder, 'tmp'),
    PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}:/usr/sbin:/sbin`,
    CONTAINERS_CONF: write('containers.conf', containers([])),
    // Only while images are built.
    BUILD_CONTAINERS_CONF: write('build.conf', containers(machineFolders())),
    CONTAINERS_STORAGE_CONF: write('storage.conf', ['[storage]', ...storage]),
    CONTAINERS_REGISTRIES_CONF: write('registries.conf', [
      '[[registry]]',
      `location="${insecure}"`,
      'insecure=true',
    ]),
    REGISTRY_AUTH_FILE: join(folder, 'auth.json'),
    BUILDAH_ISOLATION: 'chroot',
    BUILDX: goCommand('github.com/docker/buildx/cmd/buildx', BUILDX_VERSION),
  };
  return {
    folder,
    env,
    podman: (args, input = '') => spawnSync('podman', args, { cwd: folder, env, input, encoding: 'utf8' }),
    remove,
  };
}

/** Takes away the store, if it has been set up, and the folder. */
const removal = (folder: string) => `cd ${folder}
  export CONTAINERS_CONF=${folder}/containers.conf CONTAINERS_STORAGE_CONF=${folder}/storage.conf
  ! [[ -e $CONTAINERS_CONF && -e $CONTAINERS_STORAGE_CONF ]] || podman system reset --force
  cd / && rm -rf ${folder}
`;

/** Makes the images that Dockerfiles begin with, by stand-ins.sh; `images` are their names there. */
export function makeStandIns(
  { folder, env }: Podman,
  images: Readonly<Partial<Record<'node' | 'flink' | 'maven' | 'golang' | 'busybox', string>>>,
): void {
  mkdirSync('.cache', { recursive: true });
  const pairs = Object.entries(images).map(([name, image]) => `${name}=${image}`);
  const script = resolve('test/servers/stand-ins.sh');
  execFileSync('bash', [script, resolve('.cache/debian.tar'), ...pairs], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** What a build needs of this machine: its tools, its settings for package registries, and what it has fetched. */
function machineFolders(): string[] {
  const ask = (command: string, ...args: string[]) =>
    execFileSync(command, args, { encoding: 'utf8' }).trim();
  const home = (command: string) => dirname(dirname(realpathSync(ask('sh', '-c', `command -v ${command}`))));
  const go = (name: string) => ask('go', 'env', name);
  const readOnly = [home('javac'), home('mvn'), go('GOROOT'), '/usr/share/java', '/etc/ssl/certs'];
  const own: [string, string][] = [
    [ask('npm', 'config', 'get', 'globalconfig'), '/usr/local/etc/npmrc'],
    [ask('npm', 'config', 'get', 'userconfig'), '/root/.npmrc'],
    [join(homedir(), '.m2', 'settings.xml'), '/root/.m2/settings.xml'],
    [go('GOENV'), '/root/.config/go/env'],
  ];
  const javaSettings = readdirSync('/etc').filter((name) => /^(java-.*-openjdk|maven)$/.test(name));
  const all = [
    ...[...readOnly, ...javaSettings.map((name) => `/etc/${name}`)].map((path): [string, string] => [
      path,
      `${path}:ro`,
    ]),
    ...own.map(([path, there]): [string, string] => [path, `${there}:ro`]),
    // Written to an overlay that is gone with the build.
    [join(homedir(), '.m2', 'repository'), '/root/.m2/repository:O'] as [string, string],
    [go('GOMODCACHE'), '/go/pkg/mod'] as [string, string],
    [go('GOCACHE'), '/root/.cache/go-build'] as [string, string],
  ];
  return all.filter(([path]) => existsSync(path)).map(([path, there]) => `${path}:${there}`);
}
