/** What is scraped: each program of ours that has metrics, with the name of the container port they are on. */
import { collectors } from '../goflow2/collectors';
import { netflowCluster } from '../flink-cluster/clusters';
import { FLINK_METRICS } from '../flink-cluster/metrics';
import { OPERATOR } from '../flink-operator/names';
import type { Component } from '../kubernetes/labels';
import type { Values } from '../values/schema';

/** The pods of a component, and where their metrics are; always at the path `/metrics`. */
export interface Target {
  /** Of its PodMonitor. */
  readonly name: string;
  readonly component: Component;
  readonly namespace: string;
  /** The name of the container port. */
  readonly port: string;
}

/** The targets of one environment. */
export function targets(values: Values): Target[] {
  const { namespace, flink, flinkOperator, kafka, normalizer } = values;
  const inPipeline = (name: string, component: string, port: string): Target => ({
    name,
    component: { name, component },
    namespace: namespace.name,
    port,
  });
  return [
    ...collectors(values).map(({ name, component }) => ({
      name,
      component,
      namespace: namespace.name,
      port: 'http',
    })),
    ...(kafka.provider === 'bundled' ? [inPipeline('kafka', 'broker', 'metrics')] : []),
    ...(normalizer.engine === 'deployment'
      ? [inPipeline('normalizer', 'engine', 'http')]
      : [
          {
            name: 'normalizer',
            component: netflowCluster(values).component,
            namespace: flink.namespace,
            port: FLINK_METRICS.name,
          },
        ]),
    // Behind the proxy only those read it whom the site's own ServiceMonitor gives a token.
    ...(flinkOperator.install && flinkOperator.metrics === 'plain'
      ? [{ name: OPERATOR.name, component: OPERATOR, namespace: flinkOperator.namespace, port: 'metrics' }]
      : []),
  ];
}
