/** The accounts that `docker login`, `podman login` or `skopeo login` have left in a file. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

interface Accounts {
  readonly auths?: Readonly<Record<string, { readonly auth?: string }>>;
}

/** Docker Hub's key in the file. */
const DOCKER_HUB = 'https://index.docker.io/v1/';

/**
 * The account for a registry, `user:password` in base64; undefined where there is none.
 *
 * The file is the one that REGISTRY_AUTH_FILE names, or Docker's own (in DOCKER_CONFIG, or ~/.docker). Accounts that
 * a credential helper keeps aren't in it.
 */
export function accountOf(host: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folder = env.DOCKER_CONFIG ?? join(homedir(), '.docker');
  const file = env.REGISTRY_AUTH_FILE ?? join(folder, 'config.json');
  if (!existsSync(file)) return undefined;
  const { auths = {} } = JSON.parse(readFileSync(file, 'utf8')) as Accounts;
  return auths[host === 'docker.io' ? DOCKER_HUB : host]?.auth;
}
