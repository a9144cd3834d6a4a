/** Every flow that an environment needs; what is not here is denied. docs/reference/network.md is the same table. */
import { HTTP_PORT } from '../goflow2/flags';
import { PORTS as OPERATOR_PORTS } from '../flink-operator/names';
import { UI_PORT } from '../flink-cluster/flink-job-cluster';
import { bundledSecured } from '../kafka/client';
import { KAFKA_PORTS, ZOOKEEPER_PORTS } from '../kafka/endpoints';
import { METRICS_PORT } from '../kafka/jmx-exporter';
import { REGISTRY_PORT } from '../registry/config-yml';
import type { Values } from '../values/schema';
import { addressPeer, namespacePeer, peers, type Peer } from './peers';

/** A connection that is opened by one side, to ports of the other; no ports: all of them. */
export interface Flow {
  readonly from: Peer;
  readonly to: Peer;
  readonly ports: readonly number[];
  /** @default TCP */
  readonly protocol?: 'UDP';
}

/** The normaliser's health and metrics, in either form of it; Flink's is the port of its Prometheus reporter. */
const FLINK_METRICS_PORT = 9249;

const ANYWHERE = addressPeer(['0.0.0.0/0', '::/0']);

/** The flows of one environment. */
export function flows(values: Values): Flow[] {
  return [
    ...collection(values),
    ...kafka(values),
    ...registry(values),
    ...flink(values),
    ...(values.monitoring.mode === 'none' ? [] : monitoring(values)),
  ];
}

function collection(values: Values): Flow[] {
  const { goflow2, normalizer } = values;
  const { netflow, sflow } = goflow2;
  const all = peers(values);
  const exporters = [netflow.port, ...(sflow.enabled ? [sflow.port] : [])];
  return [
    {
      from: addressPeer(values.networkPolicies.exporters),
      to: all.goflow2,
      ports: exporters,
      protocol: 'UDP',
    },
    toKafka(all.goflow2, values),
    toKafka(normalizer.engine === 'flink' ? all.flinkNetflow : all.normalizer, values),
    toKafka(all.replay, values),
    ...(values.topics.manage === 'job' ? [toKafka(all.topics, values)] : []),
  ];
}

function toKafka(from: Peer, values: Values): Flow {
  const { bootstrapServers, provider } = values.kafka;
  if (provider === 'bundled') return { from, to: peers(values).kafka, ports: [KAFKA_PORTS.client] };
  // Its brokers tell their own addresses, which nobody knows here; their ports are as a rule those of the first ones.
  const ports = (bootstrapServers ?? []).map((address) => Number(address.split(':')[1]));
  return { from, to: ANYWHERE, ports: [...new Set(ports)] };
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

function flink(values: Values): Flow[] {
  const { flinkOperator, networkPolicies, normalizer } = values;
  const all = peers(values);
  const apiServer = addressPeer(networkPolicies.apiServer);
  const clusters = [
    ...(normalizer.engine === 'flink' ? [{ pods: all.flinkNetflow, of: values.flink.netflow }] : []),
    ...(values.flink.sample.enabled ? [{ pods: all.flinkSample, of: values.flink.sample }] : []),
  ];
  const operator: Peer = flinkOperator.install ? all.operator : namespacePeer(flinkOperator.namespace);
  return [
    ...clusters.flatMap(({ pods, of }): Flow[] => [
      // JobManager, TaskManagers and the submitter: they choose ports among themselves.
      { from: pods, to: pods, ports: [] },
      { from: operator, to: pods, ports: [UI_PORT] },
      ...(of.ingress === undefined
        ? []
        : [{ from: namespacePeer(networkPolicies.ingressNamespace), to: pods, ports: [UI_PORT] }]),
    ]),
    // High availability keeps its leader and checkpoints in ConfigMaps.
    ...(normalizer.engine === 'flink' && values.flink.netflow.highAvailability !== undefined
      ? [{ from: all.flinkNetflow, to: apiServer, ports: API_SERVER_PORTS }]
      : []),
    ...(flinkOperator.install
      ? [
          { from: all.operator, to: apiServer, ports: API_SERVER_PORTS },
          { from: apiServer, to: all.operator, ports: [OPERATOR_PORTS.webhook] },
        ]
      : []),
  ];
}

/** Of the Service `kubernetes`, and of the servers behind it as a rule. */
const API_SERVER_PORTS = [443, 6443];

function monitoring(values: Values): Flow[] {
  const all = peers(values);
  const from = namespacePeer(values.networkPolicies.monitoringNamespace);
  const { flinkOperator, kafka: brokers, normalizer } = values;
  return [
    { from, to: all.goflow2, ports: [HTTP_PORT] },
    ...(brokers.provider === 'bundled' ? [{ from, to: all.kafka, ports: [METRICS_PORT] }] : []),
    normalizer.engine === 'flink'
      ? { from, to: all.flinkNetflow, ports: [FLINK_METRICS_PORT] }
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
