/** What must fit together. Each rule reads whole sections and is asked only when their shape is right. */
import { deliveryRules } from './delivery';
import { flinkRules } from './flink';
import { goflow2Rules } from './goflow2';
import { kafkaSecurityRules } from './kafka-security';
import { normalizerRules } from './normalizer';
import { registryRules } from './registry';
import { podRules } from './pods';
import type { Rule } from './rule';
import { topicRules } from './topics';

export const rules: readonly Rule[] = [
  ...topicRules,
  ...registryRules,
  ...goflow2Rules,
  ...normalizerRules,
  ...podRules,
  ...flinkRules,
  ...deliveryRules,
  ...kafkaSecurityRules,
];
