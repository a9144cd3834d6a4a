/** The normaliser's kafka engine, with the variables of the Deployment that an environment has or would have. */
import { pipeline } from '../../charts/pipeline';
import { loadEnvironments } from '../../charts/values/load';
import type { KubernetesObject } from '../manifests';
import type { KafkaCluster } from './kafka';
import { asUser } from './kafka-clients';
import { freePort, startServer, type Server } from './process';

/** A running engine and the address of its health and metrics pages. */
export interface Normalizer extends Server {
  readonly http: string;
}

type Variables = Readonly<Record<string, string>>;

/**
 * Starts the engine against the brokers.
 * @param start starts it in another way than from its sources
 * @param user whose Secret it has, where the brokers ask who is there
 * @param options of the values, such as `--set`
 */
export async function startNormalizer(
  environment: string,
  { brokers, credentials }: Pick<KafkaCluster, 'brokers' | 'credentials'>,
  start: (variables: Variables) => Server = fromSources,
  user = 'netflow-normalizer',
  options: readonly string[] = [],
): Promise<Normalizer> {
  const port = await freePort();
  const variables = Object.entries(deploymentVariables(environment, options));
  const server = start({
    ...Object.fromEntries(variables.map(([name, value]) => [name, asUser(value, credentials, user)])),
    NORMALIZER_KAFKA_BROKERS: brokers.join(','),
    NORMALIZER_HTTP_HOST: '127.0.0.1',
    NORMALIZER_HTTP_PORT: String(port),
  });
  return { ...server, http: `http://127.0.0.1:${port}` };
}

function fromSources(variables: Variables): Server {
  const env = { ...process.env, ...variables };
  return startServer(process.execPath, ['--import', 'tsx', 'normalizer/src/main.ts', 'kafka'], { env });
}

/** The environment variables of the normaliser's container, also where the engine is another. */
export function deploymentVariables(
  environment: string,
  options: readonly string[] = [],
): Record<string, string> {
  const environments = loadEnvironments([...options, '--set', 'normalizer.engine=deployment']);
  const deployment = environments
    .filter(({ name }) => name === environment)
    .flatMap((named) => pipeline(named).charts)
    .filter(({ node }) => node.id === 'normalizer')
    .flatMap((chart) => chart.toJson() as KubernetesObject[])
    .find(({ kind }) => kind === 'Deployment');
  const template = deployment?.spec?.template as
    { spec: { containers: { env: { name: string; value: string }[] }[] } } | undefined;
  return Object.fromEntries(template?.spec.containers[0]?.env.map(({ name, value }) => [name, value]) ?? []);
}
