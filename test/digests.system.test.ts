/** `npm run digests` with real registries: plain, and with TLS and a password. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { baseImages, DOCKERFILES } from '../bin/digests/base-images';
import { usedImages } from '../bin/digests/used';
import { loadEnvironments } from '../charts/values/load';
import { requireTools } from './servers/debian';
import { ACCOUNT, startRegistry, type RegistryServer } from './servers/registry';
import { copySources } from './sources';

const ENVIRONMENT = 'compact';

let folder: string;
beforeAll(() => {
  requireTools('docker-registry', 'htpasswd', 'skopeo', 'openssl');
  folder = mkdtempSync(join(tmpdir(), 'digests-'));
  copySources(folder, 'images');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

// The registry's own image can't come from itself.
const CHOSEN = ['--environment', ENVIRONMENT, '--set', 'registry.install=false'];
const environment = () => loadEnvironments(CHOSEN)[0] ?? missing();
const file = () => join(folder, 'environments', `${ENVIRONMENT}.yaml`);

// The registry logs through a pipe, which must go on being read while it is asked.
const execute = promisify(execFile);

/** Pushes an image of its own; answers with its digest. */
async function push(
  { endpoint }: RegistryServer,
  { repository, tag }: { readonly repository: string; readonly tag: string },
  options: readonly string[],
): Promise<string> {
  const layout = join(folder, 'images-pushed', repository, tag);
  const rootfs = join(layout, 'rootfs');
  mkdirSync(rootfs, { recursive: true });
  writeFileSync(join(rootfs, 'name'), `${repository}:${tag}`);
  execFileSync('tar', ['-C', rootfs, '-cf', join(layout, 'image.tar'), 'name']);
  const digestFile = join(layout, 'digest');
  const target = `docker://${endpoint}/${repository}:${tag}`;
  const from = `tarball:${join(layout, 'image.tar')}`;
  const copy = ['copy', '--quiet', ...options, '--digestfile', digestFile, from, target];
  await execute('skopeo', ['--insecure-policy', ...copy]);
  return readFileSync(digestFile, 'utf8').trim();
}

/** Pushes one for each that the environment runs; answers with their digests by key. */
async function pushAll(
  registry: RegistryServer,
  options: readonly string[],
): Promise<Record<string, string>> {
  const pushed: Record<string, string> = {};
  for (const [key, image] of usedImages(environment())) pushed[key] = await push(registry, image, options);
  return pushed;
}

async function digests(endpoint: string, options: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const elsewhere = usedImages(environment())
    .filter(([, { registry }]) => registry !== undefined)
    .flatMap(([key]) => ['--set', `images.${key}.registry=null`]);
  const args = [
    ...['bin/run.cjs', 'digests', ...CHOSEN],
    ...['--set', `registry.endpoint=${endpoint}`, ...elsewhere, ...options],
  ];
  const settings = { cwd: folder, env: { ...process.env, ...env } };
  return execute(process.execPath, args, settings).then(
    ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
    (error: unknown) => {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { status: code, stdout, stderr };
    },
  );
}

const written = () =>
  Object.fromEntries(
    Object.entries(
      (loadEnvironments(['--environment', ENVIRONMENT], folder)[0] ?? missing()).values.images,
    ).flatMap(([key, { digest }]) => (digest === undefined ? [] : [[key, digest]])),
  );

function missing(): never {
  throw new Error(`no environment ${ENVIRONMENT}`);
}

describe('a registry with plain HTTP', () => {
  let registry: RegistryServer;
  beforeAll(async () => (registry = await startRegistry('reference')));
  afterAll(() => registry.stop());

  test('without the image: which one, and what the registry says; nothing is written', async () => {
    const before = readFileSync(file(), 'utf8');
    const { status, stderr } = await digests(registry.endpoint, []);
    expect(stderr).toMatch(/^127\.0\.0\.1:\d+\/\S+:\S+: the registry answers 404 Not Found\n$/);
    expect(status).toBe(1);
    expect(readFileSync(file(), 'utf8')).toBe(before);
  });

  test('--dry-run says the digests; without it, they are in the values, and comments stay', async () => {
    const pushed = await pushAll(registry, ['--dest-tls-verify=false']);
    const before = readFileSync(file(), 'utf8');
    const dry = await digests(registry.endpoint, ['--dry-run']);
    for (const digest of Object.values(pushed)) expect(dry.stdout).toContain(digest);
    expect(readFileSync(file(), 'utf8')).toBe(before);

    expect(await digests(registry.endpoint, [])).toMatchObject({ status: 0, stderr: '' });
    expect(written()).toEqual(pushed);
    expect(readFileSync(file(), 'utf8').startsWith(before.split('\n')[0] ?? '')).toBe(true);
    for (const comment of before.match(/#.*/g) ?? []) expect(readFileSync(file(), 'utf8')).toContain(comment);
  });

  test('--base-images: what the Dockerfiles begin with, and a digest that is there already is made new', async () => {
    const pushed: string[] = [];
    // Two Dockerfiles begin with the same one.
    const known = new Map<string, string>();
    for (const file of DOCKERFILES) {
      const path = join(folder, file);
      writeFileSync(path, readFileSync(path, 'utf8').replace(/docker\.io/g, registry.endpoint));
      for (const image of baseImages(path)) {
        const name = `${image.repository}:${image.tag}`;
        const digest = known.get(name) ?? (await push(registry, image, ['--dest-tls-verify=false']));
        known.set(name, digest);
        pushed.push(`${registry.endpoint}/${name}@${digest}`);
      }
    }
    expect(pushed.length).toBeGreaterThan(5);
    const first = join(folder, DOCKERFILES[0]);
    writeFileSync(
      first,
      readFileSync(first, 'utf8').replace(/^ARG NODE=.*$/m, `$&@sha256:${'0'.repeat(64)}`),
    );

    const { status, stdout, stderr } = await digests(registry.endpoint, ['--base-images']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`(was sha256:${'0'.repeat(64)})`);
    const written = DOCKERFILES.flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/^ARG [A-Z_]+=(.+@sha256:.+)$/gm)].map(
        ([, image]) => image,
      ),
    );
    expect(written).toEqual(pushed);
    // Every stage that begins with an image of others begins with one of these.
    for (const file of DOCKERFILES) {
      for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(/^FROM (\S+)/gm)) {
        expect(from).toMatch(/^(\$\{[A-Z_]+\}|scratch|[a-z]+)$/);
      }
    }
  });

  test('nobody there: one line', async () => {
    const other = await startRegistry('reference');
    await other.stop();
    const { status, stderr } = await digests(other.endpoint, []);
    expect(stderr).toMatch(/^127\.0\.0\.1:\d+\/\S+: .*ECONNREFUSED.*\n$/);
    expect(status).toBe(1);
  });
});

describe('a registry with TLS and a password', () => {
  let registry: RegistryServer;
  let accounts: string;
  beforeAll(async () => {
    registry = await startRegistry('production');
    accounts = join(folder, 'auth.json');
    const login = ['login', '--authfile', accounts, '--tls-verify=false'];
    const account = ['--username', ACCOUNT.user, '--password', ACCOUNT.password];
    execFileSync('skopeo', [...login, ...account, registry.endpoint], { stdio: 'ignore' });
  });
  afterAll(() => registry.stop());

  const secure = ['--set', 'registry.insecure=false'];

  test('with the account of a login, and the authority trusted', async () => {
    const pushed = await pushAll(registry, ['--dest-tls-verify=false', '--dest-authfile', accounts]);
    const env = { REGISTRY_AUTH_FILE: accounts, NODE_EXTRA_CA_CERTS: registry.authority };
    expect(await digests(registry.endpoint, secure, env)).toMatchObject({ status: 0, stderr: '' });
    expect(written()).toEqual(pushed);
  });

  test.each([
    ['without an account', () => ({ NODE_EXTRA_CA_CERTS: registry.authority }), /answers 401 Unauthorized/],
    ['without trust', () => ({ REGISTRY_AUTH_FILE: accounts }), /certificate/],
  ])('%s: one line', async (_, env, told) => {
    const { status, stderr } = await digests(registry.endpoint, secure, env());
    expect(stderr).toMatch(told);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(status).toBe(1);
  });
});
