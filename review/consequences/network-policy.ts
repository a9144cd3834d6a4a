/** Who may speak with whom: policies add up, and a pod that none selects is open to all. */
import { isDeepStrictEqual } from 'node:util';
import { at, canonical, isFields, isKept, items, texts } from '../fields';
import type { Consequence, KubernetesObject, Rule } from '../model';

type Direction = 'Ingress' | 'Egress';

export const networkPolicy: Rule = ({ kind, change, namespace, before, after }, surroundings) => {
  if (kind !== 'NetworkPolicy') return [];
  if (change === 'removed') return isKept(before) ? [] : removed(before, namespace, surroundings.after);
  if (change === 'added') return added(after, namespace, surroundings.before);
  return changed(before, after);
};

const DIRECTIONS: readonly Direction[] = ['Ingress', 'Egress'];
const field = { Ingress: 'ingress', Egress: 'egress' } as const;
const peers = { Ingress: 'from', Egress: 'to' } as const;
const traffic = { Ingress: 'incoming', Egress: 'outgoing' } as const;

function directions(policy: KubernetesObject | undefined): readonly Direction[] {
  const given = texts(at(policy, 'spec', 'policyTypes'));
  if (given.length > 0) return DIRECTIONS.filter((direction) => given.includes(direction));
  return at(policy, 'spec', 'egress') === undefined ? ['Ingress'] : DIRECTIONS;
}

function removed(
  policy: KubernetesObject | undefined,
  namespace: string | undefined,
  others: readonly KubernetesObject[],
): Consequence[] {
  return directions(policy).map((direction): Consequence => {
    const denied = others.some((other) => isDefault(other, namespace, direction));
    return {
      severity: 'danger',
      text: denied
        ? `Network closed: ${traffic[direction]} traffic that only this policy allowed is blocked.`
        : `Network opened: this policy no longer limits ${traffic[direction]} traffic of ${selected(policy)}.`,
    };
  });
}

function added(
  policy: KubernetesObject | undefined,
  namespace: string | undefined,
  others: readonly KubernetesObject[],
): Consequence[] {
  return directions(policy).flatMap((direction): Consequence[] => {
    const rules = items(at(policy, 'spec', field[direction]));
    const denied = others.some((other) => isDefault(other, namespace, direction));
    if (denied) return rules.map((rule) => opened(rule, direction));
    const rest = rules.length === 0 ? 'all' : 'all other';
    return [
      {
        severity: 'restart',
        text: `Network closed: ${rest} ${traffic[direction]} traffic of ${selected(policy)} is blocked.`,
      },
    ];
  });
}

/** A policy for all pods of the namespace, which blocks what nothing else allows. */
const isDefault = (policy: KubernetesObject, namespace: string | undefined, direction: Direction): boolean =>
  policy.kind === 'NetworkPolicy' &&
  policy.metadata.namespace === namespace &&
  isDeepStrictEqual(at(policy, 'spec', 'podSelector'), {}) &&
  directions(policy).includes(direction);

function changed(before: KubernetesObject | undefined, after: KubernetesObject | undefined): Consequence[] {
  const found: Consequence[] = [];
  if (!isDeepStrictEqual(at(before, 'spec', 'podSelector'), at(after, 'spec', 'podSelector'))) {
    found.push({
      severity: 'danger',
      text: `Network opened: the policy was for ${selected(before)} and is for ${selected(after)}; pods that it leaves are open unless another policy selects them.`,
    });
  }
  for (const direction of DIRECTIONS) {
    if (!directions(after).includes(direction)) {
      if (directions(before).includes(direction)) {
        const text = `Network opened: this policy no longer limits ${traffic[direction]} traffic of ${selected(after)}.`;
        found.push({ severity: 'danger', text });
      }
      continue;
    }
    const [old, current] = [before, after].map((policy) => items(at(policy, 'spec', field[direction])));
    if (!directions(before).includes(direction)) {
      const rest = current?.length === 0 ? 'all' : 'all other';
      const text = `Network closed: ${rest} ${traffic[direction]} traffic of ${selected(after)} is blocked.`;
      found.push({ severity: 'restart', text });
      continue;
    }
    const uncovered = (rules: readonly unknown[] = [], by: readonly unknown[] = []) =>
      rules.filter((rule) => !by.some((one) => covers(one, rule, direction)));
    found.push(...uncovered(current, old).map((rule) => opened(rule, direction)));
    found.push(
      ...uncovered(old, current).map((rule): Consequence => ({
        severity: 'restart',
        text: `Network closed: ${traffic[direction]} traffic ${described(rule, direction)} is no longer allowed in full.`,
      })),
    );
  }
  return found;
}

const opened = (rule: unknown, direction: Direction): Consequence => ({
  severity: 'danger',
  text: `Network opened: ${traffic[direction]} traffic ${described(rule, direction)} is allowed.`,
});

/** True when all that `rule` allows is allowed by `one`; an empty list of peers or ports means all of them. */
function covers(one: unknown, rule: unknown, direction: Direction): boolean {
  const within = (allowed: readonly unknown[], wanted: readonly unknown[]) =>
    allowed.length === 0 ||
    (wanted.length > 0 && wanted.every((item) => allowed.some((other) => isDeepStrictEqual(item, other))));
  return (
    within(items(at(one, peers[direction])), items(at(rule, peers[direction]))) &&
    within(items(at(one, 'ports')), items(at(rule, 'ports')))
  );
}

function described(rule: unknown, direction: Direction): string {
  const others = items(at(rule, peers[direction])).map(peer);
  const ports = items(at(rule, 'ports')).map(port);
  const [side, end] = direction === 'Ingress' ? ['from', 'on'] : ['to', 'on'];
  const who = others.length === 0 ? 'anywhere' : others.join(' or ');
  return `${side} ${who} ${end} ${ports.length === 0 ? 'every port' : `port ${ports.join(', ')}`}`;
}

function peer(value: unknown): string {
  const block = at(value, 'ipBlock', 'cidr');
  if (typeof block === 'string') {
    const except = texts(at(value, 'ipBlock', 'except'));
    return except.length === 0 ? block : `${block} without ${except.join(', ')}`;
  }
  const [pods, namespaces] = [at(value, 'podSelector'), at(value, 'namespaceSelector')];
  const where = namespaces === undefined ? '' : ` of ${labels(namespaces, 'namespaces')}`;
  return `${pods === undefined ? 'all pods' : labels(pods, 'pods')}${where}`;
}

function port(value: unknown): string {
  const number = at(value, 'port');
  const [end, protocol] = [at(value, 'endPort'), at(value, 'protocol') ?? 'TCP'];
  const range =
    number === undefined
      ? 'any'
      : end === undefined
        ? canonical(number)
        : `${canonical(number)}-${canonical(end)}`;
  return `${range.replaceAll('"', '')}/${canonical(protocol).replaceAll('"', '')}`;
}

const selected = (policy: KubernetesObject | undefined): string =>
  labels(at(policy, 'spec', 'podSelector'), 'pods');

/** `pods with app=x`, `all pods`. */
function labels(selector: unknown, what: string): string {
  const matched = at(selector, 'matchLabels');
  const equal = isFields(matched)
    ? Object.entries(matched).map(([key, value]) => `${key}=${String(value)}`)
    : [];
  const expressions = items(at(selector, 'matchExpressions')).map(canonical);
  const all = [...equal.sort(), ...expressions];
  return all.length === 0 ? `all ${what}` : `${what} with ${all.join(', ')}`;
}
