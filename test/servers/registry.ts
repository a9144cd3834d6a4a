/** A real OCI registry (Debian's docker-registry), with the `config.yml` of `dist/<environment>/registry/`. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configuration, manifest } from '../manifests';
import { eventually, freePort, startServer } from './process';

/** A running registry. */
export interface RegistryServer {
  /** `127.0.0.1:port`. */
  readonly endpoint: string;
  /** The certificate authority's file, where there is TLS. */
  readonly authority: string;
  /** The password file, where there is a password; it is read again when it has changed. */
  readonly passwords: string;
  /** Runs the CronJob's command. */
  readonly collectGarbage: () => void;
  /** How many layers, configurations and manifests it keeps. */
  readonly blobs: () => number;
  readonly stop: () => Promise<void>;
}

/** The password file's only entry, where there is a password. */
export const ACCOUNT = { user: 'netflow', password: 'correct horse' };

/** Starts the registry of an environment; certificate and password file are made for it, where it wants them. */
export async function startRegistry(environment: string): Promise<RegistryServer> {
  const folder = mkdtempSync(join(tmpdir(), 'registry-'));
  const port = await freePort();
  const rendered = configuration(environment, 'registry/ConfigMap.registry.yaml', 'config.yml');
  const [tls, password] = [rendered.includes('/etc/registry/tls'), rendered.includes('/etc/registry/auth')];
  for (const name of ['tls', 'auth', 'storage']) mkdirSync(join(folder, name));
  if (tls) certificate(join(folder, 'tls'));
  if (password) htpasswd(join(folder, 'auth', 'htpasswd'));
  const local = rendered
    .replace('addr: :5000', `addr: 127.0.0.1:${port}`)
    .replace('/var/lib/registry', join(folder, 'storage'))
    .replaceAll('/etc/registry', folder);
  writeFileSync(join(folder, 'config.yml'), local);
  const server = startServer('docker-registry', ['serve', join(folder, 'config.yml')], { cwd: folder });
  const endpoint = `127.0.0.1:${port}`;
  // What the probes of the Deployment ask.
  const probe = tls
    ? () => statusOf(`https://${endpoint}/`)
    : async () => (await fetch(`http://${endpoint}/`)).status;
  await eventually('the registry answers its probe', async () => (await probe()) === 200, { server });
  return {
    endpoint,
    authority: join(folder, 'tls', 'ca.crt'),
    passwords: join(folder, 'auth', 'htpasswd'),
    collectGarbage: () => {
      const [, ...args] = garbageCollection(environment);
      const here = args.map((arg) => arg.replace('/etc/distribution', folder));
      execFileSync('docker-registry', here, { stdio: 'ignore' });
    },
    blobs: () =>
      readdirSync(join(folder, 'storage'), { recursive: true, encoding: 'utf8' }).filter((path) =>
        /blobs\/.*\/data$/.test(path),
      ).length,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The command of the CronJob's container. */
function garbageCollection(environment: string): string[] {
  const { spec } = manifest(environment, 'registry/CronJob.registry-garbage-collection.yaml');
  const { jobTemplate } = spec as {
    jobTemplate: { spec: { template: { spec: { containers: { command: string[] }[] } } } };
  };
  return jobTemplate.spec.template.spec.containers[0]?.command ?? [];
}

/** A kubelet's probe doesn't check the certificate. */
function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const probe = request(url, { rejectUnauthorized: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    probe.on('error', reject).end();
  });
}

/** Stands in for cert-manager, which needs a cluster: a certificate for the hosts that tests use that is its own authority. */
function certificate(folder: string): void {
  const [key, crt] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
  const subject = [
    '-subj',
    '/CN=registry',
    '-addext',
    'subjectAltName=IP:127.0.0.1,DNS:registry.example.org',
  ];
  const kind = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  execFileSync('openssl', [...kind, ...subject, '-keyout', key, '-out', crt], { stdio: 'ignore' });
  execFileSync('cp', [crt, join(folder, 'ca.crt')]);
}

function htpasswd(file: string): void {
  const entry = execFileSync('htpasswd', ['-Bbn', ACCOUNT.user, ACCOUNT.password]);
  writeFileSync(file, entry);
}
