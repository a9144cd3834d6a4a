/**
 * What a newcomer does wrong, with each command that it concerns: one clear line, and no stack trace. All of it is
 * caused for real: another Node, a PATH without Maven, a Maven that reaches nobody.
 */
import { execFileSync, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './servers/process';
import { copySources } from './sources';

let copy: string;
let others: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'wrong-usages-'));
  others = mkdtempSync(join(tmpdir(), 'wrong-usages-'));
  copySources(copy, 'demo', 'dist', 'review', 'test', 'values.schema.json');
});
afterAll(() => {
  for (const made of [copy, others]) rmSync(made, { recursive: true, force: true });
});

/** The one line of standard error that a command ends in. */
async function lineOf(args: string, options: SpawnOptions = {}, node = process.execPath): Promise<string> {
  const child = spawn(node, [join(copy, 'bin/run.cjs'), ...args.split(' ')], {
    cwd: copy,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...options,
  });
  let told = '';
  child.stderr?.on('data', (chunk: Buffer) => (told += String(chunk)));
  const [status] = (await once(child, 'close')) as [number | null];
  expect(told).toMatch(/^[^\n]+\n$/);
  expect(status).toBe(1);
  return told.trimEnd();
}
/** A folder beside the sources, of that name. */
function folder(name: string): string {
  const path = join(others, name);
  mkdirSync(path, { recursive: true });
  return path;
}
const withVariables = (variables: Record<string, string>): SpawnOptions => ({
  env: { ...process.env, ...variables },
});
const normalizer = { NORMALIZER_KAFKA_BROKERS: '127.0.0.1:1', NORMALIZER_HTTP_HOST: '127.0.0.1' };

test.each(['synth', 'diff', 'helm', 'demo', 'normalizer', 'normalizer stdio', 'normalizer kafka'])(
  'an unknown option: %s',
  async (command) => {
    expect(await lineOf(`${command} --hepl`)).toBe(
      `${command}: unknown option '--hepl' (Did you mean --help?); --help shows what there is`,
    );
  },
);

describe('a file that is missing', () => {
  test.each(['synth', 'helm'])('%s: the values', async (command) => {
    expect(await lineOf(`${command} -f none.yaml`)).toBe(
      'none.yaml: found no such file; allowed: a readable YAML file',
    );
  });

  test.each(['diff', 'diff --base HEAD'])(
    '%s: git, the repository, its commits, the manifests',
    async (command) => {
      const cwd = realpathSync(mkdtempSync(join(others, 'without-manifests-')));
      const git = (...args: readonly string[]) => execFileSync('git', args, { cwd });
      expect(await lineOf(command, { cwd, ...withVariables({ PATH: folder('empty') }) })).toBe(
        "git can't be run: spawnSync git ENOENT; needed: git on the PATH",
      );
      expect(await lineOf(command, { cwd })).toBe(
        `${cwd}: found no git repository; needed: one, whose revisions are compared`,
      );
      git('init', '--quiet');
      expect(await lineOf(command, { cwd })).toBe(`${cwd}: found no commit; needed: one to compare with`);
      git('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '--quiet', '--allow-empty', '-m', 'none');
      expect(await lineOf(command, { cwd })).toBe(
        command === 'diff'
          ? 'found no origin/main, and no commit before HEAD; needed: a revision to compare with, such as --base HEAD'
          : 'there is no dist/ here: run "npm run synth" first, in the folder of package.json',
      );
    },
  );

  test('scan: Go', async () => {
    expect(await lineOf('scan', withVariables({ PATH: folder('empty') }))).toBe(
      'go not found: Go is needed on the PATH',
    );
  });

  test('digests: the accounts, in what is none', async () => {
    const file = join(copy, 'values.yaml');
    expect(await lineOf('digests --dry-run', withVariables({ REGISTRY_AUTH_FILE: file }))).toBe(
      `${file}: found no JSON; needed: the accounts that a login has left`,
    );
  });

  test('demo: the manifests', async () => {
    expect(await lineOf('demo', { cwd: folder('without-manifests') })).toBe(
      'dist/compact: found no such folder; needed: the manifests that "npm run synth" makes',
    );
  });

  test.each(['kafka', 'replay'])('normalizer %s: the certificate of the brokers', async (command) => {
    const security = { NORMALIZER_KAFKA_SECURITY_PROTOCOL: 'SSL', NORMALIZER_KAFKA_CA_FILE: '/none.crt' };
    expect(await lineOf(`normalizer ${command}`, withVariables({ ...normalizer, ...security }))).toBe(
      'NORMALIZER_KAFKA_CA_FILE: found "/none.crt", allowed is a file that can be read (ENOENT)',
    );
  });
});

describe('a port that is taken', () => {
  const other = createServer();
  let port: string;
  beforeAll(async () => {
    await once(other.listen(0, '127.0.0.1'), 'listening');
    port = String((other.address() as AddressInfo).port);
  });
  afterAll(() => other.close());

  test('demo', async () => {
    expect(await lineOf(`demo --port ${port}`)).toBe(
      `port ${port}: the port is taken by another program; needed: a free one`,
    );
  });

  test('normalizer kafka', async () => {
    const variables = withVariables({ ...normalizer, NORMALIZER_HTTP_PORT: port });
    expect(await lineOf('normalizer kafka', variables)).toBe(
      `port ${port}: the port is taken by another program; needed: a free one`,
    );
  });
});

describe('demo, on a machine', () => {
  test('without a JDK', async () => {
    expect(await lineOf('demo', withVariables({ PATH: folder('empty') }))).toBe(
      'java not found: the demo needs a JDK 17 or newer on the PATH',
    );
  });

  test.each(['nonsense', '192.0.2.1'])('that is not at %s', async (address) => {
    expect(await lineOf(`demo --listen ${address}`)).toBe(
      `UDP ${address}:9995: this machine has no such address; needed: one of its own, such as 0.0.0.0 for all of them`,
    );
  });

  test('without Maven', async () => {
    const PATH = folder('java-only');
    const java = execFileSync('sh', ['-c', 'command -v java'], { encoding: 'utf8' }).trim();
    symlinkSync(realpathSync(java), join(PATH, 'java'));
    expect(await lineOf('demo', withVariables({ PATH }))).toBe(
      'mvn not found: the demo needs Maven on the PATH, which fetches Kafka',
    );
  });

  test('that is offline: a Maven that has nothing yet, and a proxy that is dead', async () => {
    const home = folder('home');
    mkdirSync(join(home, '.m2'));
    const dead = await freePort();
    const proxy = `<id>dead</id><protocol>https</protocol><host>127.0.0.1</host><port>${dead}</port>`;
    writeFileSync(
      join(home, '.m2/settings.xml'),
      `<settings><proxies><proxy>${proxy}</proxy></proxies></settings>`,
    );
    const offline = { MAVEN_OPTS: `-Duser.home=${home}`, MAVEN_ARGS: '', MAVEN_SKIP_RC: 'true' };
    const line = await lineOf(`demo --port ${await freePort()}`, withVariables(offline));
    expect(line).toMatch(/^kafka \d+\.\d+\.\d+: Maven could not fetch it: Could not transfer /);
    expect(line).toMatch(new RegExp(`127\\.0\\.0\\.1:${dead}.* refused`));
    expect(line).toMatch(/; needed: Maven Central or a mirror of it, /);
  });
});

/** A real Node 18, which npm fetches once. */
let old: string | undefined;

test.each(['synth', 'diff', 'helm', 'demo', 'normalizer'])('a Node that is too old: %s', async (command) => {
  const args = ['exec', '--yes', '--package=node@18', '--', 'node', '-p', 'process.execPath'];
  old ??= execFileSync('npm', args, { encoding: 'utf8' }).trim();
  expect(await lineOf(command, {}, old)).toMatch(/^Node 20 or newer is needed; this is v18\.\d+\.\d+$/);
});
/** The others write nothing. */
test.each([
  ['synth', '.dist.lock'],
  ['helm', 'helm/compact'],
  ['scan', '.cache/kube-score/v1.20.0'],
  ['demo', '.cache'],
])('a folder that is read-only: %s', async (command, file) => {
  rmSync(join(copy, '.cache'), { recursive: true, force: true });
  const options = command === 'demo' ? ` --port ${await freePort()}` : '';
  chmodSync(copy, 0o555);
  // Root may write to it all the same, so root goes as nobody.
  const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const line = await lineOf(`${command}${options}`, { ...nobody, ...withVariables({ HOME: tmpdir() }) });
  chmodSync(copy, 0o755);
  expect(line.replace(`${realpathSync(copy)}/`, '')).toBe(
    `${file}: permission denied; needed: a place that this user may use`,
  );
});
