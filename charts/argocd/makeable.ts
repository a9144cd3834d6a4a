/** Every kind that the charts can make, with its API group: what a project allows that must outlive what it allows. */
const GROUPS = {
  cluster: {
    '': ['Namespace'],
    'admissionregistration.k8s.io': ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    'apiextensions.k8s.io': ['CustomResourceDefinition'],
    'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding'],
  },
  namespaced: {
    '': ['ConfigMap', 'PersistentVolumeClaim', 'Service', 'ServiceAccount'],
    apps: ['Deployment', 'StatefulSet'],
    batch: ['CronJob', 'Job'],
    'cert-manager.io': ['Certificate', 'Issuer'],
    'flinkoperator.k8s.io': ['FlinkCluster'],
    'kafka.strimzi.io': ['KafkaTopic', 'KafkaUser'],
    'keda.sh': ['ScaledObject', 'TriggerAuthentication'],
    'monitoring.coreos.com': ['PodMonitor', 'PrometheusRule'],
    'networking.k8s.io': ['Ingress', 'NetworkPolicy'],
    policy: ['PodDisruptionBudget'],
    'rbac.authorization.k8s.io': ['Role', 'RoleBinding'],
  },
};

/** An API group and kind, as AppProject lists them. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/** Those of the whole cluster, or those of namespaces. */
export function makeableKinds(scope: keyof typeof GROUPS): GroupKind[] {
  return Object.entries(GROUPS[scope]).flatMap(([group, kinds]) => kinds.map((kind) => ({ group, kind })));
}
