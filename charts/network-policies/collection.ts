/** The flows of the collectors: exporters send to each, and it writes to Kafka. */
import { collectors, onTheNode, type Collector } from '../goflow2/collectors';
import { HTTP_PORT } from '../goflow2/flags';
import { listenersOf } from '../values/listeners';
import type { Values } from '../values/schema';
import { toKafka, type Flow } from './flow';
import { addressPeer, type Peer, type Pods } from './peers';

/** What the collectors need. */
export function collection(values: Values): Flow[] {
  return collectors(values).flatMap((collector) => {
    // No policy reaches a pod that has its node's network; to others, it is its node.
    if (onTheNode(collector)) return [toKafka(addressPeer(values.networkPolicies.nodes ?? []), values)];
    const pods = podsOf(collector, values);
    const ports = listenersOf(collector.values).map(({ port }) => port);
    const exporters: Flow = { from: addressPeer(collector.exporters), to: pods, ports, protocol: 'UDP' };
    return [exporters, toKafka(pods, values)];
  });
}

/** Who reads the collectors' metrics. */
export function collectorMetrics(from: Peer, values: Values): Flow[] {
  return collectors(values)
    .filter((collector) => !onTheNode(collector))
    .map((collector) => ({ from, to: podsOf(collector, values), ports: [HTTP_PORT] }));
}

function podsOf({ component, name }: Collector, { namespace }: Values): Pods {
  return { name, namespace: namespace.name, component };
}
