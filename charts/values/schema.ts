/** The shape of `values.yaml`: what may be said, and how it is written. What fits together: see rules.ts. */
import { z } from 'zod';
import { argocd } from './argocd';
import { cluster } from './cluster';
import { flink } from './flink';
import { certManager, flinkOperator } from './flink-operator';
import { goflow2 } from './goflow2';
import { kafka, topics, zookeeper } from './kafka';
import { dnsLabel, image, podSecurityLevel } from './kubernetes';
import { normalizer } from './normalizer';
import { registry } from './registry';

export const valuesSchema = z.strictObject({
  cluster,
  namespace: z.strictObject({ name: dnsLabel, podSecurity: podSecurityLevel }),
  registry,
  images: z.strictObject({
    kafka: image,
    goflow2: image,
    normalizer: image,
    normalizerFlink: image,
    flink: image,
    flinkOperator: image,
    kubeRbacProxy: image,
    registry: image,
  }),
  argocd,
  certManager,
  flinkOperator,
  flink,
  zookeeper,
  kafka,
  topics,
  goflow2,
  normalizer,
});

/** Everything that the charts read, checked and complete. */
export type Values = z.infer<typeof valuesSchema>;

/**
 * The schema that editors use for `values.yaml` and for the overlays in `environments/`.
 * Nothing is required in it: an overlay says only what differs, and synth checks the merged whole.
 */
export function valuesJsonSchema(): object {
  return z.toJSONSchema(valuesSchema, {
    override: ({ jsonSchema }) => {
      delete jsonSchema.required;
    },
  });
}
