/** Volume claims: what they hold exists once. */
import { at, inline, isKept, items } from '../fields';
import type { Consequence, KubernetesObject, Rule } from '../model';
import { quantity } from './quantity';

export const storage: Rule = ({ kind, change, before, after }) => {
  if (kind === 'StatefulSet' && before && after) return templates(before, after);
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

/** The claims that a StatefulSet has made stay as they are, whatever its templates become. */
function templates(before: KubernetesObject, after: KubernetesObject): Consequence[] {
  const old = new Map(
    items(at(before, 'spec', 'volumeClaimTemplates')).map((claim) => [nameOf(claim), claim]),
  );
  return items(at(after, 'spec', 'volumeClaimTemplates')).flatMap((claim): Consequence[] => {
    const [from, to] = [old.get(nameOf(claim)), claim].map(size);
    if (from === undefined || quantity(from) === quantity(to)) return [];
    const sizes = `${inline(from)} to ${inline(to)}`;
    const volumes = `The volumes ${inline(nameOf(claim))}`;
    return quantity(to) < quantity(from)
      ? [
          {
            severity: 'danger',
            text: `${volumes} can't shrink (${sizes}): they keep their size. Say the old one again.`,
          },
        ]
      : [
          {
            severity: 'info',
            text:
              `${volumes} don't grow by this (${sizes}): change each claim first, if its storage class allows it ` +
              `(allowVolumeExpansion); what they hold stays.`,
          },
        ];
  });
}

const nameOf = (claim: unknown): unknown => at(claim, 'metadata', 'name');
const size = (claim: unknown): unknown => at(claim, 'spec', 'resources', 'requests', 'storage');
