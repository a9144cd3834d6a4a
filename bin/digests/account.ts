/** The accounts that `docker login`, `podman login` or `skopeo login` have left in a file. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { RegistryError } from './registry';

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
 * @throws RegistryError when the file is none of theirs
 */
export function accountOf(host: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folder = env.DOCKER_CONFIG ?? join(homedir(), '.docker');
  const file = env.REGISTRY_AUTH_FILE ?? join(folder, 'config.json');
  if (!existsSync(file)) return undefined;
  return accountsIn(file).auths?.[host === 'docker.io' ? DOCKER_HUB : host]?.auth;
}

function accountsIn(file: string): Accounts {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Accounts;
  } catch (error) {
    const { code = 'no JSON' } = error as NodeJS.ErrnoException;
    const found = code === 'EISDIR' ? 'a folder' : code;
    throw new RegistryError(`${file}: found ${found}; needed: the accounts that a login has left`);
  }
}
