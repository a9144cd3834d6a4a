/** The normaliser's FlinkCluster as it is in `dist/`, its JAR and its worker, and how it is submitted. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { amountOf } from '../../charts/flink-cluster/quantity';
import { manifest } from '../manifests';

const MODULE = 'normalizer/flink';

/** What is read of the manifest. */
interface Spec {
  readonly job: {
    readonly jarFile: string;
    readonly className: string;
    readonly args: readonly string[];
    readonly parallelism: number;
    readonly mode: string;
  };
  readonly taskManager: Server & { readonly replicas: number };
  readonly jobManager: Server;
  readonly flinkProperties: Readonly<Record<string, string>>;
  readonly logConfig: Readonly<Record<string, string>>;
}

interface Server {
  readonly resources: { readonly limits: { readonly memory: string } };
}

/** A FlinkCluster, with the amounts of memory that the operator makes of its limits. */
export interface RenderedFlinkCluster {
  /** Flink's version, the one that the job is built with. */
  readonly version: string;
  readonly spec: Spec & {
    readonly taskManager: { readonly processSize: string };
    readonly jobManager: { readonly processSize: string };
  };
}

// What Flink's own flink-conf.yaml has for Java 17, which the operator's takes the place of.
const OPENED = ['java.lang', 'java.net', 'java.io', 'java.nio', 'java.text', 'java.time', 'java.util'];
const JAVA_17 = {
  'env.java.opts.all': OPENED.map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`).join(' '),
};

/** The FlinkCluster in `dist/<environment>/`. */
export function renderedFlinkCluster(environment: string): RenderedFlinkCluster {
  const { spec: written } = manifest(environment, 'normalizer/FlinkCluster.netflow-normalizer.yaml');
  const spec = written as unknown as Spec;
  return {
    version: /<flink.version>(.*)</.exec(readFileSync(`${MODULE}/pom.xml`, 'utf8'))?.[1] ?? '',
    spec: {
      ...spec,
      flinkProperties: { ...JAVA_17, ...spec.flinkProperties },
      taskManager: { ...spec.taskManager, processSize: processSize(spec.taskManager) },
      jobManager: { ...spec.jobManager, processSize: processSize(spec.jobManager) },
    },
  };
}

/** The operator's memoryProcessRatio is 80 percent. */
function processSize({ resources }: Server): string {
  return `${Math.ceil(((amountOf(resources.limits.memory) ?? 0) * 0.8) / 2 ** 20)}m`;
}

/** Builds the JAR and the worker's bundle; answers with where they are. */
export function buildJob(): { readonly jar: string; readonly worker: string } {
  build('npm', ['run', '-s', 'build', '-w', 'normalizer']);
  build('mvn', ['-B', '-q', '-f', `${MODULE}/pom.xml`, 'package']);
  return {
    jar: resolve(MODULE, 'target/netflow-normalizer.jar'),
    worker: resolve('normalizer/build/normalizer.js'),
  };
}

function build(command: string, args: readonly string[]): void {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')}:\n${stdout}${stderr}`, { cause: error });
  }
}

/** What differs from the FlinkCluster for a run of its job elsewhere. */
export interface Submission {
  readonly jobManager: string;
  readonly jar: string;
  /** In the place of the job's own. */
  readonly args: readonly string[];
  readonly fromSavepoint?: string | undefined;
}

/** The command line that the operator's submitter gives to `flink`, argument by argument. */
export function submitterArguments(
  { spec: { job } }: RenderedFlinkCluster,
  { jobManager, jar, args, fromSavepoint }: Submission,
): string[] {
  if (basename(jar) !== basename(job.jarFile)) throw new Error(`${jar} is not ${job.jarFile}`);
  return [
    'run',
    ...['--jobmanager', jobManager],
    ...['--class', job.className],
    ...(fromSavepoint === undefined ? [] : ['--fromSavepoint', fromSavepoint]),
    ...['--parallelism', String(job.parallelism)],
    ...(job.mode === 'Detached' ? ['--detached'] : []),
    jar,
    ...args,
  ];
}
