/** What must fit together. Each rule reads whole sections and is asked only when their shape is right. */
import { argocdRules } from './argocd';
import { deliveryRules } from './delivery';
import { flinkRules } from './flink';
import { flinkClusterRules } from './flink-clusters';
import { goflow2Rules } from './goflow2';
import { kafkaRules } from './kafka';
import { kafkaSecurityRules } from './kafka-security';
import { networkPolicyRules } from './network-policies';
import { nodePortRules } from './node-ports';
import { normalizerRules } from './normalizer';
import { registryRules } from './registry';
import { podRules } from './pods';
import { serviceRules } from './services';
import type { Rule } from './rule';
import { topicSettingRules } from './topic-settings';
import { topicRules } from './topics';

export const rules: readonly Rule[] = [
  ...argocdRules,
  ...topicRules,
  ...topicSettingRules,
  ...kafkaRules,
  ...registryRules,
  ...goflow2Rules,
  ...nodePortRules,
  ...serviceRules,
  ...normalizerRules,
  ...podRules,
  ...flinkRules,
  ...flinkClusterRules,
  ...deliveryRules,
  ...kafkaSecurityRules,
  ...networkPolicyRules,
];
