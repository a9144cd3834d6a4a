/** The normaliser's kafka engine, with the variables of the Deployment that an environment has or would have. */
import { pipeline } from '../../charts/pipeline';
import { loadEnvironments } from '../../charts/values/load';
import type { KubernetesObject } from '../manifests';
import { freePort, startServer, type Server } from './process';

/** A running engine and the address of its health and metrics pages. */
export interface Normalizer extends Server {
  readonly http: string;
}

type Variables = Readonly<Record<string, string>>;

/**
 * Starts the engine against the brokers.
 * @param start starts it in another way than from its sources
 */
export async function startNormalizer(
  environment: string,
  brokers: readonly string[],
  start: (variables: Variables) => Server = fromSources,
): Promise<Normalizer> {
  const port = await freePort();
  const server = start({
    ...deploymentVariables(environment),
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
export function deploymentVariables(environment: string): Record<string, string> {
  const environments = loadEnvironments(['--set', 'normalizer.engine=deployment']);
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
