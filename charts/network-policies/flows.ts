/** Every flow that an environment needs; what is not here is denied. docs/reference/network.md is the same table. */
import { HTTP_PORT } from '../goflow2/flags';
import { PORTS as OPERATOR_PORTS } from '../flink-operator/names';
import { netflowCluster } from '../flink-cluster/clusters';
import { FLINK_METRICS } from '../flink-cluster/metrics';
import { bundledSecured } from '../kafka/client';
import { KAFKA_PORTS, ZOOKEEPER_PORTS } from '../kafka/endpoints';
import { METRICS_PORT } from '../kafka/jmx-exporter';
import { REGISTRY_PORT } from '../registry/config-yml';
import type { Values } from '../values/schema';
import { collection, collectorMetrics } from './collection';
import { flinkFlows } from './flink';
import { ANYWHERE, toKafka, type Flow } from './flow';
import { addressPeer, flinkPods, namespacePeer, peers, type Peer } from './peers';

/** The flows of one environment. */
export function flows(values: Values): Flow[] {
  return [
    ...collection(values),
    ...normalisation(values),
    ...kafka(values),
    ...registry(values),
    ...flinkFlows(values),
    ...(values.monitoring.mode === 'none' ? [] : monitoring(values)),
  ];
}

function normalisation(values: Values): Flow[] {
  const all = peers(values);
  return [
    toKafka(
      values.normalizer.engine === 'flink' ? flinkPods(values, netflowCluster(values)) : all.normalizer,
      values,
    ),
    toKafka(all.replay, values),
    // KEDA asks for the lag.
    ...(values.normalizer.autoscaling === undefined || values.kafka.provider === 'external'
      ? []
      : [toKafka(namespacePeer(values.networkPolicies.kedaNamespace), values)]),
    ...(values.topics.manage === 'job' ? [toKafka(all.topics, values)] : []),
  ];
}

function kafka(values: Values): Flow[] {
  const { externalListener, mode, provider } = values.kafka;
  if (provider === 'external') return [];
  const all = peers(values);
  const secured = bundledSecured(values);
  const between = [
    secured ? KAFKA_PORTS.broker : KAFKA_PORTS.client,
    ...(mode === 'kraft' ? [KAFKA_PORTS.controller] : []),
  ];
  const { client, follower, election } = ZOOKEEPER_PORTS;
  return [
    { from: all.kafka, to: all.kafka, ports: between },
    ...(secured ? [{ from: all.users, to: all.kafka, ports: [KAFKA_PORTS.broker] }] : []),
    ...(mode === 'zookeeper'
      ? [
          { from: all.kafka, to: all.zookeeper, ports: [client] },
          { from: all.zookeeper, to: all.zookeeper, ports: [follower, election] },
        ]
      : []),
    ...(externalListener === undefined
      ? []
      : [{ from: outsideClients(externalListener), to: all.kafka, ports: [externalListener.port] }]),
  ];
}

function outsideClients({
  loadBalancerSourceRanges: ranges,
}: NonNullable<Values['kafka']['externalListener']>): Peer {
  return ranges.length === 0 ? ANYWHERE : addressPeer(ranges);
}

/** Nodes pull, people push, and both come by addresses that nobody knows here. */
function registry(values: Values): Flow[] {
  return values.registry.install
    ? [{ from: ANYWHERE, to: peers(values).registry, ports: [REGISTRY_PORT] }]
    : [];
}

function monitoring(values: Values): Flow[] {
  const all = peers(values);
  const from = namespacePeer(values.networkPolicies.monitoringNamespace);
  const { flinkOperator, kafka: brokers, normalizer } = values;
  return [
    ...collectorMetrics(from, values),
    ...(brokers.provider === 'bundled' ? [{ from, to: all.kafka, ports: [METRICS_PORT] }] : []),
    normalizer.engine === 'flink'
      ? { from, to: flinkPods(values, netflowCluster(values)), ports: [FLINK_METRICS.containerPort] }
      : { from, to: all.normalizer, ports: [HTTP_PORT] },
    ...(flinkOperator.install && flinkOperator.metrics !== 'none'
      ? [
          {
            from,
            to: all.operator,
            ports: [
              flinkOperator.metrics === 'plain' ? OPERATOR_PORTS.metrics : OPERATOR_PORTS.protectedMetrics,
            ],
          },
        ]
      : []),
  ];
}
