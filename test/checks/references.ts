/** Whatever an object names exists: in the environment, made by a controller, or declared as external. */
import { exists, issuerOf } from './existing';
import { every, find, member, ofKind, problem, text, texts, type Found, type Manifest } from './objects';
import { pods } from './pods';

/** By kind, the paths at which pods name an object of it. */
const OF_PODS: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: ['volumes[].configMap', 'volumes[].projected.sources[].configMap'],
  Secret: ['volumes[].secret', 'volumes[].projected.sources[].secret', 'imagePullSecrets[]'],
  PersistentVolumeClaim: ['volumes[].persistentVolumeClaim'],
};

/** By kind, the paths at which containers name an object of it. */
const OF_CONTAINERS: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: ['env[].valueFrom.configMapKeyRef', 'envFrom[].configMapRef'],
  Secret: ['env[].valueFrom.secretKeyRef', 'envFrom[].secretRef'],
};

/** By kind of the object, the paths at which it names one, and of which kind. */
const OF_OBJECTS: Readonly<Record<string, readonly (readonly [pattern: string, kind: string])[]>> = {
  FlinkCluster: [
    ['spec.serviceAccountName', 'ServiceAccount'],
    ['spec.image.pullSecrets[].name', 'Secret'],
    ['spec.hadoopConfig.configMapName', 'ConfigMap'],
    ['spec.gcpConfig.serviceAccount.secretName', 'Secret'],
    ['spec.envFrom[].configMapRef.name', 'ConfigMap'],
    ['spec.envFrom[].secretRef.name', 'Secret'],
    ['spec.envVars[].valueFrom.configMapKeyRef.name', 'ConfigMap'],
    ['spec.envVars[].valueFrom.secretKeyRef.name', 'Secret'],
  ],
  Ingress: [['spec.tls[].secretName', 'Secret']],
  Issuer: [['spec.ca.secretName', 'Secret']],
  ServiceAccount: [
    ['imagePullSecrets[].name', 'Secret'],
    ['secrets[].name', 'Secret'],
  ],
};

/** The annotation from which cert-manager takes the CA of a webhook. */
const INJECT_CA_FROM = 'cert-manager.io/inject-ca-from';

/** Names of objects that do not exist. */
export function references(all: readonly Manifest[]): string[] {
  return [
    ...ofPods(all),
    ...ofObjects(all),
    ...namespaces(all),
    ...certificates(all),
    ...roles(all),
    ...headless(all),
  ];
}

function missing(
  all: readonly Manifest[],
  file: string,
  { path, value: name }: Found<string>,
  kind: string,
  namespace: string | undefined,
): string[] {
  if (exists(all, kind, namespace, name)) return [];
  const where = namespace === undefined ? '' : ` in namespace ${namespace}`;
  return [problem(file, path, `there is no ${kind} ${name}${where}`)];
}

function ofPods(all: readonly Manifest[]): string[] {
  return pods(all).flatMap(({ file, namespace, spec, containers }) => [
    ...texts(spec.value, 'serviceAccountName').flatMap((found) =>
      missing(all, file, { ...found, path: `${spec.path}.${found.path}` }, 'ServiceAccount', namespace),
    ),
    ...Object.entries(OF_PODS).flatMap(([kind, patterns]) =>
      patterns
        .flatMap((pattern) => every(spec.value, pattern, spec.path))
        .flatMap((reference) => named(all, file, reference, kind, namespace)),
    ),
    ...containers.flatMap(({ path, value }) =>
      Object.entries(OF_CONTAINERS).flatMap(([kind, patterns]) =>
        patterns
          .flatMap((pattern) => every(value, pattern, path))
          .flatMap((reference) => named(all, file, reference, kind, namespace)),
      ),
    ),
  ]);
}

/** A reference to an object, and to keys of it when it is a ConfigMap of the environment. */
function named(
  all: readonly Manifest[],
  file: string,
  { path, value }: Found,
  kind: string,
  namespace: string | undefined,
): string[] {
  if (member(value, 'optional') === true) return [];
  const found = ['name', 'secretName', 'claimName'].flatMap((field) =>
    texts(value, field).map(({ value: name }) => ({ path: `${path}.${field}`, value: name })),
  );
  const keys = texts(value, 'key', 'items[].key');
  return found.flatMap((name) => {
    const object = find(all, kind, namespace, name.value)?.object;
    return [
      ...missing(all, file, name, kind, namespace),
      ...(kind === 'ConfigMap' && object !== undefined ? keys : [])
        .filter((key) => object?.data?.[key.value] === undefined)
        .map((key) => problem(file, `${path}.${key.path}`, `ConfigMap ${name.value} has no ${key.value}`)),
    ];
  });
}

function ofObjects(all: readonly Manifest[]): string[] {
  return all.flatMap(({ path: file, object }) =>
    (OF_OBJECTS[object.kind] ?? []).flatMap(([pattern, kind]) =>
      texts(object, pattern).flatMap((found) => missing(all, file, found, kind, object.metadata.namespace)),
    ),
  );
}

function namespaces(all: readonly Manifest[]): string[] {
  return all.flatMap(({ path: file, object }) =>
    texts(
      object,
      'metadata.namespace',
      ...(object.kind === 'Application' ? ['spec.destination.namespace'] : []),
    ).flatMap((found) => missing(all, file, found, 'Namespace', undefined)),
  );
}

/** Issuers of Certificates, Certificates of webhooks, and the Services whose names Certificates are for. */
function certificates(all: readonly Manifest[]): string[] {
  const ofCertificates = ofKind(all, 'Certificate').flatMap(({ path: file, object }) => {
    const { kind, name } = issuerOf(object);
    const { namespace } = object.metadata;
    return [
      ...missing(
        all,
        file,
        { path: 'spec.issuerRef.name', value: name },
        kind,
        kind === 'ClusterIssuer' ? undefined : namespace,
      ),
      ...texts(object, 'spec.dnsNames[]').flatMap(({ path, value }) => {
        const [service = '', within, suffix] = value.split('.');
        return suffix === 'svc' ? missing(all, file, { path, value: service }, 'Service', within) : [];
      }),
    ];
  });
  const ofWebhooks = all.flatMap(({ path: file, object: { metadata } }) => {
    const from = metadata.annotations?.[INJECT_CA_FROM];
    if (from === undefined) return [];
    const [namespace, name = ''] = from.split('/');
    const found = { path: `metadata.annotations.${INJECT_CA_FROM}`, value: name };
    return missing(all, file, found, 'Certificate', namespace);
  });
  return [...ofCertificates, ...ofWebhooks];
}

function roles(all: readonly Manifest[]): string[] {
  return ofKind(all, 'RoleBinding', 'ClusterRoleBinding').flatMap(({ path: file, object }) => {
    const kind = text(object, 'roleRef.kind') ?? '';
    return [
      ...texts(object, 'roleRef.name').flatMap((found) =>
        missing(all, file, found, kind, kind === 'Role' ? object.metadata.namespace : undefined),
      ),
      ...every(object, 'subjects[]')
        .filter(({ value }) => member(value, 'kind') === 'ServiceAccount')
        .flatMap(({ path, value }) =>
          missing(
            all,
            file,
            { path: `${path}.name`, value: text(value, 'name') ?? '' },
            'ServiceAccount',
            // A RoleBinding's subject without one is in the namespace of the binding.
            text(value, 'namespace') ?? object.metadata.namespace,
          ),
        ),
    ];
  });
}

/** Pods of a StatefulSet get their host names from a headless Service that selects them. */
function headless(all: readonly Manifest[]): string[] {
  return ofKind(all, 'StatefulSet').flatMap(({ path: file, object }) =>
    texts(object, 'spec.serviceName').flatMap((found) => {
      const service = find(all, 'Service', object.metadata.namespace, found.value);
      if (service === undefined) return missing(all, file, found, 'Service', object.metadata.namespace);
      return service.object.spec?.clusterIP === 'None'
        ? []
        : [problem(file, found.path, `${service.path} is not headless (clusterIP: None)`)];
    }),
  );
}
