/** The private registry as people use it: push, list, list tags, pull, and what they see when it won't. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startContainerd, type Containerd } from './servers/containerd';
import { requireTools } from './servers/debian';
import { ACCOUNT, startRegistry, type RegistryServer } from './servers/registry';

let folder: string;
beforeAll(() => {
  requireTools('docker-registry', 'htpasswd', 'skopeo', 'curl', 'openssl', 'containerd');
  folder = mkdtempSync(join(tmpdir(), 'images-'));
  writeImage(join(folder, 'image'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** An image of one layer, as an OCI layout, put together by hand: pushing is what's tried here, not building. */
function writeImage(layout: string, content = 'hello'): void {
  mkdirSync(layout, { recursive: true });
  const rootfs = join(folder, 'rootfs');
  mkdirSync(rootfs, { recursive: true });
  writeFileSync(join(rootfs, 'hello'), content);
  const archive = join(folder, 'layer.tar');
  execFileSync('tar', ['-C', rootfs, '--mtime=@0', '--owner=0', '--group=0', '-cf', archive, 'hello']);
  execFileSync('skopeo', ['copy', '--insecure-policy', `tarball:${archive}`, `oci:${layout}:netflow`], {
    stdio: 'ignore',
  });
}

function skopeo(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('skopeo', ['--insecure-policy', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** As containerd does when its configuration names the folder. */
function pullAsNode(containerd: Containerd, options: readonly string[] = []) {
  return containerd.pull('netflow-normalizer:0.1.0', ['--hosts-dir', containerd.certificates, ...options]);
}

function curl(...args: string[]): string {
  return execFileSync('curl', ['-sS', ...args], { encoding: 'utf8' });
}

describe('reference: plain HTTP', () => {
  let registry: RegistryServer;
  beforeAll(async () => (registry = await startRegistry('reference')));
  afterAll(() => registry.stop());

  test('push, list, list tags, pull: as documented', () => {
    const { endpoint } = registry;
    const pushed = skopeo(
      'copy',
      '--dest-tls-verify=false',
      `oci:${folder}/image:netflow`,
      `docker://${endpoint}/netflow-normalizer:0.1.0`,
    );
    expect(pushed).toMatchObject({ status: 0 });
    expect(JSON.parse(curl(`http://${endpoint}/v2/_catalog`))).toEqual({
      repositories: ['netflow-normalizer'],
    });
    expect(JSON.parse(curl(`http://${endpoint}/v2/netflow-normalizer/tags/list`))).toEqual({
      name: 'netflow-normalizer',
      tags: ['0.1.0'],
    });
    const pulled = skopeo(
      'copy',
      '--src-tls-verify=false',
      `docker://${endpoint}/netflow-normalizer:0.1.0`,
      `oci:${folder}/pulled:netflow`,
    );
    expect(pulled).toMatchObject({ status: 0 });
  });

  test('a tag that is not there', () => {
    const { status, stderr } = skopeo(
      'inspect',
      '--tls-verify=false',
      `docker://${registry.endpoint}/netflow-normalizer:9.9.9`,
    );
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/manifest unknown/);
  });

  test('what is deleted is freed by the garbage collection, and nothing else', () => {
    const { endpoint } = registry;
    const push = (layout: string, name: string) =>
      skopeo('copy', '--dest-tls-verify=false', `oci:${layout}:netflow`, `docker://${endpoint}/${name}`);
    writeImage(join(folder, 'other'), 'other');
    const before = registry.blobs();
    expect(push(join(folder, 'other'), 'other:1')).toMatchObject({ status: 0 });
    // A layer, a configuration and a manifest.
    expect(registry.blobs()).toBe(before + 3);
    registry.collectGarbage();
    expect(registry.blobs()).toBe(before + 3);
    expect(skopeo('delete', '--tls-verify=false', `docker://${endpoint}/other:1`)).toMatchObject({
      status: 0,
    });
    registry.collectGarbage();
    expect(registry.blobs()).toBe(before);
  });

  test("a node's containerd pulls with the files of dist/hosts, and not without", async () => {
    const containerd = await startContainerd('reference', registry);
    expect(containerd.pull('netflow-normalizer:0.1.0').stderr).toMatch(
      /server gave HTTP response to HTTPS client/,
    );
    expect(pullAsNode(containerd)).toMatchObject({ status: 0 });
    await containerd.stop();
  });

  test('a host that was not told to trust plain HTTP', () => {
    const { status, stderr } = skopeo('inspect', `docker://${registry.endpoint}/netflow-normalizer:0.1.0`);
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/server gave HTTP response to HTTPS client/);
  });
});

describe('production: TLS and a password', () => {
  let registry: RegistryServer;
  beforeAll(async () => (registry = await startRegistry('production')));
  afterAll(() => registry.stop());

  const account = `${ACCOUNT.user}:${ACCOUNT.password}`;

  /** Pushes with the certificate authority that the host was given, if any. */
  function push(credentials: string, certificates: readonly string[]) {
    const target = `docker://${registry.endpoint}/netflow-normalizer:0.1.0`;
    return skopeo(
      'copy',
      `--dest-creds=${credentials}`,
      ...certificates,
      `oci:${folder}/image:netflow`,
      target,
    );
  }

  function trusted(): string[] {
    const certificates = join(folder, 'certificates');
    mkdirSync(certificates, { recursive: true });
    execFileSync('cp', [registry.authority, certificates]);
    return [`--dest-cert-dir=${certificates}`];
  }

  test('push and list with the password and the authority', () => {
    expect(push(account, trusted())).toMatchObject({ status: 0 });
    const list = curl(
      '--cacert',
      registry.authority,
      '-u',
      account,
      `https://${registry.endpoint}/v2/_catalog`,
    );
    expect(JSON.parse(list)).toEqual({ repositories: ['netflow-normalizer'] });
  });

  test("a node's containerd pulls with the files of dist/hosts and a password, and not without", async () => {
    const containerd = await startContainerd('production', registry);
    const password = ['--user', account];
    expect(containerd.pull('netflow-normalizer:0.1.0', password).stderr).toMatch(
      /certificate signed by unknown authority/,
    );
    expect(pullAsNode(containerd).stderr).toMatch(/401 Unauthorized/);
    expect(pullAsNode(containerd, password)).toMatchObject({ status: 0 });
    await containerd.stop();
  });

  test('a wrong password', () => {
    expect(push(`${ACCOUNT.user}:wrong`, trusted()).stderr).toMatch(/authentication required|unauthorized/);
    const status = curl(
      '-o',
      '/dev/null',
      '-w',
      '%{http_code}',
      '--cacert',
      registry.authority,
      `https://${registry.endpoint}/v2/`,
    );
    expect(status).toBe('401');
  });

  test('an authority that the host does not know', () => {
    expect(push(account, []).stderr).toMatch(/certificate signed by unknown authority/);
  });
});
