/** Tools from Debian packages, for the suites of `npm run test:system`. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The package that each command comes from. */
const PACKAGES = {
  softflowd: 'softflowd',
  pmacctd: 'pmacct',
  yanglint: 'libyang-tools',
  'docker-registry': 'docker-registry',
  htpasswd: 'apache2-utils',
  buildah: 'buildah',
  skopeo: 'skopeo',
  curl: 'curl',
  'lua5.1': 'lua5.1',
  openssl: 'openssl',
  containerd: 'containerd',
  podman: 'podman',
  runc: 'runc',
  debootstrap: 'debootstrap',
  jq: 'jq',
  kubectl: 'kubernetes-client',
  etcd: 'etcd-server',
  'redis-server': 'redis-server',
  gcc: 'gcc',
  ip: 'iproute2',
  iptables: 'iptables',
  nft: 'nftables',
  'host-local': 'containernetworking-plugins',
  prometheus: 'prometheus',
  promtool: 'prometheus',
  chromium: 'chromium',
};

/** A command that `requireTools` knows how to get. */
export type Tool = keyof typeof PACKAGES;

/**
 * Makes sure that the commands are on the PATH, installing their packages where that can be done.
 * @throws Error naming the packages when the machine isn't Debian, or the user isn't root
 */
export function requireTools(...tools: readonly Tool[]): void {
  const missing = tools.filter((tool) => !onPath(tool)).map((tool) => PACKAGES[tool]);
  if (missing.length === 0) return;
  const command = `apt-get install -y ${missing.join(' ')}`;
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    throw new Error(`missing: ${missing.join(', ')}. As root on Debian: ${command}`);
  }
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env: environment });
  const installed = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], {
    encoding: 'utf8',
    env: environment,
  });
  if (installed.status !== 0) throw new Error(`${command} failed:\n${installed.stderr}`);
}

function onPath(command: string): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return [...folders, '/usr/sbin', '/sbin', '/usr/lib/cni'].some((folder) =>
    existsSync(join(folder, command)),
  );
}
