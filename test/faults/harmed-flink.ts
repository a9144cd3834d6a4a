/** The Flink job on a cluster of its own, with high availability: ZooKeeper stands in for Kubernetes as its store. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeliveryGuarantee } from '../../normalizer/src/configuration';
import { rendered } from '../rendered';
import { startFlink, type FlinkCluster } from '../servers/flink';
import { buildJob, jobArguments, renderedFlinkCluster } from '../servers/flink-job';
import { kafkaVersion } from '../servers/kafka';
import { SubmittedJob } from '../servers/submitted-job';
import { startZookeeper } from '../servers/zookeeper';
import type { Engine, Places } from './engine';
import { ENVIRONMENT, OPTIONS, promising } from './world';

/** Two TaskManagers are as many as this machine has processors. */
const CLUSTER = [
  'normalizer.engine=flink',
  'flink.netflow.job.parallelism=2',
  'flink.netflow.taskManager.replicas=2',
];

/** Sooner than in `dist/`, where a checkpoint is made each ten seconds and a worker has longer to answer. */
const SOONER = ['--checkpoint-interval', '1s', '--worker-timeout', '10s'];

export class HarmedFlink implements Engine {
  /** A process that ends by itself is not started again: the job does not come back, and there is no row. */
  readonly surprises: readonly string[] = [];

  constructor(
    readonly cluster: FlinkCluster,
    readonly job: SubmittedJob,
    /** For savepoints. */
    readonly folder: string,
    private readonly end: () => Promise<void>,
  ) {}

  ready(): Promise<void> {
    return this.job.running();
  }

  /** What its JobManager says, and so the operator and Argo CD. */
  async readiness(): Promise<readonly string[]> {
    return [await this.job.state().catch(() => 'no JobManager answers')];
  }

  stop(): Promise<void> {
    return this.end();
  }
}

let built: ReturnType<typeof buildJob> | undefined;

/** Starts a cluster, and the job on it. */
export async function startHarmedFlink(guarantee: DeliveryGuarantee, places: Places): Promise<HarmedFlink> {
  const options = CLUSTER.flatMap((value) => ['--set', value]);
  const source = rendered(ENVIRONMENT, ...OPTIONS, ...options, ...promising(guarantee));
  const cluster = renderedFlinkCluster(ENVIRONMENT, source);
  const { jar, worker } = (built ??= buildJob());
  const zookeeper = await startZookeeper(kafkaVersion(source));
  const folder = mkdtempSync(join(tmpdir(), 'savepoints-'));
  let servers: FlinkCluster | undefined;
  const end = async () => {
    await servers?.stop();
    await zookeeper.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    servers = await startFlink(cluster, undefined, zookeeper.address);
    const args = jobArguments(cluster, { ...places, worker }, SOONER);
    const job = new SubmittedJob({ rendered: cluster, flink: servers, jar }, args);
    await job.submit();
    return new HarmedFlink(servers, job, folder, end);
  } catch (error) {
    await end();
    throw error;
  }
}
