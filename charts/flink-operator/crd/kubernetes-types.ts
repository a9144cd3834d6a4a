/** The Kubernetes types that a FlinkCluster embeds: what `npm run crd-types` makes kubernetes-types.json from. */
import type {
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
  IVolume,
  IVolumeMount,
} from 'kubernetes-models/v1';

export interface KubernetesTypes {
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
  readonly Volume: IVolume;
  readonly VolumeMount: IVolumeMount;
}
