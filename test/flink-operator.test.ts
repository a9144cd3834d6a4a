/** The operator's installation against the list of what its release asset installs. */
import { reference } from './flink/synth';
import type { KubernetesObject } from './manifests';

const DEFAULT = reference();
const PROTECTED = reference('flinkOperator.metrics=protected');

function spec(objects: Map<string, KubernetesObject>, name: string): unknown {
  const object = objects.get(`flink-operator/${name}`);
  if (object === undefined) throw new Error(`no ${name}`);
  return object.spec;
}

/** A Deployment, as far as it is looked at. */
interface Deployment {
  readonly template: {
    readonly spec: {
      readonly nodeSelector: Record<string, string>;
      readonly containers: { name: string; image: string; args: string[]; ports: { name: string }[] }[];
    };
  };
}

const CONTROLLER = 'Deployment.flink-operator-controller-manager';

describe('every object of the release asset', () => {
  test.each([
    'Namespace.flink-operator-system',
    'CustomResourceDefinition.flinkclusters.flinkoperator.k8s.io',
    'ServiceAccount.flink-operator-controller-manager',
    'Role.flink-operator-leader-election-role',
    'ClusterRole.flink-operator-manager-role',
    'RoleBinding.flink-operator-leader-election-rolebinding',
    'ClusterRoleBinding.flink-operator-manager-rolebinding',
    'Service.flink-operator-controller-manager-metrics-service',
    'Service.flink-operator-webhook-service',
    CONTROLLER,
    'Certificate.flink-operator-serving-cert',
    'Issuer.flink-operator-selfsigned-issuer',
    'MutatingWebhookConfiguration.flink-operator-mutating-webhook-configuration',
    'ValidatingWebhookConfiguration.flink-operator-validating-webhook-configuration',
  ])('%s', (name) => {
    expect(DEFAULT.has(`flink-operator/${name}`)).toBe(true);
  });

  // What only the proxy before the metrics needs: absent with plain metrics, the default.
  test.each([
    'ClusterRole.flink-operator-metrics-reader',
    'ClusterRole.flink-operator-proxy-role',
    'ClusterRoleBinding.flink-operator-proxy-rolebinding',
  ])('%s, with protected metrics', (name) => {
    expect(PROTECTED.has(`flink-operator/${name}`)).toBe(true);
    expect(DEFAULT.has(`flink-operator/${name}`)).toBe(false);
  });
});

/** Every right that a role gives, as `group/resource verb`. */
function rights(name: string): string[] {
  const { rules } = PROTECTED.get(`flink-operator/${name}`) as unknown as {
    rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[];
  };
  return rules
    .flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.map((resource) => `${group}/${resource} ${[...verbs].sort().join()}`),
      ),
    )
    .sort();
}

const ALL = 'create,delete,get,list,patch,update,watch';

test.each([
  [
    'ClusterRole.flink-operator-manager-role',
    [
      `apps/deployments ${ALL}`,
      'apps/deployments/status get',
      `apps/statefulsets ${ALL}`,
      'apps/statefulsets/status get',
      `apps/controllerrevisions ${ALL}`,
      `batch/jobs ${ALL}`,
      'batch/jobs/status get',
      `/configmaps ${ALL}`,
      `/events ${ALL}`,
      '/events/status get',
      `/persistentvolumeclaims ${ALL}`,
      '/pods get,list,watch',
      '/pods/status get',
      '/pods/log get',
      `/services ${ALL}`,
      '/services/status get',
      `networking.k8s.io/ingresses ${ALL}`,
      'networking.k8s.io/ingresses/status get',
      `flinkoperator.k8s.io/flinkclusters ${ALL}`,
      'flinkoperator.k8s.io/flinkclusters/status get,patch,update',
      'scheduling.volcano.sh/podgroups create,delete,get,update',
    ],
  ],
  [
    'Role.flink-operator-leader-election-role',
    [`/configmaps ${ALL}`, `coordination.k8s.io/leases ${ALL}`, '/events create,patch'],
  ],
  [
    'ClusterRole.flink-operator-proxy-role',
    ['authentication.k8s.io/tokenreviews create', 'authorization.k8s.io/subjectaccessreviews create'],
  ],
])('%s gives the rights of v0.3.9, and no other', (role, expected) => {
  expect(rights(role)).toEqual([...expected].sort());
});

describe('the webhooks', () => {
  test.each([
    ['MutatingWebhookConfiguration.flink-operator-mutating-webhook-configuration', 'mutate'],
    ['ValidatingWebhookConfiguration.flink-operator-validating-webhook-configuration', 'validate'],
  ])('%s', (name, verb) => {
    const { metadata, webhooks } = DEFAULT.get(`flink-operator/${name}`) as unknown as {
      metadata: { annotations: object };
      webhooks: object[];
    };
    expect(metadata.annotations).toEqual({
      'cert-manager.io/inject-ca-from': 'flink-operator-system/flink-operator-serving-cert',
    });
    expect(webhooks).toEqual([
      {
        name: `${verb.slice(0, 1)}flinkcluster.flinkoperator.k8s.io`,
        clientConfig: {
          service: {
            name: 'flink-operator-webhook-service',
            namespace: 'flink-operator-system',
            path: `/${verb}-flinkoperator-k8s-io-v1beta1-flinkcluster`,
          },
        },
        rules: [
          {
            apiGroups: ['flinkoperator.k8s.io'],
            apiVersions: ['v1beta1'],
            resources: ['flinkclusters'],
            operations: ['CREATE', 'UPDATE'],
          },
        ],
        failurePolicy: 'Fail',
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
      },
    ]);
  });

  test('are reached with a certificate of their Service’s name, which the controller mounts', () => {
    expect(spec(DEFAULT, 'Certificate.flink-operator-serving-cert')).toEqual({
      dnsNames: [
        'flink-operator-webhook-service.flink-operator-system.svc',
        'flink-operator-webhook-service.flink-operator-system.svc.cluster.local',
      ],
      issuerRef: { kind: 'Issuer', name: 'flink-operator-selfsigned-issuer' },
      secretName: 'webhook-server-cert',
    });
    expect(spec(DEFAULT, CONTROLLER)).toMatchObject({
      template: { spec: { volumes: [{ name: 'cert', secret: { secretName: 'webhook-server-cert' } }] } },
    });
  });
});

describe('the controller', () => {
  test('runs where its image can', () => {
    expect((spec(DEFAULT, CONTROLLER) as Deployment).template.spec.nodeSelector).toEqual({
      'kubernetes.io/arch': 'amd64',
    });
  });

  test.each([
    ['none', ['manager'], '--metrics-addr=127.0.0.1:8080', undefined],
    ['plain', ['manager'], '--metrics-addr=:8080', 8080],
    ['protected', ['manager', 'kube-rbac-proxy'], '--metrics-addr=127.0.0.1:8080', 8443],
  ])('flinkOperator.metrics: %s', (metrics, containers, address, port) => {
    const objects = reference(`flinkOperator.metrics=${metrics}`);
    const { template } = spec(objects, CONTROLLER) as Deployment;
    expect(template.spec.containers.map(({ name }) => name)).toEqual(containers);
    expect(template.spec.containers[0]?.args).toContain(address);
    const service = objects.get('flink-operator/Service.flink-operator-controller-manager-metrics-service');
    expect((service?.spec as { ports: { port: number }[] } | undefined)?.ports[0]?.port).toBe(port);
  });

  test('with a namespace to watch: told so, and without rights or webhooks elsewhere', () => {
    const objects = reference('flinkOperator.watchNamespace=netflow-flink');
    const [manager] = (spec(objects, CONTROLLER) as Deployment).template.spec.containers;
    expect(manager?.args).toContain('--watch-namespace=netflow-flink');
    expect([...objects.keys()].filter((name) => name.includes('ClusterRoleBinding'))).toEqual([]);
    const binding = objects.get('flink-operator/RoleBinding.flink-operator-manager-rolebinding');
    expect(binding?.metadata.namespace).toBe('netflow-flink');
    const webhooks = objects.get(
      'flink-operator/MutatingWebhookConfiguration.flink-operator-mutating-webhook-configuration',
    );
    expect(webhooks).toMatchObject({
      webhooks: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'netflow-flink' } } }],
    });
  });
});

describe('cert-manager', () => {
  test.each([
    ['v1.21.1', { crds: { enabled: true } }],
    ['v1.15.0', { crds: { enabled: true } }],
    ['v1.14.7', { installCRDs: true }],
    ['v1.6.1', { installCRDs: true }],
  ])('%s gets its CRDs from the chart', (version, values) => {
    const application = reference(`certManager.version=${version}`).get(
      'applications/Application.cert-manager',
    );
    expect(application?.spec).toMatchObject({
      source: { chart: 'cert-manager', targetRevision: version, helm: { valuesObject: values } },
    });
  });

  test('comes from a mirror, with further values, where the values say so', () => {
    const application = reference(
      'certManager.repoUrl=https://charts.example.org',
      'certManager.values.image.repository=registry.example.org/cert-manager',
      'certManager.values.global.logLevel=4',
    ).get('applications/Application.cert-manager');
    expect(application?.spec?.source).toMatchObject({
      repoURL: 'https://charts.example.org',
      helm: {
        valuesObject: {
          image: { repository: 'registry.example.org/cert-manager' },
          global: { logLevel: 4, leaderElection: { namespace: 'cert-manager' } },
        },
      },
    });
  });

  test('is left to the cluster where it has it', () => {
    expect(reference('certManager.install=false').has('applications/Application.cert-manager')).toBe(false);
  });
});

test.each(['certManager', 'flinkOperator'])('%s.install: false leaves nothing of it', (section) => {
  const objects = [...reference(`${section}.install=false`).keys()];
  const folder = section === 'certManager' ? 'applications/Application.cert-manager' : 'flink-operator/';
  expect(objects.filter((name) => name.startsWith(folder))).toEqual([]);
});
