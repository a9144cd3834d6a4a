/** What brings records from one topic to another: the kafkajs engine, and copies that do nothing else. */
import { join } from 'node:path';
import { deploymentVariables } from '../test/servers/normalizer';
import { freePort, startServer, type Server } from '../test/servers/process';
import { FOLDER } from './inputs';
import { ENVIRONMENT, INPUT, type Place, type Running, type Topics } from './place';

type Start = (place: Place, topics: Topics) => Promise<Running>;

/** So many replicas of the kafkajs engine, with the settings of its Deployment and further variables. */
export const engine =
  (replicas: number, variables: NodeJS.ProcessEnv = {}): Start =>
  async ({ brokers }, { group, output, rejected }) => {
    const servers: Server[] = [];
    for (let started = 0; started < replicas; started++) {
      const env = {
        ...process.env,
        ...deploymentVariables(ENVIRONMENT),
        NORMALIZER_KAFKA_BROKERS: brokers,
        NORMALIZER_CONSUMER_GROUP: group,
        NORMALIZER_INPUT_TOPIC: INPUT,
        NORMALIZER_OUTPUT_TOPIC: output,
        NORMALIZER_REJECTED_TOPIC: rejected,
        NORMALIZER_HTTP_HOST: '127.0.0.1',
        NORMALIZER_HTTP_PORT: String(await freePort()),
        ...variables,
      };
      servers.push(startServer(process.execPath, ['normalizer/build/normalizer.mjs', 'kafka'], { env }));
    }
    return running(servers);
  };

/** A loop of this client that reads a batch, writes it and commits it. */
export const copy =
  (client: 'kafkajs' | 'platformatic'): Start =>
  ({ brokers }, { group, output }) =>
    Promise.resolve(
      running([
        startServer(process.execPath, [join(FOLDER, `${client}.cjs`), brokers, INPUT, output, group], {}),
      ]),
    );

/**
 * librdkafka's own tool, Debian's kcat: one that reads and one that writes, with a pipe between them. It neither
 * commits nor keeps headers and times, and its records' keys are text.
 */
export const kcat: Start = ({ brokers }, { output }) => {
  const read = `kcat -C -q -b "${brokers}" -t "${INPUT}" -o beginning -K '\\t'`;
  const write = `kcat -P -b "${brokers}" -t "${output}" -K '\\t' -X acks=all -X enable.idempotence=true`;
  return Promise.resolve(running([startServer('bash', ['-c', `${read} | ${write}`], {})]));
};

const running = (servers: readonly Server[]): Running => ({
  pids: servers.map(({ pid }) => pid),
  stop: () => Promise.all(servers.map((server) => server.stop())),
});
