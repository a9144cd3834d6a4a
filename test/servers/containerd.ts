/** A real containerd, as nodes have it, that pulls with the files of `dist/hosts/<environment>/etc/containerd`. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { trustFiles } from '../../charts/hosts/trust';
import { loadEnvironments } from '../../charts/values/load';
import { eventually, startServer, type Outcome } from './process';

/** A running containerd. */
export interface Containerd {
  /** Pulls an image of the registry, by a name that only this pull knows to be this machine's. */
  readonly pull: (image: string, options?: readonly string[]) => Outcome;
  /** The folder that containerd's `config_path` names. */
  readonly certificates: string;
  readonly stop: () => Promise<void>;
}

/** Not `localhost` or its address, which containerd trusts without TLS. */
const REGISTRY_HOST = 'registry.example.org';

/** Starts containerd on a host that has been given an environment's files. */
export async function startContainerd(
  environment: string,
  registry: { readonly endpoint: string; readonly authority: string },
): Promise<Containerd> {
  const folder = mkdtempSync(join(tmpdir(), 'containerd-'));
  const values = loadEnvironments([]).find(({ name }) => name === environment)?.values.registry;
  if (values === undefined) throw new Error(`no environment ${environment}`);
  const endpoint = `${REGISTRY_HOST}:${registry.endpoint.split(':')[1] ?? ''}`;
  for (const { path, content } of trustFiles({ ...values, endpoint })) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content.replaceAll('/etc/containerd', join(folder, 'etc/containerd')));
    if (content.includes('ca.crt')) copyFileSync(registry.authority, join(dirname(file), 'ca.crt'));
  }
  writeFileSync(join(folder, 'hosts'), `127.0.0.1 localhost ${REGISTRY_HOST}\n`);
  const socket = join(folder, 'socket');
  const settings = [
    'version = 2',
    `root = "${folder}/root"`,
    `state = "${folder}/state"`,
    'disabled_plugins = ["io.containerd.grpc.v1.cri"]',
    `[grpc]\naddress = "${socket}"`,
    `[ttrpc]\naddress = "${socket}.ttrpc"`,
  ];
  writeFileSync(join(folder, 'config.toml'), settings.join('\n'));
  const server = startServer('containerd', ['--config', join(folder, 'config.toml')], { cwd: folder });
  const address = ['--address', socket];
  await eventually('containerd answers', () => spawnSync('ctr', [...address, 'version']).status === 0, {
    server,
  });
  return {
    certificates: join(folder, 'etc/containerd/certs.d'),
    pull: (image, options = []) => {
      const pull = ['images', 'pull', '--snapshotter', 'native', ...options, `${endpoint}/${image}`];
      const script = 'mount --bind "$0" /etc/hosts && exec "$@"';
      const args = ['--mount', 'sh', '-c', script, join(folder, 'hosts'), 'ctr', ...address, ...pull];
      return spawnSync('unshare', args, { encoding: 'utf8' });
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
