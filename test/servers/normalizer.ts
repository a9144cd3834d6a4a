/** The normaliser's kafka engine, with the environment of its Deployment in `dist/<environment>/`. */
import { manifest } from '../manifests';
import { freePort, startServer, type Server } from './process';

/** A running engine and the address of its health and metrics pages. */
export interface Normalizer extends Server {
  readonly http: string;
}

/** Starts the engine against the brokers; further variables replace those of the Deployment. */
export async function startNormalizer(
  environment: string,
  brokers: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<Normalizer> {
  const port = await freePort();
  const server = startServer(process.execPath, ['--import', 'tsx', 'normalizer/src/main.ts', 'kafka'], {
    env: {
      ...process.env,
      ...deploymentVariables(environment),
      NORMALIZER_KAFKA_BROKERS: brokers.join(','),
      NORMALIZER_HTTP_HOST: '127.0.0.1',
      NORMALIZER_HTTP_PORT: String(port),
      ...variables,
    },
  });
  return { ...server, http: `http://127.0.0.1:${port}` };
}

/** The environment variables of the normaliser's container. */
export function deploymentVariables(environment: string): Record<string, string> {
  const { spec } = manifest(environment, 'normalizer/Deployment.normalizer.yaml');
  const template = spec?.template as { spec: { containers: { env: { name: string; value: string }[] }[] } };
  return Object.fromEntries(template.spec.containers[0]?.env.map(({ name, value }) => [name, value]) ?? []);
}
