/** What must hold of the normaliser as a Deployment. */
import type { Rule } from './rule';

export const normalizerRules: readonly Rule[] = [
  {
    reads: ['normalizer', 'topics'],
    check: ({ normalizer, topics }) =>
      normalizer.engine === 'deployment' &&
      normalizer.autoscaling === undefined &&
      normalizer.replicas > topics.flows.partitions
        ? [
            {
              path: ['normalizer', 'replicas'],
              allowed: `0 to topics.flows.partitions (${topics.flows.partitions}): further replicas would idle`,
            },
          ]
        : [],
  },
  {
    reads: ['normalizer', 'topics'],
    check: ({ normalizer: { autoscaling, engine }, topics }) => {
      if (autoscaling === undefined) return [];
      const path = ['normalizer', 'autoscaling'];
      if (engine === 'flink') {
        return [{ path, allowed: 'none, or normalizer.engine: deployment: a Flink job has its parallelism' }];
      }
      const { maxReplicas, minReplicas } = autoscaling;
      const { partitions } = topics.flows;
      return [
        ...(maxReplicas > partitions
          ? [
              {
                path: [...path, 'maxReplicas'],
                allowed: `1 to topics.flows.partitions (${partitions}): further replicas would idle`,
              },
            ]
          : []),
        ...(minReplicas > maxReplicas
          ? [{ path: [...path, 'minReplicas'], allowed: `0 to maxReplicas (${maxReplicas})` }]
          : []),
      ];
    },
  },
];
