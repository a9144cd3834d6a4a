/** The images that an environment runs. */
import { imageReference } from '../../charts/kubernetes/image';
import { pipeline } from '../../charts/pipeline';
import type { Image } from '../../charts/values/kubernetes';
import type { Environment } from '../../charts/values/load';

/** An image, and its key in `images`. */
export type Used = readonly [key: string, image: Image];

/** Those of `images` that a manifest of the environment names, in the order of their keys. */
export function usedImages(environment: Environment): Used[] {
  const { images, registry } = environment.values;
  const manifests = JSON.stringify(
    pipeline(environment).charts.flatMap((chart) =>
      chart.apiObjects.map((object) => object.toJson() as unknown),
    ),
  );
  return Object.entries(images)
    .filter(([, image]) => manifests.includes(JSON.stringify(imageReference(image, registry.endpoint))))
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
