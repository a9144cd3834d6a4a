/** Kubernetes gives each node port to one Service, whatever the protocol, and only those of the cluster's range. */
import { portRange } from '../cluster';
import { collectorsOf } from '../collectors';
import { listenersOf } from '../listeners';
import { nodePorts } from '../node-ports';
import type { Rule } from './rule';

export const nodePortRules: readonly Rule[] = [
  {
    reads: ['goflow2', 'kafka', 'registry'],
    check: (values) => {
      const taken = new Map<number, string>();
      return nodePorts(values).flatMap(({ path, port }) => {
        const owner = taken.get(port);
        taken.set(port, owner ?? path.join('.'));
        return owner === undefined
          ? []
          : [{ path, allowed: `a port of its own: ${port} is that of ${owner}` }];
      });
    },
  },
  {
    reads: ['cluster', 'goflow2', 'kafka', 'registry'],
    check: (values) => {
      const { first = 1, last = 65535 } = portRange(values.cluster.nodePortRange) ?? {};
      const outside = nodePorts(values).filter(({ port }) => port < first || port > last);
      // One objection for the brokers, whose ports follow one another.
      return [...new Map(outside.map((one) => [one.path.join('.'), one])).values()].map(({ path, port }) => ({
        path,
        allowed: `a whole number from ${first} to ${last} (cluster.nodePortRange): ${port} is not`,
      }));
    },
  },
  {
    reads: ['goflow2'],
    check: ({ goflow2 }) =>
      collectorsOf(goflow2)
        .filter(({ values }) => values.serviceType === 'NodePort')
        .flatMap(({ path: section, values }) =>
          listenersOf(values)
            .filter(({ nodePort }) => nodePort === undefined)
            .map(({ path }) => ({
              path: [...section, ...path, 'nodePort'],
              allowed: `a port of its own, for routers to send to (${section.join('.')}.serviceType: NodePort)`,
            })),
        ),
  },
];
