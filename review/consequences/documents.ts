/** What the normaliser is told that readers of its documents notice. */
import { at, inline, items, texts } from '../fields';
import type { Consequence, KubernetesObject, Rule } from '../model';

const danger = (text: string): Consequence => ({ severity: 'danger', text });
const info = (text: string): Consequence => ({ severity: 'info', text });

const interval = () =>
  info('Exporters that tell no sampling interval get another one: sums scaled by it jump.');

/** By the options of `normalizer stdio`; what is absent has its default. */
const SETTINGS: Readonly<Record<string, (to: unknown) => Consequence>> = {
  encoding: (to) =>
    danger(`64-bit integers are written as JSON ${to === 'rfc7951' ? 'strings' : 'numbers'} from now on.`),
  'time-unit': (to) => danger(`first-switched and last-switched are in ${inline(to)} from now on.`),
  'default-sampling-interval': interval,
  'sampling-intervals': interval,
  extensions: (to) =>
    to === 'true'
      ? danger(
          'Documents have members of the module netflow-v9-extensions: readers must know or ignore them.',
        )
      : info('Documents have no members of the module netflow-v9-extensions any more.'),
  'not-ip': (to) =>
    to === 'drop'
      ? danger(
          'Flows that are none of IP are dropped: they are kept nowhere, and no replay brings them back.',
        )
      : info('Flows that are none of IP are kept in the topic of rejected records.'),
};

export const documents: Rule = ({ before, after }) => {
  const [old, current] = [settings(before), settings(after)];
  if (old.size === 0 || current.size === 0) return [];
  return Object.entries(SETTINGS).flatMap(([name, consequence]) =>
    old.get(name) === current.get(name) ? [] : [consequence(current.get(name))],
  );
};

const PREFIX = 'NORMALIZER_';
const JOB = 'org.netflowgitops.normalizer.NormalizerJob';

/** What a normaliser's object says, by option: its Deployment in variables, its FlinkCluster in arguments. */
function settings(object: KubernetesObject | undefined): ReadonlyMap<string, unknown> {
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
