/** A real Argo CD: its definitions and ConfigMaps as installed, its controller and repository server as processes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Kubectl } from './machine/kubectl';
import type { Machine } from './machine/machine';

interface Installed {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** The objects of the release's own installation that its programs need. */
export function installation(programs: string): Installed[] {
  const file = readFileSync(join(programs, 'manifests', 'install.yaml'), 'utf8');
  return parseAllDocuments(file)
    .map((document) => document.toJS() as Installed | null)
    .filter((object): object is Installed => object !== null)
    .filter(({ kind }) => ['CustomResourceDefinition', 'ConfigMap', 'Secret'].includes(kind));
}

/** It remembers for three minutes where a branch was, unless git's webhook says otherwise; none is called here. */
const FORGETFUL = ['--revision-cache-expiration', '1s'];

/** Installs and starts it in the namespace `argocd`; without a server, and so without a web interface. */
export async function startArgoCd(machine: Machine, kubectl: Kubectl, programs: string): Promise<void> {
  await kubectl.run('create', 'namespace', 'argocd');
  for (const object of installation(programs)) {
    // The definitions are too large for the annotation of a client-side apply.
    const how = object.kind === 'CustomResourceDefinition' ? ['--server-side'] : [];
    await kubectl.apply(object, '--namespace', 'argocd', ...how);
  }
  // The server would write it at its first start; without it, no setting is read.
  const key = JSON.stringify({ stringData: { 'server.secretkey': 'not a secret: nobody signs in' } });
  await kubectl.run('patch', 'secret', 'argocd-secret', '--namespace', 'argocd', '--patch', key);
  const home = join(machine.folder, 'argocd');
  await machine.run('mkdir', ['-p', home]);
  machine.start('redis', 'redis-server', ['--bind', '127.0.0.1', '--port', '26379', '--save', '']);
  const cache = ['--redis', '127.0.0.1:26379', '--loglevel', 'info'];
  machine.start(
    'argocd-repo-server',
    join(programs, 'argocd-repo-server'),
    [
      ...cache,
      '--address',
      '127.0.0.1',
      '--port',
      '28081',
      '--metrics-port',
      '28084',
      '--disable-tls',
      ...FORGETFUL,
    ],
    { HOME: home, TMPDIR: home, ARGOCD_GPG_ENABLED: 'false', ARGOCD_PLUGINSOCKFILEPATH: home },
  );
  machine.start(
    'argocd-application-controller',
    join(programs, 'argocd-application-controller'),
    [
      ...[...cache, '--namespace', 'argocd', '--metrics-port', '28082'],
      ...['--repo-server', '127.0.0.1:28081', '--repo-server-plaintext'],
      // Not every three minutes, for the same reason.
      ...['--app-resync', '5', '--repo-error-grace-period-seconds', '0'],
    ],
    {
      HOME: home,
      KUBECONFIG: join(machine.folder, 'pki', 'admin.kubeconfig'),
      // Its "own" cluster is the one of the kubeconfig.
      ARGOCD_FAKE_IN_CLUSTER: 'true',
      ARGOCD_CONTROLLER_REPLICAS: '1',
    },
  );
}
