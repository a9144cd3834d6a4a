/**
 * What is not to be said twice about the images of this repository: docker-bake.hcl says how they are built,
 * and the values what they are called and what they are made from.
 */
import { mapping } from '../goflow2/mapping';
import { imageReference } from '../kubernetes/image';
import type { Image } from '../values/kubernetes';
import type { Values } from '../values/schema';
import type { HostFile } from './host-file';

const MAPPING = 'goflow2/mapping.yaml';

/**
 * A file for `docker buildx bake` beside docker-bake.hcl, and GoFlow2's field mapping for its image.
 * @param folder of an environment's files, as seen from the repository's root
 */
export function buildFiles(values: Values, folder: string): HostFile[] {
  const bake = { target: targets(values, `${folder}/${MAPPING}`) };
  return [
    { path: 'docker-bake.json', content: `${JSON.stringify(bake, null, 2)}\n` },
    { path: MAPPING, content: mapping(values.normalizer) },
  ];
}

/** The references of the images that this repository can build, without digests. */
export function builtImages(values: Values): string[] {
  return Object.values(targets(values, MAPPING)).flatMap(({ tags }) => tags);
}

/** By target of docker-bake.hcl: the image's name and labels, and the arguments of its Dockerfile. */
function targets({ argocd, images, registry: { endpoint } }: Values, mappingFile: string) {
  const target = (image: Image, args: Record<string, string> = {}) => ({
    tags: [imageReference({ ...image, digest: undefined }, endpoint)],
    labels: {
      'org.opencontainers.image.source': argocd.repoUrl,
      'org.opencontainers.image.version': image.tag,
    },
    args,
  });
  return {
    normalizer: target(images.normalizer),
    'normalizer-flink': target(images.normalizerFlink, { FLINK: imageReference(images.flink, endpoint) }),
    'jmx-exporter': target(images.jmxExporter, { JMX_EXPORTER: images.jmxExporter.tag }),
    goflow2: target(privateGoflow2(images.goflow2), { GOFLOW2: images.goflow2.tag, MAPPING: mappingFile }),
  };
}

/** The stock image's counterpart in the private registry; or the image itself, where that is what is run. */
function privateGoflow2({ registry, repository, tag }: Image): Image {
  return { repository: registry === undefined ? repository : 'goflow2', tag };
}
