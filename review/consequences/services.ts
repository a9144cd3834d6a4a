/** The addresses that others know. */
import { compareValues } from '../compare';
import { at, inline, isKept, items, list, texts } from '../fields';
import type { Consequence, KubernetesObject, Rule } from '../model';

export const services: Rule = ({ kind, change, name, before, after }) => {
  if (kind !== 'Service') return [];
  if (change === 'added') return outside(after);
  if (change === 'removed') {
    return isKept(before)
      ? []
      : [{ severity: 'danger', text: `Whoever calls ${name} fails: its name is gone.` }];
  }
  return [...target(before, after), ...ports(before, after), ...ranges(before, after)];
};

const typeOf = (service: unknown): string => inline(at(service, 'spec', 'type') ?? 'ClusterIP');

/** A new way in. */
function outside(service: KubernetesObject | undefined): Consequence[] {
  const type = typeOf(service);
  if (type !== 'NodePort' && type !== 'LoadBalancer') return [];
  const by = type === 'NodePort' ? 'a port of every node' : 'a load balancer';
  return [{ severity: 'danger', text: `It can be reached from outside the cluster, by ${by}.` }];
}

/** Whom a load balancer lets in; all, if nobody is named. */
function ranges(before: KubernetesObject | undefined, after: KubernetesObject | undefined): Consequence[] {
  if (typeOf(before) !== 'LoadBalancer' || typeOf(after) !== 'LoadBalancer') return [];
  const [old = [], current = []] = [before, after].map((service) =>
    texts(at(service, 'spec', 'loadBalancerSourceRanges')),
  );
  if (old.length === 0 && current.length === 0) return [];
  if (current.length === 0) {
    return [{ severity: 'danger', text: `Its load balancer lets everybody in, not only ${list(old)}.` }];
  }
  const gained = current.filter((range) => !old.includes(range));
  if (old.length > 0 && gained.length > 0) {
    return [{ severity: 'danger', text: `Its load balancer lets ${list(gained)} in too.` }];
  }
  const same = old.length === current.length && gained.length === 0;
  return same ? [] : [{ severity: 'restart', text: `Its load balancer lets only ${list(current)} in.` }];
}

function target(before: KubernetesObject | undefined, after: KubernetesObject | undefined): Consequence[] {
  const found: Consequence[] = [];
  const [from, to] = [before, after].map(typeOf);
  if (from !== to) {
    const text = `Type ${from ?? ''} becomes ${to ?? ''}: it can be reached in another way than before.`;
    found.push({ severity: 'danger', text });
  }
  if (compareValues(at(before, 'spec', 'selector'), at(after, 'spec', 'selector')).length > 0) {
    found.push({ severity: 'danger', text: 'Its traffic goes to the pods of another selector.' });
  }
  return found;
}

function ports(before: KubernetesObject | undefined, after: KubernetesObject | undefined): Consequence[] {
  const [old, current] = [byNumber(before), byNumber(after)];
  return [...old].flatMap(([number, port]): Consequence[] => {
    const kept = current.get(number);
    if (kept === undefined)
      return [{ severity: 'danger', text: `Port ${number} is gone: who uses it fails.` }];
    const [from, to] = [at(port, 'nodePort'), at(kept, 'nodePort')];
    if (from === to || from === undefined) return [];
    const moved = to === undefined ? 'may change to any' : `moves to ${inline(to)}`;
    return [
      {
        severity: 'danger',
        text: `Port ${inline(from)} of the nodes ${moved}: senders from outside must be changed.`,
      },
    ];
  });
}

const byNumber = (service: unknown): Map<string, unknown> =>
  new Map(
    items(at(service, 'spec', 'ports')).map((port) => [
      `${inline(at(port, 'port'))}/${inline(at(port, 'protocol') ?? 'TCP')}`,
      port,
    ]),
  );
