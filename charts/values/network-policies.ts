/** Values of the NetworkPolicies. */
import { z } from 'zod';
import { cidr, dnsLabel } from './kubernetes';

export const networkPolicies = z.strictObject({
  enabled: z
    .boolean()
    .describe(
      'Everything is denied but the flows of docs/reference/network.md; false where the network can not.',
    ),
  exporters: z
    .array(cidr)
    .min(1)
    .describe(
      'The addresses that flows may come from: of routers, or of nodes and balancers that hide them.',
    ),
  apiServer: z
    .array(cidr)
    .min(1)
    .describe(
      "The addresses of Kubernetes' API servers, which call the operator's webhook and are called by it.",
    ),
  nodes: z
    .array(cidr)
    .min(1)
    .exactOptional()
    .describe('The addresses of the nodes: those of a collector with goflow2.hostNetwork, towards Kafka.'),
  kafkaAddresses: z
    .array(cidr)
    .min(1)
    .exactOptional()
    .describe(
      'With kafka.provider external: the addresses of all its brokers, not of the first ones only; absent: any.',
    ),
  kafkaNamespace: dnsLabel
    .exactOptional()
    .describe(
      'With kafka.provider external: the namespace of brokers in the same cluster; absent: that of the addresses in kafka.bootstrapServers that end in ".NAMESPACE.svc".',
    ),
  monitoringNamespace: dnsLabel.describe('The namespace that metrics may be read from, if they are.'),
  kedaNamespace: dnsLabel.describe(
    'With normalizer.autoscaling: the namespace of KEDA, which asks Kafka for the lag.',
  ),
  ingressNamespace: dnsLabel.describe("The namespace of the Ingresses' controller."),
});
