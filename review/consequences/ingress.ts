/** Web addresses: hosts that lead into the cluster, and annotations by which their controller asks who is there. */
import { at, canonical, inline, items, list } from '../fields';
import type { Consequence, KubernetesObject, Rule } from '../model';

export const ingress: Rule = ({ kind, before, after }) => {
  if (kind !== 'Ingress' || !after) return [];
  const known = hosts(before);
  const gained = hosts(after).filter((host) => !known.includes(host));
  return [
    ...gained.map((host): Consequence => ({
      severity: 'danger',
      text: `It can be reached from outside the cluster, at ${host}; who may is for its controller to ask, as annotations tell it.`,
    })),
    ...(before ? [...otherwiseAsked(before, after), ...unencrypted(before, after)] : []),
  ];
};

const hosts = (object: KubernetesObject | undefined): string[] =>
  items(at(object, 'spec', 'rules')).map((rule) => inline(at(rule, 'host') ?? 'any host'));

/** Names of nginx's, Traefik's and other controllers' annotations that have to do with access. */
const ABOUT_ACCESS = /auth|whitelist|allowlist|middleware|source-range/i;

function otherwiseAsked(before: KubernetesObject, after: KubernetesObject): Consequence[] {
  const [old, current] = [before, after].map(({ metadata: { annotations = {} } }) =>
    Object.fromEntries(Object.entries(annotations).filter(([name]) => ABOUT_ACCESS.test(name))),
  );
  if (canonical(old) === canonical(current)) return [];
  const names = list(Object.keys({ ...old, ...current }).sort());
  return [{ severity: 'danger', text: `Its controller asks otherwise who is there: see ${names}.` }];
}

function unencrypted(before: KubernetesObject, after: KubernetesObject): Consequence[] {
  const [old, current] = [before, after].map((object) => items(at(object, 'spec', 'tls')).length > 0);
  return old === true && current === false
    ? [{ severity: 'danger', text: 'It speaks plain HTTP: passwords can be read on their way.' }]
    : [];
}
