/** What must hold of the collector. */
import { versionTooLow } from '../../goflow2/version';
import { collectorsOf, type NamedCollector } from '../collectors';
import { amountOf } from '../../kubernetes/quantity';
import { listenersOf } from '../listeners';
import type { Objection, Rule } from './rule';

export const goflow2Rules: readonly Rule[] = [
  { reads: ['goflow2'], check: ({ goflow2 }) => collectorsOf(goflow2).flatMap(queueFits) },
  { reads: ['goflow2'], check: ({ goflow2 }) => collectorsOf(goflow2).flatMap(portsDiffer) },
  {
    reads: ['images', 'kafka'],
    check: (values) => {
      const allowed = versionTooLow(values);
      return allowed === undefined ? [] : [{ path: ['images', 'goflow2', 'tag'], allowed }];
    },
  },
  {
    reads: ['goflow2', 'namespace'],
    check: ({ goflow2, namespace: { podSecurity } }) =>
      collectorsOf(goflow2).flatMap((collector) => mayUseTheNode(collector, podSecurity)),
  },
  {
    // No policy knows such a pod by its labels: packets of its node are all alike.
    reads: ['goflow2', 'kafka', 'networkPolicies'],
    check: ({ goflow2, kafka, networkPolicies }) =>
      collectorsOf(goflow2).some(({ values }) => values.hostNetwork === true) &&
      kafka.provider === 'bundled' &&
      networkPolicies.enabled &&
      networkPolicies.nodes === undefined
        ? [
            {
              path: ['networkPolicies', 'nodes'],
              allowed: 'the addresses of the nodes: a collector with hostNetwork reaches Kafka from there',
            },
          ]
        : [],
  },
];

/** GoFlow2 keeps a buffer of the largest UDP payload it takes for each queued packet (v2, utils/udp.go). */
const PACKET_BUFFER = 9000;

function queueFits({ path, placeOf, values }: NamedCollector): Objection[] {
  const { length } = listenersOf(values);
  if (length === 0) {
    return [{ path: [...path, 'netflow', 'enabled'], allowed: 'true, or a listener of another kind' }];
  }
  const most = Math.floor((amountOf(values.resources.limits.memory) ?? 0) / 2 / PACKET_BUFFER / length);
  const limit = `1 to ${most}: ${length} full queues may take half of the memory limit`;
  return values.queueSize > most ? [{ path: placeOf('queueSize'), allowed: limit }] : [];
}

function portsDiffer({ path: section, values }: NamedCollector): Objection[] {
  const all = listenersOf(values);
  return all.flatMap(({ port, path }, index) => {
    const other = all.slice(0, index).find((earlier) => earlier.port === port);
    if (other === undefined) return [];
    const allowed = `another port than ${[...section, ...other.path].join('.')} has`;
    return [{ path: [...section, ...path, 'port'], allowed }];
  });
}

/** Both "restricted" and "baseline" refuse pods with ports of their node. */
function mayUseTheNode({ placeOf, values }: NamedCollector, podSecurity: string): Objection[] {
  if (values.hostNetwork === true && values.hostPort === true) {
    const allowed = 'false: with hostNetwork the ports are the node’s already';
    return [{ path: placeOf('hostPort'), allowed }];
  }
  return (['hostNetwork', 'hostPort'] as const)
    .filter((key) => values[key] === true && podSecurity !== 'privileged')
    .map((key) => ({
      path: placeOf(key),
      allowed:
        `false, or namespace.podSecurity: privileged: a namespace that enforces ` +
        `"${podSecurity}" refuses the collector's pod`,
    }));
}
