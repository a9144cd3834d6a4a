/** Rules of JobManager and TaskManager: replicas, ports, access, probes, volumes. */
import type { FlinkClusterManifest } from '../manifest';
import { refuseIf, SERVERS, type Finding, type Rule } from './rule';

type Server = (typeof SERVERS)[number];

/** The ports that the webhook fills in. */
const DEFAULT_PORTS: Readonly<Record<Server, Readonly<Record<string, number>>>> = {
  jobManager: { rpc: 6123, blob: 6124, query: 6125, ui: 8081 },
  taskManager: { data: 6121, rpc: 6122, query: 6125 },
};

const ACCESS_SCOPES = ['Cluster', 'VPC', 'External', 'NodePort', 'Headless'];
const PRIVILEGED_PORTS = 1024;
const LAST_PORT = 65535;

/** Rule 7 of the webhook. */
export const jobManagerReplicas: Rule = ({ spec }) =>
  refuseIf((spec.jobManager?.replicas ?? 1) !== 1, ['spec', 'jobManager', 'replicas'], '1');

/** Rule 8 of the webhook. */
export const jobManagerAccessScope: Rule = ({ spec }) =>
  refuseIf(
    !ACCESS_SCOPES.includes(spec.jobManager?.accessScope ?? 'Cluster'),
    ['spec', 'jobManager', 'accessScope'],
    ACCESS_SCOPES.join(' | '),
  );

/** Rule 9 of the webhook, and the upper bound that it forgets. */
export const jobManagerPorts: Rule = (cluster) => portsInRange(cluster, 'jobManager');

/** Rule 10 of the webhook. */
export const jobManagerPortsDiffer: Rule = (cluster) => portsDiffer(cluster, 'jobManager');

/** Rule 14 of the webhook. */
export const taskManagerReplicas: Rule = ({ spec }) =>
  refuseIf(
    (spec.taskManager?.replicas ?? 3) < 1,
    ['spec', 'taskManager', 'replicas'],
    '1 or more: a job needs a TaskManager to run in (to stop it, cancel it)',
  );

/** Rule 15 of the webhook, and the upper bound that it forgets. */
export const taskManagerPorts: Rule = (cluster) => portsInRange(cluster, 'taskManager');

/** Rule 16 of the webhook. */
export const taskManagerPortsDiffer: Rule = (cluster) => portsDiffer(cluster, 'taskManager');

/** The operator's Ingress names a port that does not exist; the API's refusal stops the cluster half made. */
export const noOperatorIngress: Rule = ({ spec }) =>
  refuseIf(
    spec.jobManager?.ingress !== undefined,
    ['spec', 'jobManager', 'ingress'],
    "nothing: the operator's Ingress is broken in v0.3.9; make one for the Service <name>-jobmanager, port ui",
  );

/** The webhook merges its own TCP check into a given probe, and Kubernetes refuses a probe with two checks. */
export const probesCheckTcp: Rule = ({ spec }) =>
  SERVERS.flatMap((server) =>
    (['livenessProbe', 'readinessProbe'] as const).flatMap((probe) => {
      const checks = Object.keys(spec[server]?.[probe] ?? {});
      return refuseIf(
        ['httpGet', 'exec', 'grpc'].some((check) => checks.includes(check)),
        ['spec', server, probe],
        'no httpGet, exec or grpc: the operator adds a tcpSocket, and a probe may have one check only',
      );
    }),
  );

/** The volumes that the operator adds to the pods itself. */
const OPERATORS_VOLUMES = [
  'flink-config-volume',
  'hadoop-config-volume',
  'gcp-service-account-volume',
  'usrlib',
];

/** Kubernetes refuses a pod with two volumes of one name. */
export const volumeNamesAreFree: Rule = ({ spec }) =>
  ([...SERVERS, 'job'] as const).flatMap((component) =>
    (spec[component]?.volumes ?? []).flatMap((volume, index) =>
      refuseIf(
        OPERATORS_VOLUMES.includes(volume.name),
        ['spec', component, 'volumes', index, 'name'],
        `a name other than those of the operator's own volumes: ${OPERATORS_VOLUMES.join(', ')}`,
      ),
    ),
  );

function portsInRange({ spec }: FlinkClusterManifest, server: Server): readonly Finding[] {
  return Object.entries(spec[server]?.ports ?? {}).flatMap(([name, port]) =>
    refuseIf(
      port <= PRIVILEGED_PORTS || port > LAST_PORT,
      ['spec', server, 'ports', name],
      `a port from ${PRIVILEGED_PORTS + 1} to ${LAST_PORT}`,
    ),
  );
}

function portsDiffer({ spec }: FlinkClusterManifest, server: Server): readonly Finding[] {
  const ports = { ...DEFAULT_PORTS[server], ...spec[server]?.ports };
  const all = [
    ...Object.entries(ports).map(([name, port]) => ({ path: ['ports', name], name, port })),
    ...(spec[server]?.extraPorts ?? []).map(({ name = '', containerPort }, index) => ({
      path: ['extraPorts', index],
      name,
      port: containerPort,
    })),
  ];
  return all.flatMap(({ path, name, port }, index) => {
    const clash = all
      .slice(0, index)
      .some((other) => other.port === port || (name !== '' && other.name === name));
    const taken = Object.entries(ports).map((entry) => entry.join(' '));
    return refuseIf(
      clash,
      ['spec', server, ...path],
      `a name and a number that no other port has (${taken.join(', ')})`,
    );
  });
}
