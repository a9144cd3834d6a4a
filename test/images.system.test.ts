/**
 * From a clone to running images, with the commands of docs/how-to/images.md: built, pushed to a real registry,
 * listed, pulled, and run as the manifests run them, between a real GoFlow2 and a real Kafka.
 */
import { copyFileSync, readFileSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { join } from 'node:path';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { NETFLOW_JOB } from '../charts/flink-cluster/netflow-job';
import { exact } from './flows';
import { manifest, type KubernetesObject } from './manifests';
import { containerOptions } from './servers/container-options';
import { requireTools } from './servers/debian';
import { startGoflow2 } from './servers/goflow2';
import { startKafka } from './servers/kafka';
import { startNormalizer } from './servers/normalizer';
import { makeStandIns, startPodman, type Podman } from './servers/podman';
import { eventually, startServer, type Outcome } from './servers/process';
import { ACCOUNT, startRegistry, type RegistryServer } from './servers/registry';
import { createTopics, messageCount, readTopic } from './servers/topics';
import { copyRepository, type WorkingCopy } from './servers/working-copy';
import { EVERY_FIELD, TIMES_BY_UPTIME } from './traffic/every-field';
import { netflowV9 } from './traffic/netflow';

const PAGE = 'docs/how-to/images.md';
const SAMPLE = readFileSync('normalizer/test/samples/documented-flow.json', 'utf8').replaceAll('\n', '');
const DOCUMENT = readFileSync('normalizer/test/samples/documented-output.json', 'utf8');

let plain: RegistryServer;
let secured: RegistryServer;
let copy: WorkingCopy;
let host: Podman;
/** containerd's way to write a host with a port. */
const inFolders = (endpoint: string) => endpoint.replace(/:(\d+)$/, '_$1_');
/** Headings whose commands nobody has run yet. */
const unread = new Set<string>();
const nothing: Outcome = { status: null, stdout: '', stderr: '' };

/** Runs the commands below a heading, as they stand there, each block in a shell of its own. */
function follow(heading: string): Outcome[] {
  const blocks = copy.commands(PAGE).get(heading) ?? [];
  const outcomes = blocks.map((lines) => copy.sh(lines, host.env));
  unread.delete(heading);
  expect(outcomes.filter(({ status }) => status !== 0)).toEqual([]);
  return outcomes;
}

beforeAll(async () => {
  requireTools('docker-registry', 'htpasswd', 'openssl', 'skopeo', 'curl', 'jq', 'kubectl');
  plain = await startRegistry('reference');
  secured = await startRegistry('production');
  copy = copyRepository([
    ['kubernetes:31320', plain.endpoint],
    ['containerd/certs.d/registry.example.org', `containerd/certs.d/${inFolders(secured.endpoint)}`],
    ['registry.example.org', secured.endpoint],
  ]);
  for (const [heading, blocks] of copy.commands(PAGE)) if (blocks.length > 0) unread.add(heading);
  host = startPodman(plain.endpoint);
  const of = (name: string, file = 'normalizer/Dockerfile') =>
    new RegExp(`^ARG ${name}=(.*)$`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? '';
  makeStandIns(host, {
    node: of('NODE'),
    flink: of('FLINK'),
    maven: of('MAVEN'),
    golang: of('GO', 'images/goflow2/Dockerfile'),
    busybox: of('BUSYBOX', 'images/jmx-exporter/Dockerfile'),
  });
});
afterAll(async () => {
  (host as Podman | undefined)?.remove();
  (copy as WorkingCopy | undefined)?.remove();
  await (plain as RegistryServer | undefined)?.stop();
  await (secured as RegistryServer | undefined)?.stop();
});

describe('as documented, over plain HTTP', () => {
  test('a machine is told to trust the registry', () => {
    const [trusted] = follow('Trust the registry');
    expect(trusted?.stderr).toBe('');
    const [commands = ''] = copy.commands(PAGE).get('Trust the registry') ?? [];
    const written = (file: string) => copy.sh(`${commands}\ncat ${file}`, host.env).stdout;
    expect(JSON.parse(written('/etc/docker/daemon.json'))).toEqual({
      'insecure-registries': [plain.endpoint],
    });
    const containerd = `/etc/containerd/certs.d/${inFolders(plain.endpoint)}/hosts.toml`;
    expect(written(containerd)).toContain(`[host."http://${plain.endpoint}"]`);
  });

  test('all images are built and pushed, and one by hand', () => {
    follow('Build and push');
  });

  test('they are listed, with their tags and digests', () => {
    const [catalog, digest] = follow('List');
    const [repositories, tags] =
      catalog?.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object) ?? [];
    expect(repositories).toEqual({
      repositories: ['goflow2', 'netflow-jmx-exporter', 'netflow-normalizer', 'netflow-normalizer-flink'],
    });
    expect(tags).toEqual({ name: 'netflow-normalizer', tags: ['0.1.0'] });
    expect(digest?.stdout).toMatch(/sha256:[0-9a-f]{64}/);
  });

  test('the documented flow becomes the documented document', () => {
    const [{ stdout } = nothing] = follow('Try an image, as the cluster runs it');
    expect(exact(stdout.split('\n').find((line) => line.startsWith('{')) ?? '')).toEqual(exact(DOCUMENT));
  });

  test('the software bill of materials names every package with a licence that may be passed on', () => {
    const [{ stdout } = nothing] = follow('See what is in it');
    const rows = stdout
      .split('\n')
      .filter((line) => line.includes('\t'))
      .map((line) => line.split('\t'));
    const dependencies = Object.keys(
      (JSON.parse(readFileSync('normalizer/package.json', 'utf8')) as { dependencies: object }).dependencies,
    );
    expect(rows.map(([name]) => name)).toEqual(expect.arrayContaining(dependencies));
    for (const row of rows) {
      expect(row).toHaveLength(3);
      expect(['Apache-2.0', 'MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause']).toContain(row[2]);
    }
  });
});

describe('the images, pulled by a node that has never seen them', () => {
  let node: Podman;
  const image = (name: string, tag = '0.1.0') => `${plain.endpoint}/${name}:${tag}`;
  const run = (options: readonly string[], ...command: string[]) =>
    node.podman(['run', '--rm', '--interactive', ...options, ...command], SAMPLE);

  beforeAll(() => {
    node = startPodman(plain.endpoint);
  });
  afterAll(() => {
    node.remove();
  });

  test('stdio, under the security context of the manifest', () => {
    const { status, stdout } = run(
      containerOptions(manifest('compact', 'normalizer/Deployment.normalizer.yaml')),
      image('netflow-normalizer'),
      'stdio',
    );
    expect(status).toBe(0);
    expect(exact(stdout)).toEqual(exact(DOCUMENT));
  });

  test('the image of the kafkajs engine has no shell, and a user of its own', () => {
    const user = node.podman(['inspect', '--format', '{{.Config.User}}', image('netflow-normalizer')]).stdout;
    expect(user.trim()).toBe('10001:10001');
    const { status, stderr } = run(['--entrypoint', '/bin/sh'], image('netflow-normalizer'));
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/\/bin\/sh.*no such file/);
  });

  test.each([
    ['netflow-normalizer-flink', '0.1.0', '9999:9999'],
    ['goflow2', 'v2.2.6', '10001:10001'],
    ['netflow-jmx-exporter', '1.0.1', '10001:10001'],
  ])('labels of %s say where it comes from; it is not run by root', (name, version, user) => {
    node.podman(['pull', image(name, version)]);
    const inspected = node.podman(['inspect', '--format', '{{json .Config}}', image(name, version)]).stdout;
    const config = JSON.parse(inspected) as { Labels: Record<string, string>; User: string };
    expect(config.User).toBe(user);
    expect(config.Labels).toMatchObject({
      'org.opencontainers.image.title': name,
      'org.opencontainers.image.source': 'https://git.example.org/netflow/netflow-gitops.git',
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.revision': expect.stringMatching(/^[0-9a-f]{40}$/) as string,
    });
  });

  test('the image for Flink has the job where the FlinkCluster looks for it, and workers run in it', () => {
    const { spec } = manifest('reference', 'normalizer/FlinkCluster.netflow-normalizer.yaml');
    const { jarFile } = (spec as { job: { jarFile: string } }).job;
    expect(jarFile).toBe(NETFLOW_JOB.jarFile);
    const listed = run(['--user', '9999:9999'], image('netflow-normalizer-flink'), 'ls', '-l', jarFile);
    expect(listed).toMatchObject({ status: 0 });
    const source = readFileSync(
      'normalizer/flink/src/main/java/org/netflowgitops/normalizer/JobOptions.java',
      'utf8',
    );
    const worker = /"worker-command", "(.*?)"/.exec(source)?.[1]?.split(' ') ?? [];
    const { stdout } = run(['--user', '9999:9999'], image('netflow-normalizer-flink'), ...worker, 'stdio');
    expect(exact(stdout)).toEqual(exact(DOCUMENT));
  });

  test('equal inputs make equal images', () => {
    const digest = () =>
      host.podman(['inspect', '--format', '{{.Digest}}', image('netflow-normalizer')]).stdout;
    const bake = 'docker buildx bake -f docker-bake.hcl -f dist/hosts/reference/docker-bake.json normalizer';
    expect(copy.sh(bake, host.env)).toMatchObject({ status: 0 });
    const before = digest();
    expect(copy.sh(`docker rmi ${image('netflow-normalizer')} && ${bake}`, host.env)).toMatchObject({
      status: 0,
    });
    expect(digest()).toBe(before);
    expect(before).toMatch(/^sha256:/);
  });

  test('a packet goes through the collector, Kafka and the normaliser, all as the manifests run them', async () => {
    const kafka = await startKafka('compact');
    const client = new Kafka({ ...kafka.connection, logLevel: logLevel.NOTHING });
    const admin: Admin = client.admin();
    const start = (deployment: KubernetesObject, ...rest: string[]) =>
      startServer('podman', ['run', '--rm', ...containerOptions(deployment), ...rest], {
        cwd: node.folder,
        env: node.env,
      });
    const goflow2 = manifest('compact', 'goflow2/Deployment.goflow2.yaml');
    const normalizer = manifest('compact', 'normalizer/Deployment.normalizer.yaml');
    try {
      await admin.connect();
      await createTopics('compact', kafka);
      const collector = await startGoflow2('compact', kafka.brokers, {
        startImage: (flags) => start(goflow2, image('goflow2', 'v2.2.6'), ...flags),
      });
      const engine = await startNormalizer('compact', kafka, (variables) => {
        const options = Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
        return start(normalizer, ...options, image('netflow-normalizer'));
      });
      const ready = async () => (await fetch(`${engine.http}/readyz`)).ok;
      await eventually('the normaliser is ready', ready, { server: engine });
      const packet = netflowV9({ uptime: 100_000, time: 1_760_000_000, sequence: 1, sourceId: 1 }, [
        ...EVERY_FIELD,
        ...TIMES_BY_UPTIME,
      ]);
      const socket = createSocket('udp4');
      socket.send(packet, collector.netflowPort, '127.0.0.1', () => socket.close());
      const arrived = async () => (await messageCount(admin, 'netflow-output')) === 1;
      await eventually('the flow is normalised', arrived, { server: engine });
      const [message] = await readTopic(client, admin, 'netflow-output');
      // Only with the mapping that is in the collector's image.
      expect(message?.value?.toString()).toContain('"bytes-out"');
      expect(await engine.stop()).toBe(0);
      await collector.stop();
    } finally {
      await admin.disconnect();
      await kafka.stop();
    }
  });
});

describe('with TLS and a password', () => {
  test('as documented: Secrets, trust, login, list', () => {
    const [secrets, trust, login] = copy.commands(PAGE).get('With TLS and a password') ?? [];
    const env = { ...host.env, AUTHORITY: secured.authority, HOME: copy.folder };
    const outcome = copy.sh(
      // The registry's Secret reaches it as a file.
      [secrets, `cp htpasswd ${secured.passwords}`, trust, login].join('\n'),
      env,
    );
    unread.delete('With TLS and a password');
    expect(outcome).toMatchObject({ status: 0 });
    expect(outcome.stdout).toContain('Login Succeeded!');
    expect(outcome.stdout).toContain('{"repositories":[]}');
    const made = readFileSync(join(copy.folder, 'secrets.json'), 'utf8')
      .split(/(?<=^})\n/m)
      .filter((text) => text !== '')
      .map(
        (text) =>
          JSON.parse(text) as { type?: string; data: object; metadata: { name: string; namespace: string } },
      );
    expect(
      made.map(({ type = 'Opaque', data, metadata }) => [
        metadata.namespace,
        metadata.name,
        type,
        Object.keys(data),
      ]),
    ).toEqual([
      ['netflow', 'registry-htpasswd', 'Opaque', ['htpasswd']],
      ['netflow', 'registry-pull', 'kubernetes.io/dockerconfigjson', ['.dockerconfigjson']],
      ['netflow-flink', 'registry-pull', 'kubernetes.io/dockerconfigjson', ['.dockerconfigjson']],
    ]);
  });
});

describe("when it doesn't work, the page has what the tools say", () => {
  const table = () => readFileSync(PAGE, 'utf8').split("## When it doesn't work")[1] ?? '';
  const messages = () => [...table().matchAll(/^\| `(.*?)` /gm)].map(([, message = '']) => message);
  const met = new Set<string>();

  test.each([
    [
      'no trust without TLS',
      () => ['pull', `${plain.endpoint}/netflow-normalizer:0.1.0`, '--tls-verify=true'],
    ],
    ['an unknown authority', () => ['pull', `${secured.endpoint}/netflow-normalizer:0.1.0`]],
    [
      'a wrong password',
      () => ['pull', '--creds', `${ACCOUNT.user}:wrong`, ...trusted(), `${secured.endpoint}/a:1`],
    ],
    [
      'a wrong password at login',
      () => ['login', '-u', ACCOUNT.user, '-p', 'wrong', ...trusted(), secured.endpoint],
    ],
    ['a missing tag', () => ['pull', `${plain.endpoint}/netflow-normalizer:9.9.9`]],
  ])('%s', (_, args) => {
    const { status, stderr } = host.podman(args());
    expect(status).not.toBe(0);
    const found = messages().filter((message) => stderr.includes(message));
    expect(found.length === 1 ? found : stderr).toHaveLength(1);
    found.forEach((message) => met.add(message));
  });

  test('and nothing that they do not say', () => {
    expect(messages()).toEqual([...met].sort((a, b) => messages().indexOf(a) - messages().indexOf(b)));
  });

  function trusted(): string[] {
    copyFileSync(secured.authority, join(host.folder, 'tmp', 'ca.crt'));
    return ['--cert-dir', join(host.folder, 'tmp')];
  }
});

test('an image is deleted as documented, and no command of the page has been left out', () => {
  follow('Delete');
  expect(readFileSync(join(copy.folder, 'secrets.json.commands'), 'utf8')).toBe(
    'kubectl -n netflow create job --from=cronjob/registry-garbage-collection garbage-collection-now\n',
  );
  expect(() => manifest('reference', 'registry/CronJob.registry-garbage-collection.yaml')).not.toThrow();
  expect([...unread]).toEqual([]);
});
