/** What every committed manifest keeps to, whatever it deploys. */
import { validate } from './kubernetes-schema';
import { environments, manifest, manifests } from './manifests';

interface Container {
  readonly name: string;
  readonly image: string;
  readonly securityContext?: Record<string, unknown>;
  readonly resources?: Record<'requests' | 'limits', Record<string, string> | undefined>;
  readonly readinessProbe?: object;
  readonly livenessProbe?: object;
}

interface PodTemplate {
  readonly metadata: { readonly labels: Record<string, string> };
  readonly spec: Record<string, unknown> & {
    readonly containers: Container[];
    readonly initContainers?: Container[];
  };
}

const all = environments().flatMap((environment) =>
  manifests(environment).map(({ path, object }) => ({ file: `${environment}/${path}`, environment, object })),
);

/** Every workload that has a pod template. */
const workloads = all.flatMap(({ file, environment, object }) => {
  const job = object.spec?.jobTemplate as { spec?: { template?: PodTemplate } } | undefined;
  const template = (object.spec?.template as PodTemplate | undefined) ?? job?.spec?.template;
  return template === undefined ? [] : [{ file, environment, object, template }];
});

const containers = workloads.flatMap(({ file, template: { spec } }) =>
  [...(spec.initContainers ?? []), ...spec.containers].map((container) => ({
    file,
    name: container.name,
    container,
  })),
);

test('there are manifests to look at', () => {
  expect(workloads.length).toBeGreaterThan(8);
});

describe('every object', () => {
  test.each(all)('$file has the recommended labels', ({ object }) => {
    expect(object.metadata.labels).toMatchObject({
      'app.kubernetes.io/part-of': 'netflow-gitops',
      'app.kubernetes.io/managed-by': 'cdk8s',
    });
  });

  test.each(all.filter(({ object }) => object.metadata.namespace !== undefined))(
    '$file is in a namespace that the environment makes',
    ({ environment, object }) => {
      const made = manifests(environment).filter(({ object: { kind } }) => kind === 'Namespace');
      // Argo CD's own is there before us.
      const there = ['argocd', ...made.map(({ object: { metadata } }) => metadata.name)];
      expect(there).toContain(object.metadata.namespace);
    },
  );
});

describe('every workload', () => {
  test.each(workloads)(
    '$file selects its own pods, by labels that hold no version',
    ({ object, template }) => {
      const selector = (object.spec?.selector as { matchLabels: Record<string, string> } | undefined)
        ?.matchLabels;
      if (object.kind.endsWith('Job')) expect(selector).toBeUndefined();
      else expect(template.metadata.labels).toMatchObject(selector ?? { 'no selector': '' });
      expect(Object.keys({ ...selector, ...template.metadata.labels })).not.toContain(
        'app.kubernetes.io/version',
      );
    },
  );

  // https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
  test.each(workloads)('$file meets the Pod Security Standard "restricted"', ({ template: { spec } }) => {
    expect(spec.securityContext).toMatchObject({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect((spec.securityContext as { runAsUser: number }).runAsUser).toBeGreaterThan(0);
    expect(spec.hostNetwork ?? spec.hostPID ?? spec.hostIPC).toBeUndefined();
    const volumeTypes = ((spec.volumes ?? []) as object[]).flatMap((volume) => Object.keys(volume));
    expect(volumeTypes).not.toContain('hostPath');
  });

  test.each(workloads)(
    '$file gets no variables of other Services, and an API token only with an account of its own',
    ({ template: { spec } }) => {
      const ownAccount = spec.serviceAccountName !== undefined;
      expect(spec).toMatchObject({ automountServiceAccountToken: ownAccount, enableServiceLinks: false });
    },
  );
});

describe('every container', () => {
  test.each(containers)('$name of $file can write to volumes only and gain nothing', ({ container }) => {
    expect(container.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  test.each(containers)('$name of $file states requests and limits', ({ container: { resources } }) => {
    for (const amounts of [resources?.requests, resources?.limits]) {
      expect(amounts).toMatchObject({
        cpu: expect.any(String) as string,
        memory: expect.any(String) as string,
      });
    }
  });

  test.each(containers)('$name of $file runs a pinned image', ({ container: { image } }) => {
    expect(image).toMatch(/^[a-z0-9.-]+(:\d+)?\/[a-z0-9/._-]+:[\w.-]+(@sha256:[0-9a-f]{64})?$/);
    expect(image).not.toMatch(/:latest(@|$)|bitnami|wurstmeister|gcr\.io\/kubebuilder/);
  });

  const longRunning = workloads.filter(({ object }) => !object.kind.endsWith('Job'));
  test.each(longRunning)('those of $file have probes', ({ template }) => {
    for (const { readinessProbe, livenessProbe } of template.spec.containers) {
      expect(readinessProbe).toBeDefined();
      expect(livenessProbe).toBeDefined();
    }
  });
});

/** Kinds that a CustomResourceDefinition makes: those of FlinkCluster are checked in flink-clusters.test.ts. */
const CUSTOM = /^(argoproj\.io|cert-manager\.io|flinkoperator\.k8s\.io|monitoring\.coreos\.com)\//;

test('the kind of every object is one that the API server of Kubernetes 1.27 knows, and its schema holds', () => {
  const invalid = all
    .filter(({ object }) => !CUSTOM.test(object.apiVersion))
    .flatMap(({ file, object }) => validate(object).map((problem) => `${file}: ${problem}`));
  expect(invalid).toEqual([]);
});

test('the schema check can fail', () => {
  const service = manifest('reference', 'kafka/Service.kafka-service.yaml');
  expect(validate({ ...service, spec: { ports: [{ port: 'http' }] } })).not.toEqual([]);
  expect(validate({ ...service, apiVersion: 'v2' })).toEqual(['unknown kind v2 Service']);
});
