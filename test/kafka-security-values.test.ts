/** Values of Kafka's provider and security: what is refused, and what the manifests become. */
import { loadEnvironments } from '../charts/values/load';
import { ValuesError } from '../charts/values/problem';
import { rendered } from './rendered';

const set = (...options: readonly string[]) => options.flatMap((option) => ['--set', option]);
const KRAFT = 'kafka.mode=kraft';
const PLAIN = ['kafka.security.protocol=PLAINTEXT', 'kafka.security.saslMechanism=null'];
const EXTERNAL = [
  'kafka.provider=external',
  'kafka.bootstrapServers={b-1.example.org:9096,b-2.example.org:9096}',
];
const SCRAM = ['kafka.security.protocol=SASL_SSL', 'kafka.security.saslMechanism=SCRAM-SHA-512'];
const CERTIFICATES = [
  'kafka.security.protocol=SSL',
  'kafka.security.saslMechanism=null',
  'kafka.security.clientCertificates=true',
];

function refused(...options: readonly string[]): string[] {
  try {
    loadEnvironments(set(...options));
    return [];
  } catch (error) {
    if (!(error instanceof ValuesError)) throw error;
    return error.problems.map(({ path }) => path);
  }
}

test.each([
  ['kafka.bootstrapServers', [KRAFT, 'kafka.provider=external']],
  ['kafka.bootstrapServers', [KRAFT, 'kafka.bootstrapServers={b:9092}']],
  [
    'kafka.security.saslMechanism',
    [KRAFT, 'kafka.security.protocol=SASL_SSL', 'kafka.security.saslMechanism=null'],
  ],
  [
    'kafka.security.saslMechanism',
    [KRAFT, ...EXTERNAL, 'kafka.security.protocol=SSL', 'kafka.security.saslMechanism=PLAIN'],
  ],
  [
    'kafka.security.saslMechanism',
    [KRAFT, 'kafka.security.protocol=SASL_SSL', 'kafka.security.saslMechanism=PLAIN'],
  ],
  ['kafka.security.clientCertificates', [KRAFT, ...SCRAM, 'kafka.security.clientCertificates=true']],
  // The Jobs of topics and of users are in two Applications, which may not share an object.
  ['topics.pod.serviceAccount.name', [KRAFT, ...SCRAM, 'topics.pod.serviceAccount.name=admin']],
  [
    'kafka.security.clientCertificates',
    [KRAFT, 'kafka.security.protocol=SSL', 'kafka.security.saslMechanism=null'],
  ],
  ['kafka.security.caSecret', [KRAFT, ...PLAIN, 'kafka.security.caSecret=ca']],
  [
    'kafka.security.protocol',
    [KRAFT, 'kafka.security.protocol=SASL_PLAINTEXT', 'kafka.security.saslMechanism=SCRAM-SHA-512'],
  ],
  ['kafka.security.protocol', ['kafka.mode=zookeeper', ...SCRAM]],
  ['images.goflow2.tag', [KRAFT, ...SCRAM, 'images.goflow2.tag=v2.2.1']],
  ['images.goflow2.tag', [KRAFT, ...EXTERNAL, ...CERTIFICATES, 'images.goflow2.tag=2.2.1']],
  ['topics.strimzi', [KRAFT, ...EXTERNAL, 'topics.manage=strimzi']],
  [
    'topics.manage',
    [
      KRAFT,
      'topics.manage=strimzi',
      'topics.strimzi.cluster=c',
      'topics.strimzi.namespace=kafka',
      'topics.strimzi.apiVersion=v1',
    ],
  ],
])('%s is refused with %j', (path, options) => {
  expect(refused(...options)).toContain(path);
});

test.each(['listeners', 'advertised.listeners', 'node.id', 'broker.id', 'process.roles', 'log.dirs'])(
  'kafka.properties may not say %s, which the start script says',
  (property) => {
    expect(refused(`kafka.properties.${property.replaceAll('.', '\\.')}=x`)).toEqual([
      `kafka.properties.${property}`,
    ]);
  },
);

describe('a Kafka that is there', () => {
  const { objects } = rendered(
    'production',
    ...set(KRAFT, ...EXTERNAL, ...SCRAM, 'kafka.security.caSecret=my-ca'),
  );

  test('has no broker, ZooKeeper, users or disruption budget of ours', () => {
    const folders = new Set([...objects.keys()].map((path) => path.split('/')[0]));
    expect([...folders].filter((folder) => /^(kafka|zookeeper|kafka-users)$/.test(folder ?? ''))).toEqual([]);
    expect([...objects.values()].filter(({ kind }) => kind === 'PodDisruptionBudget')).toEqual([]);
  });

  test('has nobody who watches brokers of ours', () => {
    expect([...objects.keys()].filter((path) => /PodMonitor\.kafka|dashboard-kafka/.test(path))).toEqual([]);
    expect(JSON.stringify([...objects.values()])).not.toMatch(/KafkaBrokerDown|kafka_server_/);
  });

  test('is where every client connects', () => {
    const text = JSON.stringify([...objects.values()]);
    expect(text.split('b-1.example.org:9096,b-2.example.org:9096').length - 1).toBeGreaterThanOrEqual(3);
    expect(text).not.toContain('kafka-service');
  });
});

test('Strimzi is given the topics, and users with the rights of each client', () => {
  const { objects } = rendered(
    'compact',
    ...set(KRAFT, ...EXTERNAL, ...SCRAM, 'topics.manage=strimzi'),
    ...set('topics.strimzi.cluster=prod', 'topics.strimzi.namespace=kafka', 'topics.strimzi.apiVersion=v1'),
  );
  const ofStrimzi = [...objects.values()].filter(({ apiVersion }) => apiVersion === 'kafka.strimzi.io/v1');
  expect(ofStrimzi.map(({ kind, metadata: { name } }) => `${kind} ${name}`).sort()).toEqual([
    'KafkaTopic flows',
    'KafkaTopic flows-rejected',
    'KafkaTopic netflow-output',
    'KafkaUser netflow-collector',
    'KafkaUser netflow-normalizer',
    'KafkaUser netflow-replay',
  ]);
  const collector = ofStrimzi.find(({ metadata }) => metadata.name === 'netflow-collector');
  expect(collector?.metadata.labels).toMatchObject({ 'strimzi.io/cluster': 'prod' });
  expect(collector?.spec).toEqual({
    authentication: { type: 'scram-sha-512' },
    authorization: {
      type: 'simple',
      acls: [
        {
          resource: { type: 'topic', name: 'flows', patternType: 'literal' },
          operations: ['Write', 'Describe'],
        },
      ],
    },
  });
});

test('each broker has a Service outside', () => {
  const { manifest } = rendered(
    'production',
    ...set(KRAFT, ...CERTIFICATES, 'kafka.brokers=3'),
    ...set(
      'kafka.externalListener.serviceType=NodePort',
      'kafka.externalListener.advertisedHosts={k.example.org}',
      'kafka.externalListener.port=9095',
      'kafka.externalListener.firstNodePort=31092',
      'kafka.externalListener.loadBalancerSourceRanges={}',
    ),
  );
  const ports = [0, 1, 2].map(
    (id) =>
      (manifest(`kafka/Service.kafka-external-${id}.yaml`).spec?.ports as { nodePort: number }[])[0]
        ?.nodePort,
  );
  expect(ports).toEqual([31092, 31093, 31094]);
});

test('no password stands in any manifest: Secrets are named, and never made', () => {
  for (const options of [SCRAM, CERTIFICATES]) {
    const { objects } = rendered('production', ...set(KRAFT, ...options));
    expect([...objects.values()].filter(({ kind }) => kind === 'Secret')).toEqual([]);
  }
});

test.each([
  ['the lowest, without certificates', [KRAFT, ...PLAIN, 'images.goflow2.tag=v2.2.0']],
  ['the lowest, with certificates', [KRAFT, ...SCRAM, 'images.goflow2.tag=v2.2.2']],
  ['one with the authorities of the image', [KRAFT, ...EXTERNAL, ...SCRAM, 'images.goflow2.tag=v2.2.1']],
  ['a tag that is a word', [KRAFT, ...SCRAM, 'images.goflow2.tag=edge']],
  [
    "a repository that isn't GoFlow2's",
    [KRAFT, 'images.goflow2.repository=flows', 'images.goflow2.tag=1.0.0'],
  ],
])('of GoFlow2, %s is taken', (_, options) => {
  expect(refused(...options)).toEqual([]);
});
