/** What must hold of the NetworkPolicies. */
import type { Rule } from './rule';

const OF_A_KAFKA_THAT_IS_THERE = ['kafkaAddresses', 'kafkaNamespace'] as const;

export const networkPolicyRules: readonly Rule[] = [
  {
    reads: ['kafka', 'networkPolicies'],
    check: ({ kafka: { provider }, networkPolicies }) =>
      provider === 'external'
        ? []
        : OF_A_KAFKA_THAT_IS_THERE.filter((key) => networkPolicies[key] !== undefined).map((key) => ({
            path: ['networkPolicies', key],
            allowed:
              'nothing, or kafka.provider: external: the policies know the brokers of ours by their labels',
          })),
  },
];
