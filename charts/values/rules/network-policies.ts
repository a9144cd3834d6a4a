/** What must hold of the NetworkPolicies. */
import { collectorsOf } from '../collectors';
import type { Objection, Rule } from './rule';
import type { Values } from '../schema';

const OF_A_KAFKA_THAT_IS_THERE = ['kafkaAddresses', 'kafkaNamespace'] as const;

/** Those who say from where flows may come expect that others are kept out. */
function exportersAreKeptOut({ goflow2, networkPolicies: { enabled, exporters: all } }: Values): Objection[] {
  const open = collectorsOf(goflow2).filter(({ values }) => enabled && values.hostNetwork === true);
  const said = open.flatMap(({ path, exporters }) =>
    exporters === undefined ? [] : [[...path, 'exporters']],
  );
  const general = open.length > said.length && !all.includes('0.0.0.0/0');
  return [...said, ...(general ? [['networkPolicies', 'exporters']] : [])].map((path) => ({
    path,
    allowed: "nothing narrower with hostNetwork: no NetworkPolicy holds there, only the node's firewall",
    severity: 'warning',
  }));
}

export const networkPolicyRules: readonly Rule[] = [
  { reads: ['goflow2', 'networkPolicies'], check: exportersAreKeptOut },
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
