/** What Argo CD itself does: Applications, and objects that change hands. */
import { compareValues } from '../compare';
import { at, group, inline, isKept, texts } from '../fields';
import type { Consequence, KubernetesObject, Rule } from '../model';

export const argocd: Rule = (change) => [...kept(change), ...moved(change), ...application(change)];

type Part = (change: Parameters<Rule>[0]) => Consequence[];

const kept: Part = ({ change, before }) =>
  change === 'removed' && isKept(before)
    ? [
        {
          severity: 'info',
          text: 'Stays in the cluster, no longer managed: Argo CD may not prune it (Prune=false).',
        },
      ]
    : [];

const moved: Part = ({ application: to, movedFrom, before }) => {
  if (movedFrom === undefined) return [];
  const how = `Moves from Application ${movedFrom} to ${to}`;
  return isKept(before)
    ? [{ severity: 'info', text: `${how}, which adopts it: the old one may not prune it (Prune=false).` }]
    : [{ severity: 'danger', text: `${how}: it is deleted and made again if the old one is synced first.` }];
};

const application: Part = ({ kind, apiVersion, change, before, after }) => {
  if (kind !== 'Application' || group(apiVersion) !== 'argoproj.io' || !before) return [];
  if (change === 'removed') {
    if (isKept(before)) return [];
    return texts(at(before, 'metadata', 'finalizers')).some((name) => name.startsWith('resources-finalizer'))
      ? [{ severity: 'danger', text: 'Everything that the Application manages is deleted with it.' }]
      : [{ severity: 'info', text: 'Argo CD stops managing its objects; they stay in the cluster.' }];
  }
  return [...source(before, after), ...destination(before, after), ...pruning(before, after)];
};

function source(before: KubernetesObject, after: KubernetesObject | undefined): Consequence[] {
  return ['targetRevision', 'repoURL', 'path', 'chart'].flatMap((field): Consequence[] => {
    const [from, to] = [before, after].map((object) => at(object, 'spec', 'source', field));
    if (from === to) return [];
    const text = `Taken from another ${field}: ${inline(from)} becomes ${inline(to)}; what that changes isn't in this review.`;
    return [{ severity: 'danger', text }];
  });
}

function destination(before: KubernetesObject, after: KubernetesObject | undefined): Consequence[] {
  if (compareValues(at(before, 'spec', 'destination'), at(after, 'spec', 'destination')).length === 0)
    return [];
  return [
    { severity: 'danger', text: 'Its objects are made in another place; the old ones are left or pruned.' },
  ];
}

function pruning(before: KubernetesObject, after: KubernetesObject | undefined): Consequence[] {
  const [from, to] = [before, after].map(
    (object) => at(object, 'spec', 'syncPolicy', 'automated', 'prune') === true,
  );
  if (from === to) return [];
  return to === true
    ? [{ severity: 'danger', text: 'Argo CD now deletes what is gone from git.' }]
    : [{ severity: 'info', text: 'Argo CD no longer deletes what is gone from git.' }];
}
