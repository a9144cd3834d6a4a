/** What the tests of one environment share: a cluster, the repository that it is synced from, and exporters. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { imageReference } from '../../charts/kubernetes/image';
import { loadEnvironments } from '../../charts/values/load';
import type { Values } from '../../charts/values/schema';
import type { Outcome } from '../servers/process';
import { startCluster, type Cluster } from './cluster';
import { follow } from './documented';
import { startExporters, type Exporters } from './exporters';
import { startRepository, type Repository } from './git';
import { pushImage } from './images/images';
import { kubernetesPrograms } from './programs';

/** All of it, running. */
export interface Stage {
  readonly environment: string;
  readonly values: Values;
  readonly cluster: Cluster;
  readonly repository: Repository;
  readonly exporters: Exporters;
}

/**
 * Starts a cluster with Argo CD, and a repository with one environment, which is not applied yet.
 * @param options of synth, for all commits, such as `kafka.brokers=3`
 */
export async function startStage(environment: string, options: readonly string[] = []): Promise<Stage> {
  const values = loadEnvironments(options.flatMap((option) => ['--set', option])).find(
    ({ name }) => name === environment,
  )?.values;
  if (values === undefined) throw new Error(`no environment ${environment}`);
  const cluster = await startCluster(environment, values);
  try {
    const repository = startRepository(cluster.machine, environment, options);
    return { environment, values, cluster, repository, exporters: await startExporters(cluster.machine) };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/** The name of an environment's Application for a folder of `dist/<environment>/`. */
export function application(environment: string, folder: string): string {
  return `netflow-${environment}-${folder}`;
}

/**
 * The names of all Applications of an environment of `dist/`, with the root, in their order.
 * @param clone the folder that holds `dist/`
 */
export function applicationNames(environment: string, clone = '.'): string[] {
  const folder = join(clone, 'dist', environment, 'applications');
  const children = readdirSync(folder).map((file) => file.split('.')[1] ?? '');
  return [`netflow-${environment}`, ...children].sort();
}

/** Pushes the normaliser's image to the registry of the environment, as its user does. */
export function pushNormalizer({ cluster, values }: Stage): Promise<void> {
  const image = imageReference(values.images.normalizer, values.registry.endpoint);
  return pushImage(cluster.machine, cluster.images.normalizer, image);
}

/** Runs commands of the documentation in the user's clone, however they end. */
export const attempt = ({ cluster, repository }: Stage, lines: string): Promise<Outcome> =>
  follow(cluster.machine, kubernetesPrograms(), repository.folder, lines);

/** The same. @throws Error unless they succeed without a warning */
export async function run(stage: Stage, lines: string): Promise<string> {
  const { status, stdout, stderr } = await attempt(stage, lines);
  if (status === 0 && stderr === '') return stdout;
  throw new Error(`${lines}\nended with ${String(status)}: ${stderr}${stdout}`);
}
