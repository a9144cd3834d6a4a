/**
 * Replicas by the consumer group's lag: a ScaledObject of KEDA (https://keda.sh, scaler "Apache Kafka"). Plain
 * objects: the package that has its types, @kubernetes-models/keda, wants a newer kubernetes-models than the others.
 */
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { bootstrapServers, encrypted, secretKeysOf, withPassword } from './kafka/client';
import { labels, type Component } from './kubernetes/labels';
import type { Values } from './values/schema';

/** KEDA's names of SASL mechanisms. */
const MECHANISMS = {
  PLAIN: 'plaintext',
  'SCRAM-SHA-256': 'scram_sha256',
  'SCRAM-SHA-512': 'scram_sha512',
} as const;

/** Adds it, and the Secrets that KEDA is to ask the brokers with: those of the normaliser, whose group it looks at. */
export function scaledObject(
  scope: Construct,
  values: Values,
  { name, component }: { readonly name: string; readonly component: Component },
): void {
  const { autoscaling, consumerGroup } = values.normalizer;
  if (autoscaling === undefined) return;
  const { saslMechanism } = values.kafka.security;
  const metadata = { name, labels: labels(component) };
  const authentication = secretKeysOf(values, 'normalizer');
  if (authentication.length > 0) {
    new ApiObject(scope, 'trigger-authentication', {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'TriggerAuthentication',
      metadata,
      spec: { secretTargetRef: authentication },
    });
  }
  new ApiObject(scope, 'scaled-object', {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata,
    spec: {
      scaleTargetRef: { name },
      minReplicaCount: autoscaling.minReplicas,
      maxReplicaCount: autoscaling.maxReplicas,
      pollingInterval: autoscaling.pollingInterval,
      cooldownPeriod: autoscaling.cooldownPeriod,
      triggers: [
        {
          type: 'kafka',
          metadata: {
            bootstrapServers: bootstrapServers(values),
            consumerGroup,
            topic: values.topics.flows.name,
            lagThreshold: String(autoscaling.lagThreshold),
            // As the normaliser begins: with the oldest record.
            offsetResetPolicy: 'earliest',
            ...(withPassword(values) && saslMechanism !== undefined && { sasl: MECHANISMS[saslMechanism] }),
            ...(encrypted(values) && { tls: 'enable' }),
          },
          ...(authentication.length > 0 && { authenticationRef: { name } }),
        },
      ],
    },
  });
}
