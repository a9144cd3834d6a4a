/** Values of the Flink operator and of cert-manager, which its webhook's certificate comes from. */
import { z } from 'zod';
import { dnsLabel, resources } from './kubernetes';
import { podOfWorkload } from './pod';
import { clusterService } from './service';

export const certManager = z.strictObject({
  install: z.boolean().describe('Whether cert-manager is installed; false where the cluster has it.'),
  repoUrl: z
    .string()
    .regex(/^(https?|oci):\/\/\S+$|^[a-z0-9.-]+(:\d+)?(\/\S+)?$/, {
      error: 'the URL of a repository of Helm charts, or of a registry (without "oci://") that Argo CD knows',
    })
    .describe("The repository of Helm charts that holds cert-manager's: its own, or a mirror."),
  values: z
    .record(z.string(), z.unknown())
    .describe(
      "Further values of cert-manager's chart, by their own names; they win over the generated ones.",
    ),
  version: z
    .string()
    .regex(/^v1\.\d{1,3}\.\d{1,3}$/, { error: 'a release of cert-manager, such as "v1.21.1"' })
    .describe('The version of the Helm chart.'),
  namespace: dnsLabel.describe('The namespace that it is installed to.'),
});
export type CertManagerValues = z.infer<typeof certManager>;

export const flinkOperator = z.strictObject({
  install: z
    .boolean()
    .describe('Whether the operator is installed; false where the cluster has it, or runs no Flink.'),
  namespace: dnsLabel.describe('The namespace that it is installed to.'),
  watchNamespace: dnsLabel.optional().meta({
    description: 'The only namespace that the operator looks at and has rights in; absent: all namespaces.',
    examples: ['netflow-flink'],
  }),
  metrics: z
    .enum(['none', 'plain', 'protected'])
    .describe(
      "How the operator's metrics are served: not at all, over HTTP on port 8080, or over HTTPS behind a proxy that checks who reads.",
    ),
  resources: resources.describe('CPU and memory of the operator.'),
  pod: podOfWorkload,
  service: clusterService
    .prefault({})
    .describe("What the site says of the Services of the operator's webhook and metrics."),
});
export type FlinkOperatorValues = z.infer<typeof flinkOperator>;
