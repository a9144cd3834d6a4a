/** The ports of every node that an environment takes: Kubernetes gives each to one Service of the cluster. */
import { collectorsOf } from './collectors';
import type { Path } from './layers';
import { listenersOf } from './listeners';
import type { Values } from './schema';

/** One node port, and the value that says it. */
export interface NodePort {
  readonly path: Path & readonly (string | number)[];
  readonly port: number;
}

/** Every node port of the environment's Services. */
export function nodePorts({ goflow2, kafka, registry }: Values): NodePort[] {
  const { brokers, externalListener, provider } = kafka;
  const taken: NodePort[] = [];
  for (const { path: section, values } of collectorsOf(goflow2)) {
    if (values.serviceType !== 'NodePort') continue;
    for (const { nodePort, path } of listenersOf(values)) {
      if (nodePort !== undefined) taken.push({ path: [...section, ...path, 'nodePort'], port: nodePort });
    }
  }
  if (registry.install && registry.serviceType === 'NodePort') {
    taken.push({ path: ['registry', 'nodePort'], port: registry.nodePort });
  }
  const first = externalListener?.serviceType === 'NodePort' ? externalListener.firstNodePort : undefined;
  if (provider === 'bundled' && first !== undefined) {
    const path = ['kafka', 'externalListener', 'firstNodePort'];
    for (let id = 0; id < brokers; id++) taken.push({ path, port: first + id });
  }
  return taken;
}
