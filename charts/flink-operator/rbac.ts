/** What the operator may do. The rules are those of v0.3.9's own roles; whom they reach is narrower where asked. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { labels } from '../kubernetes/labels';
import { sitePod } from '../kubernetes/site-pod';
import type { Values } from '../values/schema';
import { GROUP, PLURAL } from './crd/definition';
import { NAMES, OPERATOR } from './names';

const RBAC = 'rbac.authorization.k8s.io';
const EVERYTHING = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];

const MANAGER_RULES: k8s.PolicyRule[] = [
  {
    apiGroups: ['apps'],
    resources: ['deployments', 'statefulsets', 'controllerrevisions'],
    verbs: EVERYTHING,
  },
  { apiGroups: ['apps'], resources: ['deployments/status', 'statefulsets/status'], verbs: ['get'] },
  { apiGroups: ['batch'], resources: ['jobs'], verbs: EVERYTHING },
  { apiGroups: ['batch'], resources: ['jobs/status'], verbs: ['get'] },
  {
    apiGroups: [''],
    resources: ['configmaps', 'events', 'persistentvolumeclaims', 'services'],
    verbs: EVERYTHING,
  },
  { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
  // The job's id is read from the submitter's log.
  {
    apiGroups: [''],
    resources: ['pods/status', 'pods/log', 'services/status', 'events/status'],
    verbs: ['get'],
  },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: EVERYTHING },
  { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['get'] },
  { apiGroups: [GROUP], resources: [PLURAL], verbs: EVERYTHING },
  { apiGroups: [GROUP], resources: [`${PLURAL}/status`], verbs: ['get', 'patch', 'update'] },
  {
    apiGroups: ['scheduling.volcano.sh'],
    resources: ['podgroups'],
    verbs: ['get', 'create', 'update', 'delete'],
  },
];

const LEADER_ELECTION_RULES: k8s.PolicyRule[] = [
  { apiGroups: [''], resources: ['configmaps'], verbs: EVERYTHING },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: EVERYTHING },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
];

/** The proxy asks the API server who reads the metrics, and whether they may. */
const PROXY_RULES: k8s.PolicyRule[] = [
  { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
  { apiGroups: ['authorization.k8s.io'], resources: ['subjectaccessreviews'], verbs: ['create'] },
];

/** The account that the operator runs as; its roles are bound to it. */
export function operatorAccount(values: Values) {
  const {
    create = true,
    name = NAMES.controller,
    annotations,
  } = sitePod(values, values.flinkOperator.pod).serviceAccount ?? {};
  return { create, name, annotations };
}

/** Account, roles and bindings of the operator. */
export function operatorAccess(scope: Construct, values: Values) {
  const { namespace, watchNamespace, metrics } = values.flinkOperator;
  const account = operatorAccount(values);
  const subjects = [{ kind: 'ServiceAccount', name: account.name, namespace }];
  const metadata = (name: string, inNamespace?: string): k8s.ObjectMeta => ({
    name,
    ...(inNamespace !== undefined && { namespace: inNamespace }),
    labels: labels(OPERATOR),
  });
  const roleRef = (kind: string, name: string) => ({ apiGroup: RBAC, kind, name });

  if (account.create) {
    new k8s.KubeServiceAccount(scope, 'account', {
      metadata: {
        ...metadata(account.name, namespace),
        ...(account.annotations && { annotations: account.annotations }),
      },
    });
  }
  new k8s.KubeRole(scope, 'leader-election', {
    metadata: metadata(NAMES.leaderElectionRole, namespace),
    rules: LEADER_ELECTION_RULES,
  });
  new k8s.KubeRoleBinding(scope, 'leader-election-binding', {
    metadata: metadata(NAMES.leaderElectionBinding, namespace),
    roleRef: roleRef('Role', NAMES.leaderElectionRole),
    subjects,
  });
  new k8s.KubeClusterRole(scope, 'manager', { metadata: metadata(NAMES.managerRole), rules: MANAGER_RULES });
  const managerRole = roleRef('ClusterRole', NAMES.managerRole);
  if (watchNamespace === undefined) {
    new k8s.KubeClusterRoleBinding(scope, 'manager-binding', {
      metadata: metadata(NAMES.managerBinding),
      roleRef: managerRole,
      subjects,
    });
  } else {
    // One namespace to watch: no rights in any other.
    new k8s.KubeRoleBinding(scope, 'manager-binding', {
      metadata: metadata(NAMES.managerBinding, watchNamespace),
      roleRef: managerRole,
      subjects,
    });
  }
  if (metrics !== 'protected') return;
  new k8s.KubeClusterRole(scope, 'proxy', { metadata: metadata(NAMES.proxyRole), rules: PROXY_RULES });
  new k8s.KubeClusterRoleBinding(scope, 'proxy-binding', {
    metadata: metadata(NAMES.proxyBinding),
    roleRef: roleRef('ClusterRole', NAMES.proxyRole),
    subjects,
  });
  // Bound by nobody: it is for whoever scrapes.
  new k8s.KubeClusterRole(scope, 'metrics-reader', {
    metadata: metadata(NAMES.metricsReader),
    rules: [{ nonResourceUrLs: ['/metrics'], verbs: ['get'] }],
  });
}
