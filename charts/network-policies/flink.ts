/** The flows of the Flink operator and of each cluster that it makes. */
import { flinkClusters, type FlinkClusterEntry } from '../flink-cluster/clusters';
import { UI_PORT } from '../flink-cluster/flink-cluster';
import { PORTS as OPERATOR_PORTS } from '../flink-operator/names';
import type { Values } from '../values/schema';
import { toKafka, type Flow } from './flow';
import { addressPeer, flinkPods, namespacePeer, peers, type Peer } from './peers';

/** Of the Service `kubernetes`, and of the servers behind it as a rule. */
const API_SERVER_PORTS = [443, 6443];

export function flinkFlows(values: Values): Flow[] {
  const { flinkOperator, networkPolicies } = values;
  const all = peers(values);
  const apiServer = addressPeer(networkPolicies.apiServer);
  const operator: Peer = flinkOperator.install ? all.operator : namespacePeer(flinkOperator.namespace);
  return [
    ...flinkClusters(values).flatMap((entry) => flinkCluster(values, entry, operator)),
    ...(flinkOperator.install
      ? [
          { from: all.operator, to: apiServer, ports: API_SERVER_PORTS },
          { from: apiServer, to: all.operator, ports: [OPERATOR_PORTS.webhook] },
        ]
      : []),
  ];
}

function flinkCluster(values: Values, entry: FlinkClusterEntry, operator: Peer): Flow[] {
  const { apiServer, ingressNamespace } = values.networkPolicies;
  const { egress = [], highAvailability, ingress, jobManager } = entry.cluster;
  const pods = flinkPods(values, entry);
  const ui = [jobManager.ports?.ui ?? UI_PORT];
  return [
    // JobManager, TaskManagers and the submitter: they choose ports among themselves.
    { from: pods, to: pods, ports: [] },
    { from: operator, to: pods, ports: ui },
    ...(ingress === undefined ? [] : [{ from: namespacePeer(ingressNamespace), to: pods, ports: ui }]),
    // High availability keeps its leader and checkpoints in ConfigMaps.
    ...(highAvailability === undefined
      ? []
      : [{ from: pods, to: addressPeer(apiServer), ports: API_SERVER_PORTS }]),
    ...egress.map(({ to, ports = [] }) =>
      to === 'kafka' ? toKafka(pods, values) : { from: pods, to: addressPeer([to]), ports },
    ),
  ];
}
