/** What brings records from one topic to another: the engines, and copies that do nothing else. */
import { join } from 'node:path';
import type { DeliveryGuarantee } from '#normalizer/configuration';
import { BUNDLE } from '../test/servers/bundle';
import { startFlink } from '../test/servers/flink';
import { buildJob, jobArguments, renderedFlinkCluster, submitterArguments } from '../test/servers/flink-job';
import { deploymentVariables } from '../test/servers/normalizer';
import { freePort, startServer, type Server } from '../test/servers/process';
import { FOLDER } from './inputs';
import { ENVIRONMENT, type Place, type Running, type Topics } from './place';

/** Starts it between the topics. */
export type Program = (place: Place, topics: Topics) => Promise<Running>;

/** So many replicas of the kafkajs engine, with the settings of its Deployment. @param node options of Node */
export const engine =
  (
    replicas: number,
    deliveryGuarantee: DeliveryGuarantee = 'at-least-once',
    node: readonly string[] = [],
  ): Program =>
  async ({ brokers }, { group, input, output, rejected }) => {
    const servers: Server[] = [];
    for (let started = 0; started < replicas; started++) {
      const env = {
        ...process.env,
        ...deploymentVariables(ENVIRONMENT, ['--set', `normalizer.deliveryGuarantee=${deliveryGuarantee}`]),
        NORMALIZER_KAFKA_BROKERS: brokers,
        NORMALIZER_CONSUMER_GROUP: group,
        NORMALIZER_INPUT_TOPIC: input,
        NORMALIZER_OUTPUT_TOPIC: output,
        NORMALIZER_REJECTED_TOPIC: rejected,
        NORMALIZER_HTTP_HOST: '127.0.0.1',
        NORMALIZER_HTTP_PORT: String(await freePort()),
      };
      servers.push(startServer(process.execPath, [...node, BUNDLE, 'kafka'], { env }));
    }
    return running(servers);
  };

/** The Flink engine with so many TaskManagers, each with one slot, and the settings of its FlinkCluster. */
export const flinkJob =
  (workers: number): Program =>
  async ({ brokers }, { group, input, output, rejected }) => {
    const { jar, worker } = buildJob();
    // Compact has no Flink.
    const rendered = renderedFlinkCluster('reference');
    const { job, taskManager } = rendered.spec;
    const cluster = {
      ...rendered,
      spec: {
        ...rendered.spec,
        job: { ...job, parallelism: workers },
        taskManager: { ...taskManager, replicas: workers },
      },
    };
    // With the compiler's full effort, which tests do without.
    const { jobManager, flink, stop, taskManagers } = await startFlink(cluster, []);
    const topics = { input, output, rejected };
    const args = jobArguments(cluster, { brokers: [brokers], topics, group, worker });
    await flink(...submitterArguments(cluster, { jobManager, jar, args }));
    return { ...running(taskManagers), stop };
  };

/** A loop of this client that reads a batch, writes it and commits it. */
export const copy =
  (client: 'kafkajs' | 'platformatic'): Program =>
  ({ brokers }, { group, input, output }) => {
    const program = join(FOLDER, `${client}.cjs`);
    return Promise.resolve(
      running([startServer(process.execPath, [program, brokers, input, output, group], {})]),
    );
  };

/**
 * librdkafka's own tool, Debian's kcat: one that reads and one that writes, with a pipe between them. It neither
 * commits nor keeps headers and times, and its records' keys are text.
 */
export const kcat: Program = ({ brokers }, { input, output }) => {
  const read = `kcat -C -e -q -b "${brokers}" -t "${input}" -o beginning -K '\\t'`;
  const write = `kcat -P -b "${brokers}" -t "${output}" -K '\\t' -X acks=all -X enable.idempotence=true`;
  // Only what a reader that ends has not written yet is written; the shell stays, and knows what both have cost.
  const both = `set -m; trap 'kill %%' TERM; ${read} | ${write} & wait; sleep infinity & wait`;
  return Promise.resolve(running([startServer('bash', ['-c', both], {})]));
};

const running = (servers: readonly Server[]): Running => ({
  pids: servers.map(({ pid }) => pid),
  output: () => servers.map((server) => server.output()).join('\n'),
  stop: () => Promise.all(servers.map((server) => server.stop())),
});
