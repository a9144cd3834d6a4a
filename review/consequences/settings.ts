/** The options that a normaliser is started with. */
import { at, items, texts } from '../fields';
import type { KubernetesObject } from '../model';

const PREFIX = 'NORMALIZER_';
/** The class of the normaliser as a Flink job. */
export const JOB = 'org.netflowgitops.normalizer.NormalizerJob';

/** What a normaliser's object says, by option: its Deployment in variables, its FlinkCluster in arguments. */
export function settings(object: KubernetesObject | undefined): ReadonlyMap<string, unknown> {
  if (object?.kind === 'FlinkCluster' && at(object, 'spec', 'job', 'className') === JOB) {
    const args = texts(at(object, 'spec', 'job', 'args'));
    return new Map(
      args.flatMap((arg, index) => (arg.startsWith('--') ? [[arg.slice(2), args[index + 1]]] : [])),
    );
  }
  if (object?.kind !== 'Deployment') return new Map();
  const variables = items(at(object, 'spec', 'template', 'spec', 'containers'))
    .flatMap((container) => items(at(container, 'env')))
    .map((variable) => [String(at(variable, 'name')), at(variable, 'value')] as const);
  return new Map(
    variables
      .filter(([name]) => name.startsWith(PREFIX))
      .map(([name, value]) => [name.slice(PREFIX.length).toLowerCase().replaceAll('_', '-'), value]),
  );
}
