/**
 * A real Kafka, and in ZooKeeper mode a real ZooKeeper, started by the scripts and from the configuration of
 * `dist/<environment>/`. Only hosts, ports and folders are replaced; the image's command line tools are
 * stood in for by the same main classes from Maven Central.
 */
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Kafka, logLevel, type KafkaConfig } from 'kafkajs';
import { committed, configurationOf, type Source } from '../rendered';
import { certificateAuthority, type Authority, type Wanted } from './authority';
import { classPath } from './java';
import { makeCredentials, type Credentials } from './kafka-clients';
import { eventually, freePort, startServer, type Server } from './process';

/** What apache/kafka keeps in /opt/kafka/bin, by the main class that each script runs. */
const MAIN_CLASSES = {
  'kafka-server-start.sh': 'kafka.Kafka',
  'kafka-storage.sh': 'kafka.tools.StorageTool',
  'kafka-topics.sh': 'org.apache.kafka.tools.TopicCommand',
  'kafka-configs.sh': 'kafka.admin.ConfigCommand',
  'kafka-console-producer.sh': 'kafka.tools.ConsoleProducer',
  'kafka-acls.sh': 'kafka.admin.AclCommand',
  'zookeeper-server-start.sh': 'org.apache.zookeeper.server.quorum.QuorumPeerMain',
};

/** One of the brokers, for tests that harm it. */
export interface Broker {
  /** The process that was started last. */
  readonly server: () => Server;
  /** Starts it again, with what it has on its disk; it must have ended. */
  readonly restart: () => void;
}

/** A running Kafka cluster. */
export interface KafkaCluster {
  /** `host:port` of every broker. */
  readonly brokers: readonly string[];
  /** What a kafkajs client needs that may do everything. */
  readonly connection: Pick<KafkaConfig, 'ssl' | 'sasl'> & { brokers: string[] };
  /** Who its clients are; undefined where it asks nobody. */
  readonly credentials: Credentials | undefined;
  /** `host:port` of every broker for clients outside the cluster, if there is such a listener. */
  readonly external: readonly string[];
  /** `host:port` of every broker's metrics, if it has any. */
  readonly metrics: readonly string[];
  readonly nodes: readonly Broker[];
  /** Runs a rendered script in bash, with Kafka's tools on the PATH; resolves with what it printed. */
  readonly runScript: (file: string, ...args: string[]) => Promise<string>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts every broker (and ZooKeeper member) of an environment and waits until clients can use them.
 * @param source where the manifests are, if not in `dist/<environment>/`
 * @param outside the port that a broker tells clients outside, for the one where it listens to them
 */
export async function startKafka(
  environment: string,
  source: Source = committed(environment),
  outside: (port: number) => number | Promise<number> = (port) => port,
): Promise<KafkaCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-'));
  const path = tools(folder, kafkaVersion(source));
  const replicas = source.manifest('kafka/StatefulSet.kafka.yaml').spec?.replicas as number;
  const script = configurationOf(source, BROKER_CONFIGURATION, 'start-broker.sh');
  const properties = configurationOf(source, BROKER_CONFIGURATION, 'server.properties');
  const kraft = script.includes('process.roles');
  const secured = properties.includes('authorizer.class.name');
  const agent = metricsAgent(source, script);
  const externalPort = /EXTERNAL:\/\/:(\d+)/.exec(script + properties)?.[1];
  const pods = await Promise.all(
    Array.from({ length: replicas }, async () => {
      const external = await freePort();
      return {
        client: await freePort(),
        metrics: await freePort(),
        controller: await freePort(),
        broker: await freePort(),
        external,
        told: await outside(external),
      };
    }),
  );
  const servers: Server[] = [];
  const nodes: Broker[] = [];
  const stop = async () => {
    for (const { server } of [...nodes].reverse()) await server().stop();
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const runScript = async (file: string, ...args: string[]) => {
    const run = promisify(execFile);
    try {
      const { stdout, stderr } = await run('bash', [file, ...args], { env: { ...process.env, PATH: path } });
      return stdout + stderr;
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Error(`${file}: ${stdout}${stderr}`, { cause: error });
    }
  };
  try {
    const authority = secured ? await certificateAuthority() : undefined;
    const elsewhere: Replacement[] = [];
    if (kraft) {
      pods.forEach(({ controller }, id) =>
        elsewhere.push([
          `kafka-${id}.kafka-headless.netflow.svc.cluster.local:9093`,
          `127.0.0.1:${controller}`,
        ]),
      );
    } else {
      const zookeeper = await startZookeeper(source, folder, path);
      servers.push(zookeeper.server);
      elsewhere.push([
        'zookeeper-0.zookeeper-headless.netflow.svc.cluster.local:2181',
        `127.0.0.1:${zookeeper.port}`,
      ]);
    }
    const listener = secured ? 'CLIENT' : 'PLAINTEXT';
    const name = '$HOSTNAME.kafka-headless.netflow.svc.cluster.local';
    for (const [id, { client, controller, broker, external, told, metrics }] of pods.entries()) {
      const home = join(folder, `kafka-${id}`);
      const here: Replacement[] = [
        ...elsewhere,
        [`${name}:9092`, `127.0.0.1:${client}`],
        [`${listener}://:9092`, `${listener}://127.0.0.1:${client}`],
        ...replaceIf(kraft, 'CONTROLLER://:9093', `CONTROLLER://127.0.0.1:${controller}`),
        ...replaceIf(secured, `${name}:9094`, `127.0.0.1:${broker}`),
        ...replaceIf(secured, 'BROKER://:9094', `BROKER://127.0.0.1:${broker}`),
        ...forOutside(script, externalPort, external, told),
        ...replaceIf(agent !== undefined, `${AGENT}=9404`, `${agent ?? ''}=127.0.0.1:${metrics}`),
        ...folders(home, ['/etc/kafka', '/run/kafka', '/var/lib/kafka']),
        ...(secured ? folders(home, ['/etc/kafka-tls']) : []),
      ];
      await authority?.issue(
        join(home, 'etc/kafka-tls'),
        certificateOf(source, 'kafka/Certificate.kafka-tls.yaml'),
      );
      writeConfiguration(source, BROKER_CONFIGURATION, join(home, 'etc/kafka'), here);
      nodes.push(
        startBroker(home, join(home, 'etc/kafka/start-broker.sh'), { PATH: path, HOSTNAME: `kafka-${id}` }),
      );
    }
    const brokers = pods.map(({ client }) => `127.0.0.1:${client}`);
    const between = pods.map(({ broker }) => `127.0.0.1:${broker}`);
    const credentials =
      authority && (await createUsers(source, folder, authority, between, runScript, nodes));
    const connection = { brokers, ...credentials?.kafkajs('netflow-admin') };
    await clientsServed(connection, nodes.at(-1)?.server());
    return {
      brokers,
      connection,
      credentials,
      external: externalPort === undefined ? [] : pods.map(({ told }) => `127.0.0.1:${told}`),
      metrics: agent === undefined ? [] : pods.map(({ metrics }) => `127.0.0.1:${metrics}`),
      nodes,
      runScript,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Who a cluster's clients are. @throws Error for one that asks nobody */
export function credentialsOf({ credentials }: KafkaCluster): Credentials {
  if (credentials === undefined) throw new Error('the brokers ask nobody');
  return credentials;
}

/** Where the pod's init container puts the jar. */
const AGENT = '/opt/jmx-exporter/agent.jar';

/** The jar of the agent that the brokers have, at the version of its image; undefined if they have none. */
function metricsAgent(source: Source, script: string): string | undefined {
  if (!script.includes(AGENT)) return undefined;
  const { spec } = source.manifest('kafka/StatefulSet.kafka.yaml');
  const { initContainers } = (spec?.template as { spec: { initContainers: { image: string }[] } }).spec;
  const [, version = ''] = /netflow-jmx-exporter:([\d.]+)/.exec(JSON.stringify(initContainers)) ?? [];
  return classPath('jmx-exporter', version);
}

const PROBE_MILLISECONDS = 5000;

const BROKER_CONFIGURATION = 'kafka/ConfigMap.kafka-broker.yaml';

function startBroker(home: string, script: string, variables: Readonly<Record<string, string>>): Broker {
  const start = () => startServer('bash', [script], { cwd: home, env: { ...process.env, ...variables } });
  let server = start();
  return { server: () => server, restart: () => (server = start()) };
}

/** The listener of clients outside, and what they are told: the host stays as it is, the port is one that is free here. */
function forOutside(script: string, port: string | undefined, free: number, told: number): Replacement[] {
  if (port === undefined) return [];
  const advertised = /advertised\.listeners=[^"]*EXTERNAL:\/\/([^",]+)/.exec(script)?.[1] ?? '';
  return [
    [`EXTERNAL://:${port}`, `EXTERNAL://127.0.0.1:${free}`],
    [advertised, advertised.replace(/[^}]*$/, `:${told}`)],
  ];
}

/** What a Certificate asks for, and this machine's address, where the test reaches its owner. */
function certificateOf(source: Source, path: string): Wanted {
  const spec = source.manifest(path).spec as unknown as Wanted;
  return { ...spec, ipAddresses: [...(spec.ipAddresses ?? []), '127.0.0.1'] };
}

/** Runs the Job's rendered script, with Secrets for all of its users. */
async function createUsers(
  source: Source,
  folder: string,
  authority: Authority,
  brokers: readonly string[],
  runScript: KafkaCluster['runScript'],
  nodes: readonly Broker[],
): Promise<Credentials> {
  const home = join(folder, 'users');
  const path = 'kafka-users/ConfigMap.kafka-users.yaml';
  const names = new Set(
    [...configurationOf(source, path, 'permissions').matchAll(/^\S+/gm)].map(([name]) => name),
  );
  const withCertificates = configurationOf(source, path, 'users') === '';
  const secrets = join(home, 'etc/kafka-secrets');
  const credentials = await makeCredentials(
    secrets,
    authority,
    [...names, 'netflow-admin'],
    withCertificates,
  );
  await authority.issue(
    join(home, 'etc/kafka-setup'),
    certificateOf(source, 'kafka/Certificate.kafka-setup-tls.yaml'),
  );
  writeConfiguration(source, path, join(home, 'etc/kafka-users'), [
    ...(withCertificates ? [] : folders(home, ['/etc/kafka-secrets'])),
    ...folders(home, ['/etc/kafka-setup']),
    ...replaceIf(true, '/tmp/scram', join(home, 'scram')),
  ]);
  for (const node of nodes) {
    const server = node.server();
    const started = () => server.output().includes('Kafka Server started');
    await eventually('the broker has started', started, { server, seconds: 120 });
  }
  await runScript(join(home, 'etc/kafka-users/create-users.sh'), brokers.join(','));
  return credentials;
}

function replaceIf(condition: boolean, original: string, local: string): Replacement[] {
  return condition ? [[original, local]] : [];
}

async function startZookeeper(source: Source, folder: string, path: string) {
  const home = join(folder, 'zookeeper-0');
  const port = await freePort();
  writeConfiguration(source, 'zookeeper/ConfigMap.zookeeper.yaml', join(home, 'etc/zookeeper'), [
    ['clientPort=2181', `clientPort=${port}\nclientPortAddress=127.0.0.1`],
    ['127.0.0.1/2181', `127.0.0.1/${port}`],
    ...folders(home, ['/etc/zookeeper', '/var/lib/zookeeper']),
  ]);
  const server = startServer('bash', [join(home, 'etc/zookeeper/start-server.sh')], {
    cwd: home,
    env: { ...process.env, PATH: path, HOSTNAME: 'zookeeper-0' },
  });
  const ready = promisify(execFile);
  // The readiness probe's own script, given up as a kubelet does: it waits for ever for a server that never answers.
  const script = join(home, 'etc/zookeeper/ready.sh');
  const probe = async () => (await ready('bash', [script], { timeout: PROBE_MILLISECONDS }), true);
  await eventually('ZooKeeper is ready', probe, { server });
  return { server, port };
}

async function clientsServed(
  connection: KafkaCluster['connection'],
  server: Server | undefined,
): Promise<void> {
  const admin = new Kafka({
    ...connection,
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
  }).admin();
  await eventually(
    'every broker is registered',
    async () => {
      await admin.connect();
      return (await admin.describeCluster()).brokers.length === connection.brokers.length;
    },
    { ...(server && { server }), seconds: 120 },
  );
  await admin.disconnect();
}

/** The version that the environment runs. */
export function kafkaVersion(source: Source): string {
  const { metadata } = source.manifest('kafka/StatefulSet.kafka.yaml');
  return metadata.labels?.['app.kubernetes.io/version'] ?? '';
}

/** Writes the tools into a folder and returns a PATH that begins with it. */
function tools(folder: string, version: string): string {
  const bin = join(folder, 'bin');
  const jars = classPath('kafka', version);
  mkdirSync(bin, { recursive: true });
  for (const [name, mainClass] of Object.entries(MAIN_CLASSES)) {
    const file = join(bin, name);
    // MaxRAM stands in for the container's memory limit, from which the manifests' heap options take a share.
    const java =
      'java -XX:MaxRAM=768m -XX:TieredStopAtLevel=1 $KAFKA_HEAP_OPTS $KAFKA_LOG4J_OPTS $KAFKA_OPTS';
    writeFileSync(file, `#!/bin/bash\nexec ${java} -cp '${jars}' ${mainClass} "$@"\n`);
    chmodSync(file, 0o755);
  }
  return `${bin}:${process.env.PATH ?? ''}`;
}

type Replacement = readonly [original: string, local: string];

function folders(home: string, paths: readonly string[]): Replacement[] {
  return paths.map((path) => {
    mkdirSync(join(home, path), { recursive: true });
    return [path, join(home, path)];
  });
}

/**
 * Writes a ConfigMap's keys as files, with the replacements applied.
 * @throws Error when an original occurs nowhere: then the manifests have changed and the test with them
 */
function writeConfiguration(source: Source, path: string, folder: string, replacements: Replacement[]): void {
  const files = Object.entries(source.manifest(path).data ?? {});
  mkdirSync(folder, { recursive: true });
  for (const [original] of replacements) {
    if (!files.some(([, text]) => text.includes(original))) throw new Error(`${path} has no ${original}`);
  }
  for (const [name, text] of files) {
    writeFileSync(join(folder, name), replaced(text, replacements));
  }
}

/** Replaces in one go, the longest originals first: what a replacement has written is not looked at again. */
function replaced(text: string, replacements: readonly Replacement[]): string {
  const originals = replacements.map(([original]) => original).sort((a, b) => b.length - a.length);
  const pattern = new RegExp(originals.map((original) => original.replace(/\W/g, '\\$&')).join('|'), 'g');
  return text.replace(pattern, (found) => replacements.find(([original]) => original === found)?.[1] ?? '');
}
