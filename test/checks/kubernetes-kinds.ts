/** The kinds that an environment may hold, by their typings: what `fields.ts` makes closed schemas of. */
import type {
  IPodMonitor,
  IPrometheusRule,
} from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import type {
  IMutatingWebhookConfiguration,
  IValidatingWebhookConfiguration,
} from 'kubernetes-models/admissionregistration.k8s.io/v1';
import type { ICustomResourceDefinition } from 'kubernetes-models/apiextensions.k8s.io/v1';
import type { IDaemonSet, IDeployment, IStatefulSet } from 'kubernetes-models/apps/v1';
import type { ICronJob, IJob } from 'kubernetes-models/batch/v1';
import type { IIngress, INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import type {
  IClusterRole,
  IClusterRoleBinding,
  IRole,
  IRoleBinding,
} from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import type {
  IConfigMap,
  INamespace,
  IPersistentVolumeClaim,
  ISecret,
  IService,
  IServiceAccount,
} from 'kubernetes-models/v1';

export interface KubernetesKinds {
  readonly 'admissionregistration.k8s.io/v1 MutatingWebhookConfiguration': IMutatingWebhookConfiguration;
  readonly 'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration': IValidatingWebhookConfiguration;
  readonly 'apps/v1 DaemonSet': IDaemonSet;
  readonly 'apps/v1 Deployment': IDeployment;
  readonly 'apps/v1 StatefulSet': IStatefulSet;
  readonly 'batch/v1 CronJob': ICronJob;
  readonly 'batch/v1 Job': IJob;
  readonly 'networking.k8s.io/v1 Ingress': IIngress;
  readonly 'networking.k8s.io/v1 NetworkPolicy': INetworkPolicy;
  readonly 'policy/v1 PodDisruptionBudget': IPodDisruptionBudget;
  readonly 'rbac.authorization.k8s.io/v1 ClusterRole': IClusterRole;
  readonly 'rbac.authorization.k8s.io/v1 ClusterRoleBinding': IClusterRoleBinding;
  readonly 'rbac.authorization.k8s.io/v1 Role': IRole;
  readonly 'rbac.authorization.k8s.io/v1 RoleBinding': IRoleBinding;
  readonly 'v1 ConfigMap': IConfigMap;
  readonly 'v1 Namespace': INamespace;
  readonly 'v1 PersistentVolumeClaim': IPersistentVolumeClaim;
  readonly 'v1 Secret': ISecret;
  readonly 'v1 Service': IService;
  readonly 'v1 ServiceAccount': IServiceAccount;
}

/** On its own: it shares the names of types, not the types, with those above. */
export interface ExtensionKinds {
  readonly 'apiextensions.k8s.io/v1 CustomResourceDefinition': ICustomResourceDefinition;
}

/** Of the Prometheus operator. */
export interface MonitoringKinds {
  readonly 'monitoring.coreos.com/v1 PodMonitor': IPodMonitor;
  readonly 'monitoring.coreos.com/v1 PrometheusRule': IPrometheusRule;
}
