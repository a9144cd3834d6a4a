/**
 * The Kubernetes types that a FlinkCluster embeds, and two more that the values' pod settings have: what
 * `npm run crd-types` makes kubernetes-types.json from.
 */
import type {
  IAffinity,
  IContainer,
  IEnvFromSource,
  IEnvVar,
  ILoadBalancerIngress,
  ILocalObjectReference,
  IPersistentVolumeClaim,
  IPodSecurityContext,
  IProbe,
  IResourceRequirements,
  IToleration,
  ITopologySpreadConstraint,
  IVolume,
  IVolumeMount,
} from 'kubernetes-models/v1';

export interface KubernetesTypes {
  readonly Affinity: IAffinity;
  readonly Container: IContainer;
  readonly EnvFromSource: IEnvFromSource;
  readonly EnvVar: IEnvVar;
  readonly LoadBalancerIngress: ILoadBalancerIngress;
  readonly LocalObjectReference: ILocalObjectReference;
  readonly PersistentVolumeClaim: IPersistentVolumeClaim;
  readonly PodSecurityContext: IPodSecurityContext;
  readonly Probe: IProbe;
  readonly ResourceRequirements: IResourceRequirements;
  readonly Toleration: IToleration;
  readonly TopologySpreadConstraint: ITopologySpreadConstraint;
  readonly Volume: IVolume;
  readonly VolumeMount: IVolumeMount;
}
