import { contract } from './contract';

describe('the registry', () => {
  const CONFIGURATION = 'registry/ConfigMap.registry.yaml';
  contract(
    ['compact', 'production', 'reference'],
    [
      {
        file: 'registry/Deployment.registry.yaml',
        field: 'spec.strategy.type',
        says: 'Recreate',
        why: 'its volume can be mounted on one node only',
      },
      {
        file: CONFIGURATION,
        field: 'data.config.yml',
        says: /^(?![\s\S]*\bdebug:)/,
        why: "the debug listener shows Go's profiler to all that reach it",
      },
      {
        file: CONFIGURATION,
        field: 'data.config.yml',
        says: /delete:\n\s+enabled: true/,
        why: 'else nothing can be deleted, and the collection frees nothing',
      },
      {
        file: 'registry/PersistentVolumeClaim.registry.yaml',
        field: 'metadata.annotations',
        says: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
        why: 'images outlive the Application',
      },
    ],
  );
  contract(
    ['production'],
    [
      {
        file: CONFIGURATION,
        field: 'data.config.yml',
        says: /minimumtls: tls1\.2/,
        why: 'older TLS is broken',
      },
      {
        file: CONFIGURATION,
        field: 'data.config.yml',
        says: /^auth:\n\s+htpasswd:\n\s+realm: \S+\n\s+path: \/etc\/registry\/auth\/htpasswd$/m,
        why: 'a registry ignores sections that it does not know: misspelt, it asks nobody for a password',
      },
    ],
  );
});

describe('the Flink operator', () => {
  const OPERATOR = 'flink-operator/Deployment.flink-operator-controller-manager.yaml';
  contract(
    ['production', 'reference'],
    [
      {
        file: OPERATOR,
        field: 'spec.template.spec.containers[].args[]',
        says: expect.arrayContaining(['--enable-leader-election']) as unknown,
        why: 'a roll-out runs two of them for a moment, and both would act',
      },
      {
        file: OPERATOR,
        field: 'spec.template.spec.nodeSelector',
        says: { 'kubernetes.io/arch': 'amd64' },
        why: 'the image exists for this architecture only',
      },
      ...['Mutating', 'Validating'].map((kind) => ({
        file: `flink-operator/${kind}WebhookConfiguration.flink-operator-${kind.toLowerCase()}-webhook-configuration.yaml`,
        field: 'webhooks[].failurePolicy',
        says: ['Fail'],
        why: 'a FlinkCluster that no webhook has seen has none of its defaults and rules',
      })),
    ],
  );
});

describe('Argo CD', () => {
  contract(
    ['compact', 'reference', 'production'],
    [
      {
        file: 'namespaces/Namespace.netflow.yaml',
        field: 'metadata.labels',
        says: expect.objectContaining({ 'pod-security.kubernetes.io/enforce': 'restricted' }) as unknown,
        why: 'what the manifests promise, the API server enforces',
      },
    ],
  );
});
