/** Every Application of one environment, in the order in which a cluster needs them. */
import { App } from 'cdk8s';
import { CertManager } from './cert-manager';
import { FlinkOperator } from './flink-operator/operator';
import { Goflow2 } from './goflow2/collector';
import { KafkaBrokers } from './kafka/brokers';
import { KafkaTopics } from './kafka/topics';
import { Namespaces } from './namespaces';
import { Normalizer } from './normalizer';
import type { Values } from './values/schema';
import { ZookeeperEnsemble } from './kafka/zookeeper';

/** Builds the constructs of one environment; nothing is written until its manifests are. */
export function pipeline(values: Values): App {
  const app = new App();
  new Namespaces(app, values);
  if (values.certManager.install) new CertManager(app, values);
  if (values.flinkOperator.install) new FlinkOperator(app, values);
  if (values.kafka.mode === 'zookeeper') new ZookeeperEnsemble(app, values);
  new KafkaBrokers(app, values);
  new KafkaTopics(app, values);
  new Goflow2(app, values);
  new Normalizer(app, values);
  return app;
}
