/** What the normaliser is told that readers of its documents notice. */
import { inline } from '../fields';
import { danger, type Consequence, type Rule } from '../model';
import { settings } from './settings';

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
