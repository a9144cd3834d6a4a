/** Programs that weren't there before. */
import { at, isFields, items } from '../fields';
import type { Consequence, KubernetesObject, Rule } from '../model';

export const images: Rule = ({ before, after }, surroundings) => {
  if (!after) return [];
  const old = imagesOf(before);
  const known = new Set(surroundings.before.flatMap((object) => [...imagesOf(object).values()]));
  const found: Consequence[] = [];
  for (const [container, image] of imagesOf(after)) {
    const previous = old.get(container);
    if (previous === image) continue;
    const pinned = isPinned(image) ? '' : ' Nothing pins it: it may be another program tomorrow.';
    if (previous !== undefined) {
      found.push({
        severity: 'info',
        text: `New image of ${container}: ${previous} becomes ${image}.${pinned}`,
      });
    } else if (before || !known.has(image)) {
      found.push({ severity: 'info', text: `New image of ${container}: ${image}.${pinned}` });
    }
  }
  return found;
};

/** By the container's name; `the cluster` for the one image of a FlinkCluster. */
function imagesOf(object: KubernetesObject | undefined): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of items(value)) visit(item);
    if (!isFields(value)) return;
    const { name, image } = value;
    if (typeof image === 'string' && typeof name === 'string') found.set(`container ${name}`, image);
    for (const part of Object.values(value)) visit(part);
  };
  if (object?.kind !== 'CustomResourceDefinition') visit(object?.spec);
  const cluster = at(object, 'spec', 'image', 'name');
  if (object?.kind === 'FlinkCluster' && typeof cluster === 'string') found.set('the cluster', cluster);
  return found;
}

const isPinned = (image: string): boolean =>
  image.includes('@sha256:') || (/:[^/:]+$/.test(image) && !image.endsWith(':latest'));
