/** What must hold of the normaliser as a Deployment. */
import type { Rule } from './rule';

export const normalizerRules: readonly Rule[] = [
  {
    reads: ['normalizer', 'topics'],
    check: ({ normalizer, topics }) =>
      normalizer.engine === 'deployment' && normalizer.replicas > topics.flows.partitions
        ? [
            {
              path: ['normalizer', 'replicas'],
              allowed: `0 to topics.flows.partitions (${topics.flows.partitions}): further replicas would idle`,
            },
          ]
        : [],
  },
];
