/** Every Application of one environment, in the order in which a cluster needs them. */
import { App } from 'cdk8s';
import { addArgoCd } from './argocd/argocd';
import { FlinkApplication, FlinkNormalizer } from './flink-cluster/charts';
import { furtherClusters } from './flink-cluster/clusters';
import { FlinkOperator } from './flink-operator/operator';
import { Goflow2 } from './goflow2/collector';
import { KafkaBrokers } from './kafka/brokers';
import { bundledSecured } from './kafka/client';
import { StrimziTopics } from './kafka/strimzi';
import { KafkaTopics } from './kafka/topics';
import { addCommonMetadata } from './kubernetes/common-metadata';
import { KafkaUsers } from './kafka/users';
import { Monitoring } from './monitoring/monitoring';
import { Namespaces } from './namespaces';
import { NetworkPolicies } from './network-policies/network-policies';
import { Normalizer } from './normalizer';
import { Registry } from './registry/registry';
import { applyPatches } from './patches';
import type { Environment } from './values/load';
import type { Values } from './values/schema';
import { ZookeeperEnsemble } from './kafka/zookeeper';

/**
 * Builds the constructs of one environment; nothing is written until its manifests are.
 * @throws ValuesError when a patch doesn't fit
 */
export function pipeline(environment: Environment): App {
  const { name, values } = environment;
  const app = new App();
  new Namespaces(app, values);
  if (values.registry.install) new Registry(app, values);
  if (values.flinkOperator.install) new FlinkOperator(app, values);
  addKafka(app, values);
  new Goflow2(app, values);
  // One engine or the other: both would write every flow.
  if (values.normalizer.engine === 'flink') new FlinkNormalizer(app, values);
  else new Normalizer(app, values);
  for (const entry of furtherClusters(values)) new FlinkApplication(app, values, entry);
  if (values.networkPolicies.enabled) new NetworkPolicies(app, values);
  if (values.monitoring.mode !== 'none') new Monitoring(app, name, values);
  // Last: it has an Application for each of those above.
  addArgoCd(app, name, values);
  addCommonMetadata(app, values);
  applyPatches(app, environment);
  return app;
}

/** The brokers, unless they are there already, and what is made in them. */
function addKafka(app: App, values: Values): void {
  const { kafka, topics } = values;
  if (kafka.provider === 'bundled') {
    if (kafka.mode === 'zookeeper') new ZookeeperEnsemble(app, values);
    new KafkaBrokers(app, values);
    if (bundledSecured(values)) new KafkaUsers(app, values);
  }
  if (topics.manage === 'job') new KafkaTopics(app, values);
  if (topics.strimzi !== undefined) new StrimziTopics(app, values, topics.strimzi);
}
