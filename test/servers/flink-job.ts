/** The normaliser's FlinkCluster as it is in `dist/`, its JAR and its worker, and how it is submitted. */
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { amountOf } from '../../charts/kubernetes/quantity';
import { committed, type Source } from '../rendered';
import { build, buildBundle } from './bundle';
import { onceInRun } from './once';

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
  readonly name: string;
  /** Flink's version, the one that the job is built with. */
  readonly version: string;
  readonly spec: Spec & {
    readonly taskManager: { readonly processSize: string };
    readonly jobManager: { readonly processSize: string };
  };
}

/**
 * The normaliser's FlinkCluster of an environment.
 * @param source where the manifests are, if not in `dist/<environment>/`
 */
export function renderedFlinkCluster(
  environment: string,
  source: Source = committed(environment),
): RenderedFlinkCluster {
  const { metadata, spec: written } = source.manifest('normalizer/FlinkCluster.netflow-normalizer.yaml');
  const spec = written as unknown as Spec;
  return {
    name: metadata.name,
    version: /<flink.version>(.*)</.exec(readFileSync(`${MODULE}/pom.xml`, 'utf8'))?.[1] ?? '',
    spec: {
      ...spec,
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
  const worker = buildBundle();
  onceInRun('flink-job', () => {
    build('mvn', ['-B', '-q', '-f', `${MODULE}/pom.xml`, 'package']);
  });
  return { jar: resolve(MODULE, 'target/netflow-normalizer.jar'), worker };
}

/** Where a run of the job finds and leaves its records. */
export interface Places {
  readonly brokers: readonly string[];
  readonly topics: { readonly input: string; readonly output: string; readonly rejected: string };
  readonly group: string;
  /** The worker's bundle. */
  readonly worker: string;
}

/** The job's arguments as the FlinkCluster has them, with these places in them; then further options. */
export function jobArguments(
  { spec: { job } }: RenderedFlinkCluster,
  { brokers, topics, group, worker }: Places,
  options: readonly string[] = [],
): string[] {
  const moved: Readonly<Record<string, string>> = { '--rejected-topic': topics.rejected, '--group': group };
  for (const name of Object.keys(moved)) {
    if (!job.args.includes(name)) throw new Error(`the job is not told ${name}`);
  }
  const named = job.args.slice(3).map((arg, index, args) => moved[args[index - 1] ?? ''] ?? arg);
  const command = ['--worker-command', `${process.execPath} ${worker}`];
  return [brokers.join(','), topics.input, topics.output, ...named, ...command, ...options];
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
