/** The images that those of this repository are built on: defaults of `ARG` in their Dockerfiles. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Image } from '../../charts/values/kubernetes';

export const DOCKERFILES = [
  'normalizer/Dockerfile',
  'images/goflow2/Dockerfile',
  'images/jmx-exporter/Dockerfile',
] as const;

/** Such as `ARG NODE=docker.io/library/node:24.21.0-bookworm-slim`; a digest, if it has one, is the last group. */
const BASE = /^(ARG [A-Z_]+=)([^\s/@]+)\/([^\s:@]+):([^\s@]+)(?:@(sha256:[0-9a-f]{64}))?$/gm;

/** An image that a Dockerfile begins with. */
export type BaseImage = Image & { readonly registry: string };

/** Those of a Dockerfile, in its order. */
export function baseImages(file: string): BaseImage[] {
  return [...readFileSync(file, 'utf8').matchAll(BASE)].map(
    ([, , registry = '', repository = '', tag = '', digest]) => ({
      registry,
      repository,
      tag,
      ...(digest !== undefined && { digest }),
    }),
  );
}

/** Writes their digests into the Dockerfile. @param digests in the order of {@link baseImages} */
export function pinBaseImages(file: string, digests: readonly string[]): void {
  const rest = [...digests];
  const text = readFileSync(file, 'utf8').replace(
    BASE,
    (_, begin: string, registry: string, repository: string, tag: string) =>
      `${begin}${registry}/${repository}:${tag}@${rest.shift() ?? ''}`,
  );
  writeFileSync(file, text);
}
