/** What of the manifests runs here, as a Prometheus in the cluster would find it: PodMonitors, and pods for them. */
import type { KubernetesObject } from '../manifests';
import type { Source } from '../rendered';
import type { FlinkCluster } from '../servers/flink';
import type { Collector } from '../servers/goflow2';
import type { KafkaCluster } from '../servers/kafka';
import type { Normalizer } from '../servers/normalizer';
import type { Pod } from './prometheus';

/** The manifests, by engine. */
export interface Manifests {
  readonly deployment: Rendered;
  readonly flink: Rendered;
}

type Rendered = Source & { readonly objects: ReadonlyMap<string, KubernetesObject> };

/** The processes. */
export interface Running {
  readonly kafka: KafkaCluster;
  readonly collector: Collector;
  readonly service: Normalizer;
  readonly flink: FlinkCluster;
}

/** The PodMonitors of both engines, but the operator's: it runs only beside an API server. */
export function monitorsOf({ deployment, flink }: Manifests): KubernetesObject[] {
  const all = [deployment, flink].flatMap(({ objects }) => [...objects.values()]);
  const found = all.filter(
    ({ kind, metadata }) => kind === 'PodMonitor' && metadata.name !== 'flink-operator',
  );
  return [
    ...new Map(
      found.map((monitor) => [`${monitor.metadata.namespace ?? ''}/${monitor.metadata.name}`, monitor]),
    ).values(),
  ];
}

interface Container {
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
}

/** Pods as the manifests have them, and where their ports are here. */
export function podsOf(manifests: Manifests, { kafka, collector, service, flink }: Running): Pod[] {
  const workload = (path: string, port: number, addresses: Readonly<Record<string, string>>) =>
    podsOfWorkload(manifests.deployment.manifest(path), port, addresses);
  return [
    ...workload('kafka/StatefulSet.kafka.yaml', 9404, Object.fromEntries(kafka.metrics.entries())),
    ...workload('goflow2/Deployment.goflow2.yaml', 8080, { 'abc-1': collector.http }),
    ...workload('normalizer/Deployment.normalizer.yaml', 8080, { 'abc-1': new URL(service.http).host }),
    ...podsOfFlink(manifests.flink.manifest('normalizer/FlinkCluster.netflow-normalizer.yaml'), flink),
  ];
}

/** @param addresses of the port, by what ends a pod's name */
function podsOfWorkload(
  { metadata, spec }: KubernetesObject,
  port: number,
  addresses: Readonly<Record<string, string>>,
): Pod[] {
  const { metadata: pod, spec: contents } = spec?.template as {
    metadata: { labels: Record<string, string> };
    spec: { containers: readonly Container[] };
  };
  const ports = contents.containers.flatMap((container) => container.ports ?? []);
  const name = ports.find(({ containerPort }) => containerPort === port)?.name;
  if (name === undefined) throw new Error(`${metadata.name} has no port ${port}`);
  return Object.entries(addresses).map(([suffix, address]) => ({
    namespace: metadata.namespace ?? '',
    name: `${metadata.name}-${suffix}`,
    labels: pod.labels,
    ports: { [name]: address },
  }));
}

function podsOfFlink({ metadata, spec }: KubernetesObject, { metrics }: FlinkCluster): Pod[] {
  const servers = spec as Record<
    'jobManager' | 'taskManager',
    { podLabels: Record<string, string>; extraPorts: { name: string }[] }
  >;
  return [...metrics].map(([name, address]) => {
    const { podLabels, extraPorts } = name.includes('jobmanager') ? servers.jobManager : servers.taskManager;
    const ports = Object.fromEntries(extraPorts.map((port) => [port.name, address]));
    return { namespace: metadata.namespace ?? '', name, labels: podLabels, ports };
  });
}
