/**
 * The pipeline of the reference environment as processes of this machine, with both engines side by side, each with a
 * group of its own, and a Prometheus that watches it: three brokers with the JMX agent, GoFlow2, the service, the
 * Flink job.
 */
import { Kafka, logLevel, type Admin, type Producer } from 'kafkajs';
import type { Rules } from '../../charts/monitoring/rules';
import { rendered } from '../rendered';
import { startFlink, type FlinkCluster } from '../servers/flink';
import { buildJob, jobArguments, renderedFlinkCluster } from '../servers/flink-job';
import { startGoflow2 } from '../servers/goflow2';
import { startKafka, type KafkaCluster } from '../servers/kafka';
import { startNormalizer } from '../servers/normalizer';
import { eventually } from '../servers/process';
import { SubmittedJob } from '../servers/submitted-job';
import { createTopics } from '../servers/topics';
import { monitorsOf, podsOf, type Running } from './pods';
import { startPrometheus, type Prometheus } from './prometheus';

const ENVIRONMENT = 'reference';

/**
 * Three brokers, so that one may go. Few records may wait and few packets, so that a test can make them wait; and a
 * job that fails starts again soon, as all else is soon (see `FASTER`).
 */
const VALUES = [
  'monitoring.mode=operator',
  'monitoring.alerts.lagRecords=500',
  'kafka.mode=kraft',
  'kafka.brokers=3',
  ...['flows', 'output', 'rejected'].flatMap((topic) => [
    `topics.${topic}.replicationFactor=3`,
    `topics.${topic}.config.min\\.insync\\.replicas=2`,
  ]),
  'goflow2.queueSize=10',
  'flink.netflow.taskManager.replicas=1',
  'flink.netflow.job.parallelism=1',
  'flink.netflow.flinkProperties.restart-strategy\\.exponential-delay\\.max-backoff=1s',
];

const withEngine = (engine: string) =>
  [...VALUES, `normalizer.engine=${engine}`].flatMap((value) => ['--set', value]);

/** The manifests, by engine. */
export const manifests = {
  deployment: rendered(ENVIRONMENT, ...withEngine('deployment')),
  flink: rendered(ENVIRONMENT, ...withEngine('flink')),
};
export type EngineName = keyof typeof manifests;
export const engines: readonly EngineName[] = ['deployment', 'flink'];

export interface World extends Running {
  readonly admin: Admin;
  readonly producer: Producer;
  readonly prometheus: Prometheus;
  readonly stop: () => Promise<void>;
}

/** Starts all of it; what has been started is stopped again if something does not start. */
export async function startWorld(): Promise<World> {
  const stops: (() => unknown)[] = [];
  const stop = async () => {
    for (const one of stops.reverse()) await one();
  };
  const started = <Part extends { stop: () => Promise<unknown> }>(part: Part): Part => {
    stops.push(() => part.stop());
    return part;
  };
  try {
    const kafka = started(await startKafka(ENVIRONMENT, manifests.deployment));
    // Nothing in them is wanted any more; by themselves they would wait for each other.
    stops.push(() => {
      for (const { server } of kafka.nodes) kill(server().pid);
    });
    const client = new Kafka({ ...kafka.connection, logLevel: logLevel.NOTHING });
    const [admin, producer] = [client.admin(), client.producer()];
    stops.push(() => Promise.all([admin.disconnect(), producer.disconnect()]));
    await Promise.all([admin.connect(), producer.connect()]);
    await createTopics(ENVIRONMENT, kafka, undefined, manifests.deployment);
    // A topic without copies, one partition for each broker: what a broker takes with it.
    await admin.createTopics({
      // Another broker than the one that was asked may not know of it yet.
      waitForLeaders: false,
      topics: [{ topic: 'alone', numPartitions: 3, replicationFactor: 1 }],
    });
    const collector = started(
      await startGoflow2(ENVIRONMENT, kafka.brokers, { source: manifests.deployment }),
    );
    const options = withEngine('deployment');
    const service = started(await startNormalizer(ENVIRONMENT, kafka, undefined, undefined, options));
    const flink = started(await startJob(kafka));
    const running = { kafka, collector, service, flink };
    const prometheus = started(
      await startPrometheus(monitorsOf(manifests), podsOf(manifests, running), {
        deployment: rulesOf('deployment'),
        flink: rulesOf('flink'),
      }),
    );
    await eventually('all targets are scraped', async () => {
      const unhealthy = await prometheus.unhealthy();
      if (unhealthy.length > 0) throw new Error(unhealthy.join('; '));
      return true;
    });
    return { ...running, admin, producer, prometheus, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Kills a process, if it is still there. */
export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A Flink that runs the job beside the service. */
async function startJob({ brokers }: KafkaCluster): Promise<FlinkCluster> {
  const { jar, worker } = buildJob();
  const cluster = renderedFlinkCluster(ENVIRONMENT, manifests.flink);
  const flink = await startFlink(cluster);
  const topics = { input: 'flows', output: 'netflow-output', rejected: 'flows-rejected' };
  const places = { brokers, topics, group: 'flink-job', worker };
  // Checkpoints are as much more frequent as all else.
  const args = jobArguments(cluster, places, ['--checkpoint-interval', '500ms']);
  await new SubmittedJob({ rendered: cluster, flink, jar }, args).submit();
  return flink;
}

/** The alerts of an engine. */
export function rulesOf(engine: EngineName): Rules {
  return manifests[engine].manifest('monitoring/PrometheusRule.netflow.yaml').spec as unknown as Rules;
}
