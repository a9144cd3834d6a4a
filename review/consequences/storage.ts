/** Volume claims: what they hold exists once. */
import { at, inline, isKept } from '../fields';
import type { Rule } from '../model';
import { quantity } from './quantity';

export const storage: Rule = ({ kind, change, before, after }) => {
  if (kind !== 'PersistentVolumeClaim') return [];
  if (change === 'removed') {
    return isKept(before)
      ? []
      : [
          {
            severity: 'danger',
            text: 'Data at risk: the claim is deleted, and by most storage classes its volume too.',
          },
        ];
  }
  const [from, to] = [before, after].map((object) => at(object, 'spec', 'resources', 'requests', 'storage'));
  if (change === 'added' || quantity(from) === quantity(to)) return [];
  const sizes = `${inline(from)} to ${inline(to)}`;
  return quantity(to) < quantity(from)
    ? [
        {
          severity: 'danger',
          text: `Data at risk: a volume can't shrink (${sizes}); a smaller claim is a new and empty one.`,
        },
      ]
    : [
        {
          severity: 'info',
          text: `The volume grows from ${sizes}, if its storage class allows it (allowVolumeExpansion); never back.`,
        },
      ];
};
