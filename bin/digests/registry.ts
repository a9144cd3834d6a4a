/** Asks an OCI registry for the digest of a tag (OCI distribution specification, "Pulling manifests"). */
import { createHash } from 'node:crypto';

/** Where an image is, and how its registry is spoken to. */
export interface Tagged {
  /** The registry's host, with its port if it has one; `docker.io` is Docker Hub. */
  readonly host: string;
  readonly repository: string;
  readonly tag: string;
  /** Speak plain HTTP. */
  readonly insecure: boolean;
  /** `user:password` in base64, as Docker's config.json has it. */
  readonly account?: string | undefined;
}

/** A registry that gives no digest; the message says which image, and why. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
}

/** An image of several platforms is meant as a whole: indexes stand before manifests. */
const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const PATIENCE_MS = 30_000;

/**
 * The digest of what the tag names now, `sha256:…`.
 * @throws RegistryError when the registry can't be reached, knows no such image, or refuses
 */
export async function digestOf(image: Tagged): Promise<string> {
  const asked = await ask(image, manifestUrl(image), { accept: ACCEPT });
  const manifest = asked.status === 401 ? await askAuthorized(image, asked) : asked;
  if (!manifest.ok) throw mistake(image, `the registry answers ${manifest.status} ${manifest.statusText}`);
  const told = manifest.headers.get('docker-content-digest');
  if (told !== null) return told;
  const bytes = Buffer.from(await manifest.arrayBuffer());
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Asks again, with what a refusal says that the registry wants to see; the refusal itself, if there is nothing to show. */
async function askAuthorized(image: Tagged, refusal: Response): Promise<Response> {
  const { account } = image;
  const challenge = refusal.headers.get('www-authenticate') ?? '';
  const basic = account === undefined ? undefined : `Basic ${account}`;
  const authorization = /^bearer /i.test(challenge) ? await bearer(image, challenge, basic) : basic;
  if (authorization === undefined) return refusal;
  await refusal.body?.cancel();
  return ask(image, manifestUrl(image), { accept: ACCEPT, authorization });
}

/** A token of the service that the challenge names; without an account it may be had, too. */
async function bearer(image: Tagged, challenge: string, basic: string | undefined): Promise<string> {
  const parameters = new Map(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
  );
  const url = new URL(parameters.get('realm') ?? '');
  for (const name of ['service', 'scope']) {
    const value = parameters.get(name);
    if (value !== undefined) url.searchParams.set(name, value);
  }
  const granted = await ask(image, url, basic === undefined ? {} : { authorization: basic });
  const { token, access_token } = (await granted.json()) as { token?: string; access_token?: string };
  return `Bearer ${token ?? access_token ?? ''}`;
}

async function ask(image: Tagged, url: URL, headers: Record<string, string>): Promise<Response> {
  try {
    return await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    const { cause, message } = error as Error;
    throw mistake(image, cause instanceof Error ? cause.message || String(cause) : message);
  }
}

function manifestUrl({ host, insecure, repository, tag }: Tagged): URL {
  const server = host === 'docker.io' ? 'registry-1.docker.io' : host;
  return new URL(`${insecure ? 'http' : 'https'}://${server}/v2/${repository}/manifests/${tag}`);
}

const mistake = ({ host, repository, tag }: Tagged, why: string) =>
  new RegistryError(`${host}/${repository}:${tag}: ${why}`);
