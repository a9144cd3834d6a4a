/** `normalizer replay` as a process, with the variables of the Deployment that an environment has or would have. */
import type { KafkaCluster } from './kafka';
import { asUser } from './kafka-clients';
import { deploymentVariables } from './normalizer';
import { startServer, type Server } from './process';

/**
 * Starts a replay against the brokers.
 * @param options as on its command line
 * @param settings of the values, such as `--set`
 * @param user whose Secret it has, where the brokers ask who is there
 */
export function startReplay(
  environment: string,
  { brokers, credentials }: Pick<KafkaCluster, 'brokers' | 'credentials'>,
  options: readonly string[] = [],
  settings: readonly string[] = [],
  user = 'netflow-replay',
): Server {
  const variables = Object.entries(deploymentVariables(environment, settings));
  const env = {
    ...process.env,
    ...Object.fromEntries(variables.map(([name, value]) => [name, asUser(value, credentials, user)])),
    NORMALIZER_KAFKA_BROKERS: brokers.join(','),
  };
  return startServer(process.execPath, ['--import', 'tsx', 'normalizer/src/main.ts', 'replay', ...options], {
    env,
  });
}

/** What a replay that has ended says it did. */
export function reportOf({ output }: Server): Record<string, unknown> {
  const line = output()
    .split('\n')
    .find((text) => text.startsWith('{"dryRun"'));
  if (line === undefined) throw new Error(`no report: ${output()}`);
  return JSON.parse(line) as Record<string, unknown>;
}
