/**
 * What a site may say of a Service. The names are those of the Kubernetes API; what stands beside them (type, ports,
 * selector) is the chart's.
 */
import { z } from 'zod';
import { annotationMap, cidr, labelMap } from './kubernetes';

/** Of a Service that only pods of the cluster use. */
export const clusterService = z
  .strictObject({
    annotations: annotationMap
      .exactOptional()
      .describe('Annotations of the Service, such as those of a balancer.'),
    labels: labelMap.exactOptional().describe('Labels of the Service, beside the recommended ones.'),
    ipFamilyPolicy: z
      .enum(['SingleStack', 'PreferDualStack', 'RequireDualStack'])
      .exactOptional()
      .describe("Whether it has an address of each IP family; absent: the cluster's default."),
  })
  .meta({ title: 'ClusterService' });

/** Of a Service that those outside the cluster use, too. */
export const service = clusterService
  .extend({
    externalTrafficPolicy: z
      .enum(['Local', 'Cluster'])
      .exactOptional()
      .describe(
        'Whether a node hands packets to its own pods only, and so keeps the sender’s address, or to all of them.',
      ),
    loadBalancerClass: z
      .string()
      .regex(/^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]*[A-Za-z0-9])?$/, {
        error: 'the name of a class, such as "metallb.io/metallb"',
      })
      .exactOptional()
      .describe('With LoadBalancer: which balancer serves it; fixed when the Service is made.'),
    loadBalancerSourceRanges: z
      .array(cidr)
      .min(1)
      .exactOptional()
      .describe('With LoadBalancer: whom the balancer lets in, as address ranges; absent: everybody.'),
  })
  .meta({ title: 'Service' });

export type ServiceValues = z.infer<typeof service>;
