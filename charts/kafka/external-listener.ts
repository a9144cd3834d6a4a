/** The Services by which clients outside the cluster reach each of the bundled brokers. */
import type { Construct } from 'constructs';
import { selectorLabels, type Component } from '../kubernetes/labels';
import { service } from '../kubernetes/service';
import type { Values } from '../values/schema';

/** Adds one per broker: a client must reach the very broker that leads its partition. */
export function externalServices(scope: Construct, component: Component, { kafka }: Values): void {
  const { externalListener } = kafka;
  if (externalListener === undefined) return;
  const { firstNodePort, loadBalancerSourceRanges, port, serviceType } = externalListener;
  for (let broker = 0; broker < kafka.brokers; broker++) {
    service(scope, `external-${broker}`, {
      name: `kafka-external-${broker}`,
      component,
      site: externalListener.service,
      spec: {
        type: serviceType,
        selector: { ...selectorLabels(component), 'statefulset.kubernetes.io/pod-name': `kafka-${broker}` },
        ...(loadBalancerSourceRanges.length > 0 && { loadBalancerSourceRanges }),
        ports: [
          {
            name: 'external',
            port,
            ...(firstNodePort !== undefined && { nodePort: firstNodePort + broker }),
          },
        ],
      },
    });
  }
}
