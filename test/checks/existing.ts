/** What exists in the cluster without a manifest of the environment: made by a controller, or by people. */
import { find, member, ofKind, text, texts, type Manifest } from './objects';

/** An object that somebody else makes. */
interface External {
  readonly kind: string;
  /** Absent: cluster-wide, or in every namespace. */
  readonly namespace?: string;
  readonly name: string;
  readonly because: string;
}

/** What the environments rely on and do not make. Each entry must be needed by one of them. */
export const EXTERNAL: readonly External[] = [
  { kind: 'Namespace', name: 'argocd', because: 'Argo CD is installed there before it can sync anything' },
  {
    kind: 'Secret',
    namespace: 'netflow',
    name: 'registry-htpasswd',
    because: 'registry.htpasswdSecret: passwords are not kept in git',
  },
  {
    kind: 'Secret',
    name: 'registry-pull',
    because: 'registry.pullSecret, in every namespace with pods that pull: passwords are not kept in git',
  },
  ...['kafka-collector', 'kafka-flink-job', 'kafka-topics', 'kafka-replay', 'kafka-admin'].map((name) => ({
    kind: 'Secret',
    name,
    because: 'kafka.security.credentials: passwords are not kept in git',
  })),
  {
    kind: 'Secret',
    namespace: 'netflow-flink',
    name: 'kafka-ca',
    because: 'a copy of what cert-manager writes in the namespace netflow: docs/how-to/secure-kafka.md',
  },
];

/** What Kubernetes puts into every cluster or namespace. */
const BUILT_IN: readonly External[] = [
  { kind: 'ConfigMap', name: 'kube-root-ca.crt', because: 'the controller manager publishes it' },
  { kind: 'ServiceAccount', name: 'default', because: 'the controller manager makes it' },
  ...['default', 'kube-system', 'kube-public', 'kube-node-lease'].map((name) => ({
    kind: 'Namespace',
    name,
    because: 'Kubernetes starts with it',
  })),
  ...['cluster-admin', 'admin', 'edit', 'view'].map((name) => ({
    kind: 'ClusterRole',
    name,
    because: 'the API server makes it',
  })),
];

/** Whether an object is made by the environment, by a controller for it, or is declared as external. */
export function exists(
  all: readonly Manifest[],
  kind: string,
  namespace: string | undefined,
  name: string,
): boolean {
  return (
    find(all, kind, namespace, name) !== undefined ||
    madeByControllers(all).some(
      (made) => made.kind === kind && made.namespace === namespace && made.name === name,
    ) ||
    [...EXTERNAL, ...BUILT_IN].some(
      (external) =>
        external.kind === kind &&
        external.name === name &&
        (external.namespace === undefined || external.namespace === namespace),
    )
  );
}

function madeByControllers(all: readonly Manifest[]): External[] {
  const certificates = ofKind(all, 'Certificate').flatMap(({ object }) =>
    texts(object, 'spec.secretName').map(({ value }) => ({
      kind: 'Secret',
      ...inNamespaceOf(object),
      name: value,
      because: 'cert-manager writes it',
    })),
  );
  const flink = ofKind(all, 'FlinkCluster').flatMap(({ object }) => [
    {
      kind: 'Service',
      ...inNamespaceOf(object),
      name: `${object.metadata.name}-jobmanager`,
      because: 'the Flink operator makes it',
    },
    {
      kind: 'ConfigMap',
      ...inNamespaceOf(object),
      name: `${object.metadata.name}-configmap`,
      because: 'the Flink operator makes it',
    },
  ]);
  const namespaces = ofKind(all, 'Application')
    .filter(({ object }) =>
      texts(object, 'spec.syncPolicy.syncOptions[]').some(({ value }) => value === 'CreateNamespace=true'),
    )
    .flatMap(({ object }) => texts(object, 'spec.destination.namespace'))
    .map(({ value }) => ({ kind: 'Namespace', name: value, because: 'Argo CD makes it' }));
  return [...certificates, ...flink, ...namespaces];
}

function inNamespaceOf({ metadata: { namespace } }: Manifest['object']) {
  return namespace === undefined ? {} : { namespace };
}

/** A Service's port, whether the environment or the Flink operator makes the Service. */
export interface ServicePort {
  readonly name?: string;
  readonly port: number;
}

/** The ports of a Service; undefined where there is no such Service. */
export function servicePorts(
  all: readonly Manifest[],
  namespace: string | undefined,
  name: string,
): ServicePort[] | undefined {
  const service = find(all, 'Service', namespace, name);
  if (service !== undefined) return (service.object.spec?.ports ?? []) as ServicePort[];
  const cluster = ofKind(all, 'FlinkCluster').find(
    ({ object: { metadata } }) => metadata.namespace === namespace && `${metadata.name}-jobmanager` === name,
  );
  if (cluster === undefined) return undefined;
  const jobManager = member(cluster.object.spec, 'jobManager');
  const declared = member(jobManager, 'ports');
  // The operator's own defaults, for those that the object leaves out.
  return Object.entries({ rpc: 6123, blob: 6124, query: 6125, ui: 8081 }).map(([port, otherwise]) => {
    const given = member(declared, port);
    return { name: port, port: typeof given === 'number' ? given : otherwise };
  });
}

/** What a Certificate's Issuer is: its kind and name. */
export function issuerOf(certificate: Manifest['object']): { readonly kind: string; readonly name: string } {
  return {
    kind: text(certificate, 'spec.issuerRef.kind') ?? 'Issuer',
    name: text(certificate, 'spec.issuerRef.name') ?? '',
  };
}
