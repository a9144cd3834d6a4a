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
import { Kafka, logLevel } from 'kafkajs';
import { configuration, manifest } from '../manifests';
import { classPath } from './java';
import { eventually, freePort, startServer, type Server } from './process';

/** What apache/kafka keeps in /opt/kafka/bin, by the main class that each script runs. */
const MAIN_CLASSES = {
  'kafka-server-start.sh': 'kafka.Kafka',
  'kafka-storage.sh': 'kafka.tools.StorageTool',
  'kafka-topics.sh': 'org.apache.kafka.tools.TopicCommand',
  'kafka-configs.sh': 'kafka.admin.ConfigCommand',
  'zookeeper-server-start.sh': 'org.apache.zookeeper.server.quorum.QuorumPeerMain',
};

/** A running Kafka cluster. */
export interface KafkaCluster {
  /** `host:port` of every broker. */
  readonly brokers: readonly string[];
  /** Runs a rendered script in bash, with Kafka's tools on the PATH; resolves with what it printed. */
  readonly runScript: (file: string, ...args: string[]) => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** Starts every broker (and ZooKeeper member) of an environment and waits until clients can use them. */
export async function startKafka(environment: string): Promise<KafkaCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-'));
  const path = tools(folder, brokerImageTag(environment));
  const replicas = manifest(environment, 'kafka/StatefulSet.kafka.yaml').spec?.replicas as number;
  const script = configuration(environment, 'kafka/ConfigMap.kafka-broker.yaml', 'start-broker.sh');
  const kraft = script.includes('process.roles');
  const pods = await Promise.all(
    Array.from({ length: replicas }, async () => ({
      client: await freePort(),
      controller: await freePort(),
    })),
  );
  const servers: Server[] = [];
  const stop = async () => {
    for (const server of [...servers].reverse()) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const elsewhere: Replacement[] = [];
    if (kraft) {
      pods.forEach(({ controller }, id) =>
        elsewhere.push([
          `kafka-${id}.kafka-headless.netflow.svc.cluster.local:9093`,
          `127.0.0.1:${controller}`,
        ]),
      );
    } else {
      const zookeeper = await startZookeeper(environment, folder, path);
      servers.push(zookeeper.server);
      elsewhere.push([
        'zookeeper-0.zookeeper-headless.netflow.svc.cluster.local:2181',
        `127.0.0.1:${zookeeper.port}`,
      ]);
    }
    for (const [id, { client, controller }] of pods.entries()) {
      const home = join(folder, `kafka-${id}`);
      const here: Replacement[] = [
        ...elsewhere,
        ['$HOSTNAME.kafka-headless.netflow.svc.cluster.local:9092', `127.0.0.1:${client}`],
        ['PLAINTEXT://:9092', `PLAINTEXT://127.0.0.1:${client}`],
        ...(kraft ? ([['CONTROLLER://:9093', `CONTROLLER://127.0.0.1:${controller}`]] as const) : []),
        ...folders(home, ['/etc/kafka', '/run/kafka', '/var/lib/kafka']),
      ];
      writeConfiguration(environment, 'kafka/ConfigMap.kafka-broker.yaml', join(home, 'etc/kafka'), here);
      servers.push(
        startServer('bash', [join(home, 'etc/kafka/start-broker.sh')], {
          cwd: home,
          env: { ...process.env, PATH: path, HOSTNAME: `kafka-${id}` },
        }),
      );
    }
    const brokers = pods.map(({ client }) => `127.0.0.1:${client}`);
    await clientsServed(brokers, servers.at(-1));
    return {
      brokers,
      runScript: async (file, ...args) => {
        const run = promisify(execFile);
        const { stdout, stderr } = await run('bash', [file, ...args], {
          env: { ...process.env, PATH: path },
        });
        return stdout + stderr;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startZookeeper(environment: string, folder: string, path: string) {
  const home = join(folder, 'zookeeper-0');
  const port = await freePort();
  writeConfiguration(environment, 'zookeeper/ConfigMap.zookeeper.yaml', join(home, 'etc/zookeeper'), [
    ['clientPort=2181', `clientPort=${port}\nclientPortAddress=127.0.0.1`],
    ['127.0.0.1/2181', `127.0.0.1/${port}`],
    ...folders(home, ['/etc/zookeeper', '/var/lib/zookeeper']),
  ]);
  const server = startServer('bash', [join(home, 'etc/zookeeper/start-server.sh')], {
    cwd: home,
    env: { ...process.env, PATH: path, HOSTNAME: 'zookeeper-0' },
  });
  const ready = promisify(execFile);
  // The readiness probe's own script.
  const probe = async () => (await ready('bash', [join(home, 'etc/zookeeper/ready.sh')]), true);
  await eventually('ZooKeeper is ready', probe, { server });
  return { server, port };
}

async function clientsServed(brokers: readonly string[], server: Server | undefined): Promise<void> {
  const admin = new Kafka({
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
  }).admin();
  await eventually(
    'every broker is registered',
    async () => {
      await admin.connect();
      return (await admin.describeCluster()).brokers.length === brokers.length;
    },
    { ...(server && { server }), seconds: 120 },
  );
  await admin.disconnect();
}

function brokerImageTag(environment: string): string {
  const { metadata } = manifest(environment, 'kafka/StatefulSet.kafka.yaml');
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
    const java = 'java -XX:MaxRAM=768m -XX:TieredStopAtLevel=1 $KAFKA_HEAP_OPTS $KAFKA_LOG4J_OPTS';
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
function writeConfiguration(
  environment: string,
  path: string,
  folder: string,
  replacements: Replacement[],
): void {
  const files = Object.entries(manifest(environment, path).data ?? {});
  mkdirSync(folder, { recursive: true });
  for (const [original] of replacements) {
    if (!files.some(([, text]) => text.includes(original))) throw new Error(`${path} has no ${original}`);
  }
  for (const [name, text] of files) {
    const local = replacements.reduce((result, [from, to]) => result.replaceAll(from, to), text);
    writeFileSync(join(folder, name), local);
  }
}
