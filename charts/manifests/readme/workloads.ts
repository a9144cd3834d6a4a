/** The pods of an environment: those of its workloads, and those that the Flink operator makes of FlinkClusters. */
import { ofKind, type Container, type Labels, type Written } from './objects';
import type { Manifest } from '../write';

/** Pods that are alike. */
export interface Pods {
  /** How many run at once. */
  readonly count: number;
  readonly containers: readonly Container[];
  readonly initContainers: readonly Container[];
  readonly claims: readonly Claim[];
  /** They have their node's network: its ports are theirs. */
  readonly hostNetwork: boolean;
}

/** A volume that each of the pods claims. */
export interface Claim {
  readonly name: string;
  /** Such as `10Gi`. */
  readonly storage: string;
}

export interface Workload {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** Of its pods: what Services and NetworkPolicies select them by. */
  readonly labels: Labels;
  /** Jobs run now and then, all others always. */
  readonly always: boolean;
  readonly pods: readonly Pods[];
  readonly object: Written;
}

/** The `spec` of a PersistentVolumeClaim. */
export interface ClaimSpec {
  readonly resources: { readonly requests: { readonly storage: string } };
}

interface PodTemplate {
  readonly metadata: { readonly labels: Labels };
  readonly spec: {
    readonly containers: Container[];
    readonly initContainers?: Container[];
    readonly hostNetwork?: boolean;
  };
}

interface WorkloadSpec {
  readonly replicas?: number;
  readonly parallelism?: number;
  readonly template: PodTemplate;
  readonly volumeClaimTemplates?: readonly Written<ClaimSpec>[];
}

interface FlinkManager {
  readonly replicas?: number;
  readonly podLabels?: Labels;
  readonly resources?: Container['resources'];
  readonly initContainers?: readonly Container[];
  readonly sidecars?: readonly Container[];
  readonly volumeClaimTemplates?: readonly Written<ClaimSpec>[];
}

interface FlinkClusterSpec {
  readonly image: { readonly name: string };
  readonly jobManager: FlinkManager;
  readonly taskManager: FlinkManager;
}

/** The workloads among the objects, those of a kind together. */
export function workloadsOf(objects: readonly Manifest[]): Workload[] {
  return [
    ...['Deployment', 'StatefulSet', 'DaemonSet'].flatMap((kind) =>
      ofKind<WorkloadSpec>(objects, kind).map((object) => ofTemplate(object, object.spec, true)),
    ),
    ...ofKind<FlinkClusterSpec>(objects, 'FlinkCluster').map(ofFlinkCluster),
    ...ofKind<WorkloadSpec>(objects, 'Job').map((object) => ofTemplate(object, object.spec, false)),
    ...ofKind<{ jobTemplate: { spec: WorkloadSpec } }>(objects, 'CronJob').map((object) =>
      ofTemplate(object, object.spec.jobTemplate.spec, false),
    ),
  ];
}

function ofTemplate(object: Written, spec: WorkloadSpec, always: boolean): Workload {
  const { containers, hostNetwork = false, initContainers = [] } = spec.template.spec;
  const count = spec.replicas ?? spec.parallelism ?? 1;
  const claims = claimsOf(spec.volumeClaimTemplates);
  const pods = { count, containers, initContainers, claims, hostNetwork };
  return { ...nameOf(object), labels: spec.template.metadata.labels, always, pods: [pods] };
}

/** A JobManager, and TaskManagers; both run the cluster's image. */
function ofFlinkCluster(object: Written<FlinkClusterSpec>): Workload {
  const { image, jobManager, taskManager } = object.spec;
  const pods = [jobManager, taskManager].map((manager) => ({
    count: manager.replicas ?? 1,
    containers: [
      { image: image.name, ...(manager.resources && { resources: manager.resources }) },
      ...(manager.sidecars ?? []),
    ],
    initContainers: manager.initContainers ?? [],
    claims: claimsOf(manager.volumeClaimTemplates),
    hostNetwork: false,
  }));
  return { ...nameOf(object), labels: jobManager.podLabels ?? {}, always: true, pods };
}

function nameOf(object: Written): Pick<Workload, 'kind' | 'name' | 'namespace' | 'object'> {
  const { name, namespace = '' } = object.metadata;
  return { kind: object.kind, name, namespace, object };
}

function claimsOf(templates: readonly Written<ClaimSpec>[] = []): Claim[] {
  return templates.map(({ metadata, spec }) => ({
    name: metadata.name,
    storage: spec.resources.requests.storage,
  }));
}
