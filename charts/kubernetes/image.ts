import type { Image } from '../values/kubernetes';

/**
 * The reference that a container runs: `registry/repository:tag`, with `@digest` when one is given.
 * @param privateRegistry the endpoint of images that name no registry of their own
 */
export function imageReference(image: Image, privateRegistry: string): string {
  const digest = image.digest === undefined ? '' : `@${image.digest}`;
  return `${image.registry ?? privateRegistry}/${image.repository}:${image.tag}${digest}`;
}
