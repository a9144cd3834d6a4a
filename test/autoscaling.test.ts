/** `normalizer.autoscaling`: what KEDA is told, and what it may reach. */
import { rendered } from './rendered';
import { loadEnvironments } from '../charts/values/load';

const AUTOSCALING = [
  'minReplicas=1',
  'maxReplicas=3',
  'lagThreshold=50000',
  'pollingInterval=15',
  'cooldownPeriod=120',
].flatMap((setting) => ['--set', `normalizer.autoscaling.${setting}`]);
const COMPACT = ['--environment', 'compact'];
const SCALED = 'normalizer/ScaledObject.normalizer.yaml';
const AUTHENTICATION = 'normalizer/TriggerAuthentication.normalizer.yaml';

const compact = (...options: string[]) => rendered('compact', ...COMPACT, ...AUTOSCALING, ...options);

test("replicas follow the lag of the normaliser's group, and git says none", () => {
  const { objects, manifest } = compact();
  expect(manifest(SCALED).spec).toEqual({
    scaleTargetRef: { name: 'normalizer' },
    minReplicaCount: 1,
    maxReplicaCount: 3,
    pollingInterval: 15,
    cooldownPeriod: 120,
    triggers: [
      {
        type: 'kafka',
        metadata: {
          bootstrapServers: 'kafka-service.netflow.svc.cluster.local:9092',
          consumerGroup: 'netflow-normalizer',
          topic: 'flows',
          lagThreshold: '50000',
          offsetResetPolicy: 'earliest',
        },
      },
    ],
  });
  expect(manifest('normalizer/Deployment.normalizer.yaml').spec).not.toHaveProperty('replicas');
  expect(manifest('normalizer/PodDisruptionBudget.normalizer.yaml').spec).toBeDefined();
  expect(objects.has(AUTHENTICATION)).toBe(false);
  expect(
    rendered('compact', ...COMPACT).manifest('normalizer/Deployment.normalizer.yaml').spec?.replicas,
  ).toBe(1);
});

test('KEDA reaches the brokers, and the project allows its kinds', () => {
  const { manifest } = compact();
  expect(JSON.stringify(manifest('network-policies/NetworkPolicy.kafka.yaml').spec)).toContain(
    '{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"keda"}}}',
  );
  expect(JSON.stringify(manifest('argocd/AppProject.netflow-compact.yaml').spec)).toContain(
    '{"group":"keda.sh","kind":"ScaledObject"}',
  );
});

test.each([
  [
    'passwords',
    ['kafka.security.protocol=SASL_SSL', 'kafka.security.saslMechanism=SCRAM-SHA-512'],
    { sasl: 'scram_sha512', tls: 'enable' },
    ['ca kafka-ca ca.crt', 'username kafka-normalizer username', 'password kafka-normalizer password'],
  ],
  [
    'certificates',
    ['kafka.security.protocol=SSL', 'kafka.security.clientCertificates=true'],
    { tls: 'enable' },
    ['ca kafka-ca ca.crt', 'cert kafka-normalizer tls.crt', 'key kafka-normalizer tls.key'],
  ],
])('with %s, it connects as the normaliser', (_, security, told, secrets) => {
  const { manifest } = compact(...security.flatMap((setting) => ['--set', setting]));
  const { triggers } = manifest(SCALED).spec as {
    triggers: [{ metadata: object; authenticationRef: object }];
  };
  expect(triggers[0].metadata).toMatchObject(told);
  expect(triggers[0].authenticationRef).toEqual({ name: 'normalizer' });
  const { secretTargetRef } = manifest(AUTHENTICATION).spec as {
    secretTargetRef: { parameter: string; name: string; key: string }[];
  };
  expect(secretTargetRef.map(({ parameter, name, key }) => `${parameter} ${name} ${key}`)).toEqual(secrets);
});

test.each([
  ['maxReplicas=4', /autoscaling.maxReplicas: found 4; allowed: 1 to topics.flows.partitions \(3\)/],
  ['minReplicas=4', /autoscaling.minReplicas: found 4; allowed: 0 to maxReplicas \(3\)/],
  ['lagThreshold=0', /autoscaling.lagThreshold: found 0/],
])('%s is refused', (setting, told) => {
  const options = [...COMPACT, ...AUTOSCALING, '--set', `normalizer.autoscaling.${setting}`];
  expect(() => loadEnvironments(options)).toThrow(told);
});

test('a Flink job has its parallelism', () => {
  const options = ['--environment', 'reference', '--set', 'normalizer.engine=flink', ...AUTOSCALING];
  expect(() => loadEnvironments(options)).toThrow(
    /normalizer.autoscaling: .*allowed: none, or normalizer.engine/,
  );
});
