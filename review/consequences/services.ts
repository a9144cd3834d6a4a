/** The addresses that others know. */
import { compareValues } from '../compare';
import { at, inline, isKept, items } from '../fields';
import type { Consequence, KubernetesObject, Rule } from '../model';

export const services: Rule = ({ kind, change, name, before, after }) => {
  if (kind !== 'Service' || change === 'added') return [];
  if (change === 'removed') {
    return isKept(before)
      ? []
      : [{ severity: 'danger', text: `Whoever calls ${name} fails: its name is gone.` }];
  }
  return [...target(before, after), ...ports(before, after)];
};

function target(before: KubernetesObject | undefined, after: KubernetesObject | undefined): Consequence[] {
  const found: Consequence[] = [];
  const [from, to] = [before, after].map((service) => inline(at(service, 'spec', 'type') ?? 'ClusterIP'));
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
