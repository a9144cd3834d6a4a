/** A site's values over an environment, synthesised in memory. */
import { pipeline } from '../../charts/pipeline';
import { loadEnvironments } from '../../charts/values/load';
import type { Manifest } from '../checks/objects';

/**
 * Every object of an environment under a site's values, as `dist/` would hold it.
 * @param environment such as `production`
 * @param file the site's values, relative to the repository
 * @param options further ones of the command line
 */
export function site(environment: string, file: string, ...options: readonly string[]): Manifest[] {
  const [found] = loadEnvironments(['-f', file, ...options, '--environment', environment]);
  if (found === undefined) throw new Error(`no environment ${environment}`);
  return pipeline(found).charts.flatMap((chart) =>
    (chart.toJson() as Manifest['object'][]).map((object) => ({
      path: `${chart.node.id}/${object.kind}.${object.metadata.name}.yaml`,
      object,
    })),
  );
}

/** The object of one file, such as `kafka/StatefulSet.kafka.yaml`. */
export function objectOf(all: readonly Manifest[], path: string): Manifest['object'] {
  const found = all.find((manifest) => manifest.path === path);
  if (found === undefined)
    throw new Error(`no ${path} among ${all.map(({ path: name }) => name).join(', ')}`);
  return found.object;
}
