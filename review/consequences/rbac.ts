/** Who may do more than before. */
import { isDeepStrictEqual } from 'node:util';
import { at, inline, items, list, texts } from '../fields';
import type { Consequence, KubernetesObject, ObjectChange, Rule } from '../model';

export const rbac: Rule = (change) => {
  switch (change.kind) {
    case 'Role':
    case 'ClusterRole':
      return role(change);
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return binding(change);
    default:
      return [];
  }
};

/** One verb on one resource, or on one URL that is none. */
interface Permission {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** Empty: all objects. */
  readonly names: readonly string[];
}

function role({ kind, before, after }: ObjectChange): Consequence[] {
  const [old, current] = [permissions(before), permissions(after)];
  const scope = kind === 'ClusterRole' ? 'in the whole cluster' : 'in its namespace';
  const gained = current.filter((wanted) => !old.some((one) => covers(one, wanted)));
  const lost = old.filter((wanted) => !current.some((one) => covers(one, wanted)));
  return [
    ...phrases(gained).map((text): Consequence => ({
      severity: 'danger',
      text: `Wider access ${scope}: ${text}.`,
    })),
    ...phrases(lost).map((text): Consequence => ({
      severity: 'info',
      text: `No longer allowed ${scope}: ${text}.`,
    })),
  ];
}

function permissions(object: KubernetesObject | undefined): Permission[] {
  const rules = items(object?.rules);
  const aggregated = items(at(object, 'aggregationRule', 'clusterRoleSelectors'));
  return [
    ...rules.flatMap((rule) => {
      const verbs = texts(at(rule, 'verbs'));
      const names = texts(at(rule, 'resourceNames'));
      const resources = texts(at(rule, 'apiGroups')).flatMap((group) =>
        texts(at(rule, 'resources')).map((resource) => ({ group, resource })),
      );
      const urls = texts(at(rule, 'nonResourceURLs')).map((resource) => ({ group: 'URL', resource }));
      return [...resources, ...urls].flatMap((target) => verbs.map((verb) => ({ ...target, verb, names })));
    }),
    ...aggregated.map((selector) => ({
      verb: 'everything',
      group: 'ClusterRoles with',
      resource: inline(selector),
      names: [],
    })),
  ];
}

const matches = (pattern: string, value: string): boolean =>
  pattern === '*' || pattern === value || (pattern.endsWith('/*') && value.startsWith(pattern.slice(0, -1)));

function covers(one: Permission, wanted: Permission): boolean {
  return (
    matches(one.verb, wanted.verb) &&
    (one.group === wanted.group || (one.group === '*' && wanted.group !== 'URL')) &&
    matches(one.resource, wanted.resource) &&
    (one.names.length === 0 ||
      (wanted.names.length > 0 && wanted.names.every((name) => one.names.includes(name))))
  );
}

/** `delete, patch on deployments, statefulsets (apps)`: one per set of verbs, group and names. */
function phrases(granted: readonly Permission[]): string[] {
  const byTarget = new Map<string, { verbs: Set<string>; group: string; resource: string; names: string }>();
  for (const { verb, group, resource, names } of granted) {
    const key = JSON.stringify([group, resource, names]);
    const target = byTarget.get(key) ?? { verbs: new Set(), group, resource, names: names.join(', ') };
    target.verbs.add(verb);
    byTarget.set(key, target);
  }
  const bySet = new Map<string, { verbs: string; group: string; names: string; resources: string[] }>();
  for (const { verbs: set, group, resource, names } of byTarget.values()) {
    const verbs = [...set].sort().join(', ');
    const key = JSON.stringify([verbs, group, names]);
    const phrase = bySet.get(key) ?? { verbs, group, names, resources: [] };
    phrase.resources.push(resource);
    bySet.set(key, phrase);
  }
  return [...bySet.values()].map(({ verbs, group, names, resources }) => {
    const target = `${resources.sort().join(', ')} (${group === '' ? 'core' : group})`;
    return `${verbs} on ${target}${names === '' ? '' : ` named ${names}`}`;
  });
}

function binding({ kind, change, before, after }: ObjectChange): Consequence[] {
  const [old, current] = [before, after].map((object) => items(object?.subjects));
  const missing = (from: readonly unknown[] = [], other: readonly unknown[] = []) =>
    from.filter((one) => !other.some((known) => isDeepStrictEqual(one, known))).map(subject);
  const [gained, lost] = [missing(current, old), missing(old, current)];
  const reference = after?.roleRef ?? before?.roleRef;
  const named = `${inline(at(reference, 'kind'))} ${inline(at(reference, 'name'))}`;
  const scope = kind === 'ClusterRoleBinding' ? 'in the whole cluster' : 'in its namespace';
  const isNewRole = change === 'changed' && !isDeepStrictEqual(before?.roleRef, after?.roleRef);
  const holders = isNewRole ? items(after?.subjects).map(subject) : gained;
  return [
    ...(holders.length > 0
      ? [
          {
            severity: 'danger' as const,
            text: `Wider access: ${list(holders)} may do ${scope} what ${named} allows.`,
          },
        ]
      : []),
    ...(lost.length > 0
      ? [{ severity: 'info' as const, text: `${list(lost)} may no longer do ${scope} what ${named} allows.` }]
      : []),
  ];
}

function subject(value: unknown): string {
  const namespace = at(value, 'namespace');
  const name = inline(at(value, 'name'));
  return `${inline(at(value, 'kind'))} ${typeof namespace === 'string' ? `${namespace}/` : ''}${name}`;
}
