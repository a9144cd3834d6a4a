/**
 * A real Flink: JobManager and TaskManagers as processes of their own, from Maven Central, with the settings
 * that a FlinkCluster's `flinkProperties` and limits lead to. Only addresses, ports and folders are replaced.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RenderedFlinkCluster } from './flink-job';
import { classPath } from './java';
import { eventually, freePort, startServer, type Server } from './process';

const run = promisify(execFile);

const MAIN_CLASSES = {
  jobmanager: 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint',
  taskmanager: 'org.apache.flink.runtime.taskexecutor.TaskManagerRunner',
  /** Tells how much of a container's memory goes into which JVM option, as the image's scripts ask it. */
  memory: 'org.apache.flink.runtime.util.bash.BashJavaUtils',
  flink: 'org.apache.flink.client.cli.CliFrontend',
};

const REPORTER_PORT = 'metrics.reporter.prom.port';

/** A running cluster. */
export interface FlinkCluster {
  /** `host:port` of the JobManager's REST API. */
  readonly jobManager: string;
  /** The TaskManagers that have been started and not been killed. */
  readonly taskManagers: readonly Server[];
  /** Where each process shows its metrics, if the FlinkCluster has them; by the name of its pod. */
  readonly metrics: ReadonlyMap<string, string>;
  /** Calls the REST API. */
  readonly rest: <T>(path: string, method?: string, body?: object) => Promise<T>;
  /** Runs the command `flink` in a shell's way: resolves with what it printed, rejects when it fails. */
  readonly flink: (...args: string[]) => Promise<string>;
  /** Kills the JobManager (SIGKILL) and starts another, which finds its jobs where there is high availability. */
  readonly replaceJobManager: () => Promise<void>;
  /** Kills a TaskManager (SIGKILL) and starts another. */
  readonly replaceTaskManager: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the servers of a FlinkCluster and waits until all task slots are there.
 * @param javaOptions for all JVMs; as a rule they compile fast, not well
 * @param zookeeper `host:port` of what stands in for Kubernetes as the store of high availability
 */
export async function startFlink(
  { name, spec, version }: RenderedFlinkCluster,
  javaOptions: readonly string[] = ['-XX:TieredStopAtLevel=1'],
  zookeeper?: string,
): Promise<FlinkCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'flink-'));
  const conf = join(folder, 'conf');
  const [rpc, blob, ui] = [await freePort(), await freePort(), await freePort()];
  mkdirSync(conf);
  const settings = {
    ...properties(spec, folder, { rpc, blob, ui }),
    ...(zookeeper !== undefined && highlyAvailable(zookeeper)),
  };
  writeFileSync(join(conf, 'flink-conf.yaml'), lines(settings));
  for (const [name, text] of Object.entries(spec.logConfig)) writeFileSync(join(conf, name), text);
  const jars = classPath('flink', version);
  const java = (log: string, mainClass: string) => [
    ...(spec.flinkProperties['env.java.opts.all'] ?? '').split(' '),
    ...javaOptions,
    `-Dlog4j.configurationFile=${join(conf, log)}`,
    ...['-cp', jars, mainClass],
  ];
  const env = { ...process.env, FLINK_CONF_DIR: conf };

  const metrics = new Map<string, string>();
  // The reporter knows no address to bind to, so it is reached at all of this machine's.
  const reporterPort = async (pod: string) => {
    if (spec.flinkProperties[REPORTER_PORT] === undefined) return [];
    const port = await freePort();
    metrics.set(pod, `127.0.0.1:${port}`);
    return ['-D', `${REPORTER_PORT}=${port}`];
  };
  const startProcess = async (role: 'jobmanager' | 'taskmanager', ordinal: number) => {
    const question = role === 'jobmanager' ? 'GET_JM_RESOURCE_PARAMS' : 'GET_TM_RESOURCE_PARAMS';
    const { stdout } = await run(
      'java',
      [...java('log4j-cli.properties', MAIN_CLASSES.memory), question, '--configDir', conf],
      { env },
    );
    const [options = [], settings = []] = [...stdout.matchAll(/^BASH_JAVA_UTILS_EXEC_RESULT:(.*)$/gm)].map(
      ([, line = '']) => line.trim().split(/\s+/),
    );
    return startServer(
      'java',
      [
        ...options,
        ...java('log4j-console.properties', MAIN_CLASSES[role]),
        ...['--configDir', conf],
        ...settings,
        ...(await reporterPort(`${name}-${role}-${ordinal}`)),
      ],
      { cwd: folder, env },
    );
  };

  const address = `127.0.0.1:${ui}`;
  const rest = async <T>(path: string, method = 'GET', body?: object) => {
    const response = await fetch(`http://${address}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  const servers: Server[] = [];
  let jobManager: Server | undefined;
  const startJobManager = async () => {
    const server = await startProcess('jobmanager', 0);
    servers.push(server);
    jobManager = server;
    return server;
  };
  const taskManagers: Server[] = [];
  let started = 0;
  const startTaskManager = async () => {
    const server = await startProcess('taskmanager', started++);
    servers.push(server);
    taskManagers.push(server);
  };
  const slotsThere = async () => {
    const { 'slots-total': slots } = await rest<{ 'slots-total': number }>('/overview');
    return slots >= spec.taskManager.replicas;
  };
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const server = await startJobManager();
    for (let i = 0; i < spec.taskManager.replicas; i++) await startTaskManager();
    await eventually('all task slots are there', slotsThere, { server });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    jobManager: address,
    taskManagers,
    metrics,
    rest,
    flink: async (...args) => {
      const { stdout } = await run('java', [...java('log4j-cli.properties', MAIN_CLASSES.flink), ...args], {
        env,
      });
      return stdout;
    },
    replaceJobManager: async () => {
      if (jobManager === undefined) throw new Error('no JobManager to replace');
      await killed(jobManager);
      await startJobManager();
    },
    replaceTaskManager: async () => {
      const victim = taskManagers.shift();
      if (victim === undefined) throw new Error('no TaskManager to replace');
      await killed(victim);
      await startTaskManager();
    },
    stop,
  };
}

async function killed(server: Server): Promise<void> {
  process.kill(server.pid, 'SIGKILL');
  await server.exited;
}

/** Where a JobManager finds what the one before has left, once that is gone for as long as a lease in Kubernetes lasts. */
const highlyAvailable = (zookeeper: string) => ({
  'high-availability.type': 'zookeeper',
  'high-availability.zookeeper.quorum': zookeeper,
  'high-availability.zookeeper.client.session-timeout': 15_000,
});

/** What the operator writes into flink-conf.yaml, for this machine. */
function properties(
  { flinkProperties, jobManager, taskManager }: RenderedFlinkCluster['spec'],
  folder: string,
  { rpc, blob, ui }: { rpc: number; blob: number; ui: number },
): Record<string, string | number> {
  const local = Object.entries(flinkProperties).map(([name, value]) => [
    name,
    value.replaceAll('/flink-state', join(folder, 'state')),
  ]);
  return {
    ...(Object.fromEntries(local) as Record<string, string>),
    'jobmanager.rpc.address': '127.0.0.1',
    'jobmanager.rpc.port': rpc,
    'blob.server.port': blob,
    'rest.port': ui,
    'rest.bind-address': '127.0.0.1',
    'jobmanager.bind-host': '127.0.0.1',
    'taskmanager.host': '127.0.0.1',
    'taskmanager.bind-host': '127.0.0.1',
    'io.tmp.dirs': folder,
    'jobmanager.memory.process.size': jobManager.processSize,
    'taskmanager.memory.process.size': taskManager.processSize,
    // A lost TaskManager is missed in seconds: what follows is the same as after Flink's own minute.
    'heartbeat.interval': 1000,
    'heartbeat.timeout': 5000,
    // What the REST API says is not older than this.
    'web.refresh-interval': 500,
  };
}

const lines = (settings: Record<string, string | number>) =>
  Object.entries(settings)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
