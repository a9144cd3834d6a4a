/** What Argo CD itself does: Applications, and objects that change hands. */
import { at, canonical, group, inline, isKept, items, list, texts } from '../fields';
import type { Consequence, KubernetesObject, Rule } from '../model';

export const argocd: Rule = (change) => [
  ...kept(change),
  ...moved(change),
  ...application(change),
  ...project(change),
];

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
  return [
    ...source(before, after),
    ...projectsOfRoot(before, after),
    ...destination(before, after),
    ...pruning(before, after),
  ];
};

function source(before: KubernetesObject, after: KubernetesObject | undefined): Consequence[] {
  return ['targetRevision', 'repoURL', 'path', 'chart'].flatMap((field): Consequence[] => {
    const [from, to] = [before, after].map((object) => at(object, 'spec', 'source', field));
    if (from === to) return [];
    const text = `Taken from another ${field}: ${inline(from)} becomes ${inline(to)}; what that changes isn't in this review.`;
    return [{ severity: 'danger', text }];
  });
}

/** The root Application, which may keep the AppProjects as git has them. */
function projectsOfRoot(before: KubernetesObject, after: KubernetesObject | undefined): Consequence[] {
  const [from, to] = [before, after].map((object) =>
    inline(at(object, 'spec', 'source', 'directory', 'include')).includes('AppProject'),
  );
  if (from === to) return [];
  return to === true
    ? [
        {
          severity: 'danger',
          text: 'Whoever may push widens what the Applications may do: the root Application keeps the AppProjects as git has them.',
        },
      ]
    : [
        {
          severity: 'info',
          text: 'An administrator applies the AppProjects from now on: no push changes them.',
        },
      ];
}

function destination(before: KubernetesObject, after: KubernetesObject | undefined): Consequence[] {
  const [from, to] = [before, after].map((object) => at(object, 'spec', 'destination'));
  const differs = (field: string) => at(from, field) !== at(to, field);
  if (differs('server') || differs('name')) {
    const text = 'Its objects are made in another cluster; those in the old one are no longer managed.';
    return [{ severity: 'danger', text }];
  }
  if (!differs('namespace')) return [];
  const text = `Objects that name no namespace go to ${inline(at(to, 'namespace'))} instead of ${inline(at(from, 'namespace'))}.`;
  return [{ severity: 'info', text }];
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

const FENCES: Readonly<Record<string, string>> = {
  sourceRepos: 'take manifests from',
  destinations: 'deploy to',
  clusterResourceWhitelist: 'make, in the whole cluster,',
  namespaceResourceWhitelist: 'make',
};

const project: Part = ({ kind, apiVersion, change, before, after }) => {
  if (kind !== 'AppProject' || group(apiVersion) !== 'argoproj.io' || change !== 'changed') return [];
  return Object.entries(FENCES).flatMap(([field, allowed]): Consequence[] => {
    const known = items(at(before, 'spec', field)).map(canonical);
    const gained = items(at(after, 'spec', field)).filter((item) => !known.includes(canonical(item)));
    if (gained.length === 0) return [];
    const text = `Wider access: Applications of the project may ${allowed} ${list(gained.map(words))}.`;
    return [{ severity: 'danger', text }];
  });
};

/** A repository, a kind with its group, or a namespace with its cluster. */
function words(item: unknown): string {
  const { kind, namespace } = { kind: at(item, 'kind'), namespace: at(item, 'namespace') };
  if (kind !== undefined)
    return `${inline(kind)} (${inline(at(item, 'group')) === '""' ? 'core' : inline(at(item, 'group'))})`;
  if (namespace !== undefined)
    return `${inline(namespace)} of ${inline(at(item, 'server') ?? at(item, 'name'))}`;
  return inline(item);
}
