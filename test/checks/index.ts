/** All checks of an environment's objects, by name. */
import { addresses } from './addresses';
import { applications } from './applications';
import { duplicates } from './duplicates';
import { fields } from './fields';
import { names } from './names';
import type { Check } from './objects';
import { ports } from './ports';
import { references } from './references';
import { selectors } from './selectors';
import { topics } from './topics';
import { volumes } from './volumes';
import { waves } from './waves';

export const checks = {
  fields,
  names,
  duplicates,
  selectors,
  ports,
  references,
  volumes,
  topics,
  addresses,
  applications,
  waves,
} satisfies Record<string, Check>;
