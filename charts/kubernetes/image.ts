import type { k8s } from 'cdk8s-plus-27';
import type { Image } from '../values/kubernetes';
import type { RegistryValues } from '../values/registry';

/**
 * The reference that a container runs: `registry/repository:tag`, with `@digest` when one is given.
 * @param privateRegistry the endpoint of images that name no registry of their own
 */
export function imageReference(image: Image, privateRegistry: string): string {
  const digest = image.digest === undefined ? '' : `@${image.digest}`;
  return `${image.registry ?? privateRegistry}/${image.repository}:${image.tag}${digest}`;
}

/** The part of a pod that lets it pull its images: the private registry's Secret, where one comes from there. */
export function pullSecrets(
  { pullSecret }: RegistryValues,
  ...images: readonly Image[]
): Pick<k8s.PodSpec, 'imagePullSecrets'> {
  return pullSecret !== undefined && images.some(({ registry }) => registry === undefined)
    ? { imagePullSecrets: [{ name: pullSecret }] }
    : {};
}
