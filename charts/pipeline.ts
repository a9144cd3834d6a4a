/** Every Application of one environment, in the order in which a cluster needs them. */
import { App } from 'cdk8s';
import { addArgoCd } from './argocd/argocd';
import { FlinkNormalizer, FlinkSample } from './flink-cluster/charts';
import { FlinkOperator } from './flink-operator/operator';
import { Goflow2 } from './goflow2/collector';
import { KafkaBrokers } from './kafka/brokers';
import { KafkaTopics } from './kafka/topics';
import { Monitoring } from './monitoring/monitoring';
import { Namespaces } from './namespaces';
import { Normalizer } from './normalizer';
import { Registry } from './registry/registry';
import type { NamedValues } from './values/load';
import { ZookeeperEnsemble } from './kafka/zookeeper';

/** Builds the constructs of one environment; nothing is written until its manifests are. */
export function pipeline({ name, values }: NamedValues): App {
  const app = new App();
  new Namespaces(app, values);
  if (values.registry.install) new Registry(app, values);
  if (values.flinkOperator.install) new FlinkOperator(app, values);
  if (values.kafka.mode === 'zookeeper') new ZookeeperEnsemble(app, values);
  new KafkaBrokers(app, values);
  new KafkaTopics(app, values);
  new Goflow2(app, values);
  // One engine or the other: both would write every flow.
  if (values.normalizer.engine === 'flink') new FlinkNormalizer(app, values);
  else new Normalizer(app, values);
  if (values.flink.sample.enabled) new FlinkSample(app, values);
  if (values.monitoring.mode !== 'none') new Monitoring(app, name, values);
  // Last: it has an Application for each of those above.
  addArgoCd(app, name, values);
  return app;
}
