/** Kubernetes gives each node port to one Service, whatever the protocol. */
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
];
