/** `normalizer replay` as a process, with the variables of the Deployment that an environment has or would have. */
import { deploymentVariables } from './normalizer';
import { startServer, type Server } from './process';

/** Starts a replay against the brokers; options as on the command line. */
export function startReplay(
  environment: string,
  brokers: readonly string[],
  ...options: readonly string[]
): Server {
  const env = {
    ...process.env,
    ...deploymentVariables(environment),
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
