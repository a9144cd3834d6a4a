/** Every image that is pulled: the list that a site without the internet mirrors. */
import { code, groupBy, list, table } from './markdown';
import type { Workload } from './workloads';

/**
 * A row per image, with its version, whence it comes and who runs it.
 * @param built the images that are built from this repository
 */
export function images(workloads: readonly Workload[], built: ReadonlySet<string>): string {
  const used = workloads.flatMap(({ kind, name, pods }) =>
    pods.flatMap(({ containers, initContainers }) =>
      [...containers, ...initContainers].map(({ image }) => ({ image, by: `${kind} ${name}` })),
    ),
  );
  const rows = [...groupBy(used, ({ image }) => image)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([image, uses]) => {
      const { registry, version } = parts(image);
      const from = built.has(withoutDigest(image)) ? 'built from this repository' : registry;
      return [code(image), version, from, list(uses.map(({ by }) => by))];
    });
  return table(['Image', 'Version', 'From', 'Run by'], rows);
}

const withoutDigest = (image: string) => image.split('@')[0] ?? '';

/** A reference names its registry when its first part has a dot or a port (the rule of Docker's reference format). */
function parts(image: string): { registry: string; version: string } {
  const [first = '', ...rest] = image.split('/');
  const named = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const [, version = 'latest'] = /:([^/:@]+)(?:@.*)?$/.exec(rest.join('/')) ?? [];
  return { registry: named ? first : 'docker.io', version };
}
