/**
 * A FlinkCluster in the API's own form. The operator's fields are those that `imports/` has of our definition; the
 * types of Kubernetes within them, of which `imports/` has one for each place, are Kubernetes' own.
 */
import type { FlinkClusterSpec } from '../../imports/flinkoperator.k8s.io';
import type { KubernetesTypes } from '../flink-operator/crd/kubernetes-types';

type ListOf<Type extends keyof KubernetesTypes> = readonly KubernetesTypes[Type][];

/** By the names of the fields that hold them, which are alike wherever a FlinkCluster has them. */
interface Embedded {
  readonly envFrom: ListOf<'EnvFromSource'>;
  readonly envVars: ListOf<'EnvVar'>;
  readonly initContainers: ListOf<'Container'>;
  readonly livenessProbe: KubernetesTypes['Probe'];
  readonly memoryOffHeapMin: string | number;
  readonly pullSecrets: ListOf<'LocalObjectReference'>;
  readonly readinessProbe: KubernetesTypes['Probe'];
  readonly resources: KubernetesTypes['ResourceRequirements'];
  readonly securityContext: KubernetesTypes['PodSecurityContext'];
  readonly sidecars: ListOf<'Container'>;
  readonly tolerations: ListOf<'Toleration'>;
  readonly volumeClaimTemplates: ListOf<'PersistentVolumeClaim'>;
  readonly volumeMounts: ListOf<'VolumeMount'>;
  readonly volumes: ListOf<'Volume'>;
}

type Members<Type> = {
  readonly [Field in keyof Type]: Field extends keyof Embedded
    ? Embedded[Field]
    : Value<Exclude<Type[Field], undefined>>;
};

/** An enumeration of `imports/` is the texts that it stands for. */
type Value<Type> = Type extends string
  ? `${Type}`
  : Type extends readonly (infer Item)[]
    ? readonly Value<Item>[]
    : Type extends object
      ? Members<Type>
      : Type;

/** The `spec` of a FlinkCluster. */
export type FlinkClusterSpecManifest = Members<FlinkClusterSpec>;

/** JobManager, TaskManagers and submitter, as the `spec` has them. */
export type JobManagerManifest = NonNullable<FlinkClusterSpecManifest['jobManager']>;
export type TaskManagerManifest = NonNullable<FlinkClusterSpecManifest['taskManager']>;
export type JobManifest = NonNullable<FlinkClusterSpecManifest['job']>;

/** One of the two that run as servers. */
export type ManifestServer = JobManagerManifest | TaskManagerManifest;

export interface FlinkClusterManifest {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: FlinkClusterSpecManifest;
}
