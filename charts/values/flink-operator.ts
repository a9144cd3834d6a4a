/** Values of the Flink operator and of cert-manager, which its webhook's certificate comes from. */
import { z } from 'zod';
import { dnsLabel, resources } from './kubernetes';

export const certManager = z.strictObject({
  install: z.boolean(),
  version: z
    .string()
    .regex(/^v1\.\d{1,3}\.\d{1,3}$/, { error: 'a release of cert-manager, such as "v1.21.1"' }),
  namespace: dnsLabel,
});
export type CertManagerValues = z.infer<typeof certManager>;

export const flinkOperator = z.strictObject({
  install: z.boolean(),
  namespace: dnsLabel,
  /** Absent: FlinkClusters of all namespaces. */
  watchNamespace: dnsLabel.optional(),
  metrics: z.enum(['none', 'plain', 'protected']),
  resources,
});
export type FlinkOperatorValues = z.infer<typeof flinkOperator>;
