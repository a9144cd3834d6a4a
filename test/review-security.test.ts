/** What changes of the security sections mean: who is cut off, what must be there before, which door opens. */
import { loadWorkingTree } from '../review/load';
import type { KubernetesObject } from '../review/model';
import { review } from '../review/review';
import { between, told } from './reviewed';

const SCRAM = [
  'kafka.security.protocol=SASL_SSL',
  'kafka.security.saslMechanism=SCRAM-SHA-512',
  'kafka.security.clientCertificates=false',
];
const CERTIFICATES = [
  'kafka.security.protocol=SSL',
  'kafka.security.saslMechanism=null',
  'kafka.security.clientCertificates=true',
];
const PLAINTEXT = ['kafka.security.protocol=PLAINTEXT', 'kafka.security.saslMechanism=null'];
const EXTERNAL = ['kafka.provider=external', 'kafka.bootstrapServers={b-1:9093,b-2:9093}'];
const STRIMZI = [
  'topics.manage=strimzi',
  'topics.strimzi.cluster=main',
  'topics.strimzi.namespace=strimzi',
  'topics.strimzi.apiVersion=v1',
];

const COLLECTOR = 'goflow2/Deployment goflow2';
const DEPLOYMENT = 'normalizer/Deployment normalizer';
const JOB = 'normalizer/FlinkCluster netflow-normalizer';
const REPLAY = 'normalizer/CronJob normalizer-replay';
const BROKERS = 'kafka/ConfigMap kafka-broker';

const wants = (secrets: string, namespace = 'netflow') => {
  const [is, it] = secrets.includes(' and ') ? ['are', 'them'] : ['is', 'it'];
  return `danger: Its pods start only where ${secrets} ${is} in ${namespace}: nothing here makes ${it}, so make sure before.`;
};
const speaks = (to: string, from: string) =>
  `danger: It speaks ${to} with Kafka instead of ${from}: brokers that want the old way refuse it.`;
const OPEN = ' Flows go unencrypted, and passwords, if it says any.';
const clients = (to: string, from: string) =>
  `danger: Clients have to speak ${to} instead of ${from}, those of your own too: all others are cut off. Ours follow ` +
  'when their Applications are synced, after the brokers; flows that GoFlow2 gets meanwhile are lost.';
const STOPS =
  "danger: Brokers speak otherwise among themselves: one that has restarted can't join those that have not, so the " +
  'rollout stops at the first. Delete the StatefulSet kafka then: Argo CD makes it again, all pods start at once, and ' +
  'their volumes stay. Kafka is away meanwhile.';
const FULL = 'SASL_SSL with SCRAM-SHA-512';

describe('the bundled Kafka', () => {
  test('becomes secured: what each client needs before, and that others are cut off', () => {
    const result = between('compact', [], SCRAM);
    expect(told(result, BROKERS)).toEqual([
      'danger: Kafka asks for rights: a user that has none declared (kafka-users) may do nothing any more.',
      clients('SASL_SSL', 'PLAINTEXT'),
    ]);
    // cert-manager makes kafka-ca, as a Certificate says.
    expect(told(result, COLLECTOR)).toEqual(
      expect.arrayContaining([speaks(FULL, 'PLAINTEXT'), wants('Secret kafka-collector')]),
    );
    expect(told(result, DEPLOYMENT)).toEqual(
      expect.arrayContaining([speaks(FULL, 'PLAINTEXT'), wants('Secret kafka-normalizer')]),
    );
    expect(told(result, 'kafka-users/Job kafka-users')).toContain(
      wants(
        'Secret kafka-admin, Secret kafka-collector, Secret kafka-normalizer, Secret kafka-replay and Secret kafka-topics',
      ),
    );
  });

  test('is opened again', () => {
    const result = between('production', [], PLAINTEXT);
    expect(told(result, BROKERS)).toEqual([
      'danger: Kafka asks nobody who they are: whoever reaches it may read, write and delete everything.',
      clients('PLAINTEXT', 'SASL_SSL'),
      STOPS,
    ]);
    expect(told(result, COLLECTOR)).toContain(speaks('PLAINTEXT', FULL) + OPEN);
    expect(told(result, JOB)).toContain(speaks('PLAINTEXT', FULL) + OPEN);
  });

  test('with certificates instead of passwords: brokers go on among themselves', () => {
    const result = between('production', [], CERTIFICATES);
    expect(told(result, BROKERS)).toEqual([clients('SSL', 'SASL_SSL')]);
    expect(told(result, COLLECTOR)).toContain(speaks('SSL', FULL));
    // In their own namespace cert-manager makes no Secret of theirs, but that of the same name is there already.
    expect(told(result, JOB)).toEqual([speaks('SSL', FULL), expect.stringContaining('restart: ')]);
  });

  test('rights: more are told, and those that nobody takes away', () => {
    const permissions = (change: (lines: string) => string) => {
      const dist = loadWorkingTree(process.cwd());
      const users = dist.find(
        ({ environment, object }) =>
          environment === 'production' &&
          object.kind === 'ConfigMap' &&
          object.metadata.name === 'kafka-users',
      );
      if (users === undefined) throw new Error('production has no users');
      const object = structuredClone(users.object) as KubernetesObject & { data: Record<string, string> };
      object.data.permissions = change(object.data.permissions ?? '');
      const after = dist.map((placed) => (placed === users ? { ...users, object } : placed));
      return told(
        review({ name: 'a', objects: dist }, { name: 'b', objects: after }),
        'kafka-users/ConfigMap kafka-users',
      );
    };
    expect(permissions((lines) => `${lines}netflow-replay --topic other --operation Read\n`)).toEqual([
      'danger: Wider access to Kafka: netflow-replay --topic other --operation Read.',
    ]);
    expect(permissions((lines) => lines.replace(/^netflow-collector .*\n/, ''))).toEqual([
      'info: No longer declared: netflow-collector --topic flows --operation Write --operation Describe. The Job takes ' +
        'no rights away: kafka-acls.sh --remove does.',
    ]);
  });
});

describe('a Kafka that is there', () => {
  test('instead of the bundled one', () => {
    const secured = [...EXTERNAL, 'kafka.security.caSecret=our-ca'];
    const result = between('production', [], secured);
    const change =
      'It begins with b-1:9093, b-2:9093 instead of kafka-service.netflow.svc.cluster.local:9092.';
    expect(told(result, COLLECTOR)).toEqual(
      expect.arrayContaining([
        `danger: ${change} If that is another Kafka, what the old one holds stays there.`,
        wants('Secret our-ca'),
      ]),
    );
    expect(told(result, JOB)).toEqual(
      expect.arrayContaining([
        `danger: ${change} If that is another Kafka, what the old one holds stays there unread, and the job goes on at the ` +
          'offsets of its savepoint, which mean other records there.',
        wants('Secret our-ca', 'netflow-flink'),
      ]),
    );
    const deployment = ['normalizer.engine=deployment'];
    expect(told(between('production', deployment, [...deployment, ...secured]), DEPLOYMENT)).toContain(
      `danger: ${change} If that is another Kafka, what the old one holds stays there unread, and its group begins with ` +
        'the oldest record there.',
    );
  });

  test('by one address more is the same', () => {
    const more = ['kafka.provider=external', 'kafka.bootstrapServers={b-2:9093,b-3:9093}'];
    expect(told(between('compact', EXTERNAL, more), DEPLOYMENT)).toContain(
      'info: It begins with b-2:9093, b-3:9093 instead of b-1:9093, b-2:9093: the same Kafka, by other addresses.',
    );
  });

  test('another protocol, another mechanism', () => {
    const plain = [...SCRAM.slice(0, 1), 'kafka.security.saslMechanism=PLAIN'];
    const result = between('compact', EXTERNAL, [...EXTERNAL, ...plain]);
    expect(told(result, COLLECTOR)).toEqual(
      expect.arrayContaining([speaks('SASL_SSL with PLAIN', 'PLAINTEXT'), wants('Secret kafka-collector')]),
    );
    const scram = between('compact', [...EXTERNAL, ...plain], [...EXTERNAL, ...SCRAM]);
    expect(told(scram, COLLECTOR)).toContain(speaks(FULL, 'SASL_SSL with PLAIN'));
    expect(told(scram, DEPLOYMENT)).toContain(speaks(FULL, 'SASL_SSL with PLAIN'));
  });

  test('clients are held to fewer addresses, or to more', () => {
    const narrow = [...EXTERNAL, 'networkPolicies.kafkaAddresses={192.0.2.0/24}'];
    const policy = 'network-policies/NetworkPolicy goflow2';
    expect(told(between('compact', EXTERNAL, narrow), policy)).toContain(
      'restart: Network closed: outgoing traffic to 0.0.0.0/0 or ::/0 on port 9093/TCP is no longer allowed in full.',
    );
    expect(told(between('compact', narrow, EXTERNAL), policy)).toContain(
      'danger: Network opened: outgoing traffic to 0.0.0.0/0 or ::/0 on port 9093/TCP is allowed.',
    );
  });
});

describe('credentials', () => {
  test('of another name must be there before, and restart whom they belong to', () => {
    const result = between('production', [], ['kafka.security.credentials.collector=other']);
    expect(told(result, COLLECTOR)).toEqual([
      wants('Secret other'),
      'restart: Its only pod is stopped before the new one starts, and is away meanwhile.',
    ]);
    // Of its clients, only the collector; the Job makes the new one a user.
    const touched = result.environments.flatMap(({ objects }) =>
      objects.map(({ application, kind }) => `${application}/${kind}`),
    );
    expect(touched.sort()).toEqual(['goflow2/Deployment', 'kafka-users/Job']);
  });

  test('that are changed, by another revision: every client restarts, the brokers do not', () => {
    const result = between('production', [], ['kafka.security.revision=two']);
    expect(told(result, COLLECTOR).join()).toMatch(/^restart: /);
    expect(told(result, JOB).join()).toMatch(/^restart: The job is updated with a savepoint/);
    expect(told(result, 'kafka/StatefulSet kafka')).toEqual([]);
    // A replay reads its Secret whenever it runs.
    expect(told(result, REPLAY)).toEqual([]);
    expect(told(result, 'kafka-users/Job kafka-users').join()).toMatch(/makes it again/);
  });

  test('of a whole new environment are no danger, but to be made', () => {
    const objects = loadWorkingTree(process.cwd()).filter(({ environment }) => environment === 'production');
    const result = review({ name: 'a', objects: [] }, { name: 'b', objects });
    expect(told(result, COLLECTOR)).toContain(wants('Secret kafka-collector').replace('danger', 'info'));
  });

  test('of the registry', () => {
    const open = ['registry.htpasswdSecret=null', 'registry.pullSecret=null'];
    const config = 'registry/ConfigMap registry';
    expect(told(between('production', [], open), config)).toEqual([
      'danger: The registry asks for no password: whoever reaches it may push images, and nodes run them.',
    ]);
    const closed = between('production', open, []);
    expect(told(closed, config)).toEqual([
      'danger: The registry asks for a password: nodes and people that say none get no image.',
    ]);
    expect(told(closed, JOB)).toContain(wants('Secret registry-pull', 'netflow-flink'));
    expect(told(closed, 'registry/Deployment registry')).toContain(wants('Secret registry-htpasswd'));
    expect(told(between('production', [], ['registry.insecure=true']), config)).toEqual([
      'danger: The registry speaks plain HTTP: images and passwords can be read and changed on their way.',
    ]);
  });
});

describe('topics', () => {
  const before = [...EXTERNAL, ...SCRAM];

  test('are taken over by Strimzi', () => {
    const result = between('compact', before, [...before, ...STRIMZI]);
    expect(told(result, 'kafka-topics/ConfigMap kafka-topics')).toEqual([
      'info: Strimzi keeps the topics from now on, by KafkaTopics: it takes over what is there.',
    ]);
    expect(told(result, 'kafka-topics/KafkaUser netflow-collector')).toEqual([
      'info: Strimzi makes the Secret netflow-collector in strimzi: its client needs it where it runs, under the name and ' +
        'with the keys that kafka.security says.',
    ]);
  });

  test('and users of Strimzi: records stay, rights and Secrets go', () => {
    const strimzi = [...before, ...STRIMZI];
    const none = between('compact', strimzi, [...before, 'topics.manage=none']);
    expect(told(none, 'kafka-topics/KafkaTopic flows')).toEqual([
      'info: Stays in the cluster, no longer managed: Argo CD may not prune it (Prune=false).',
    ]);
    expect(told(none, 'kafka-topics/KafkaUser netflow-collector')).toEqual([
      'danger: Strimzi deletes the user and its Secret: clients that have a copy of it are refused.',
    ]);
    const other = between('compact', strimzi, [
      ...strimzi,
      ...CERTIFICATES,
      'topics.flows.name=other',
      'topics.output.config.retention\\.ms=3600000',
      'topics.output.partitions=1',
    ]);
    expect(told(other, 'kafka-topics/KafkaUser netflow-collector')).toEqual([
      'danger: Wider access to Kafka: Write and Describe on topic other.',
      'danger: Strimzi makes it another Secret, for tls instead of scram-sha-512: copy it to where the clients are.',
      'info: No longer allowed in Kafka: Write and Describe on topic flows.',
    ]);
    expect(told(other, 'kafka-topics/KafkaTopic netflow-output')).toEqual([
      "danger: Topic netflow-output: 3 partitions can't be reduced to 1. Strimzi fails until the topic is deleted with its records.",
      'danger: Topic netflow-output: retention.ms from 604800000 (7 days) to 3600000 (1 hour): Kafka deletes what is beyond it, within minutes of the sync.',
    ]);
  });

  test('that nobody makes any more', () => {
    const result = between('compact', [], ['topics.manage=none']);
    expect(told(result, 'kafka-topics/ConfigMap kafka-topics')[0]).toMatch(
      /^danger: Topic flows is no longer declared/,
    );
  });
});

describe('doors', () => {
  test('without NetworkPolicies everything is open', () => {
    const result = between('production', [], ['networkPolicies.enabled=false']);
    expect(told(result, 'network-policies/NetworkPolicy netflow-default-deny')).toEqual([
      'danger: Network opened: this policy no longer limits incoming traffic of all pods.',
      'danger: Network opened: this policy no longer limits outgoing traffic of all pods.',
    ]);
  });

  test('a push may widen what the Applications may do', () => {
    const root = 'argocd/Application netflow-production';
    expect(told(between('production', [], ['argocd.syncProjects=true']), root)).toEqual([
      'danger: Whoever may push widens what the Applications may do: the root Application keeps the AppProjects as git has them.',
    ]);
    expect(
      told(between('compact', [], ['argocd.syncProjects=false']), 'argocd/Application netflow-compact'),
    ).toEqual(['info: An administrator applies the AppProjects from now on: no push changes them.']);
  });

  test('a listener outside the cluster', () => {
    const listener = [
      'kafka.externalListener.serviceType=LoadBalancer',
      'kafka.externalListener.advertisedHosts={k.example.org}',
      'kafka.externalListener.port=9095',
      'kafka.externalListener.loadBalancerSourceRanges={192.0.2.0/24}',
    ];
    const service = 'kafka/Service kafka-external-0';
    expect(told(between('compact', [], listener), service)).toEqual([
      'danger: It can be reached from outside the cluster, by a load balancer.',
    ]);
    const to = (ranges: string) => [
      ...listener.slice(0, -1),
      `kafka.externalListener.loadBalancerSourceRanges={${ranges}}`,
    ];
    expect(told(between('compact', listener, to('')), service)).toEqual([
      'danger: Its load balancer lets everybody in, not only 192.0.2.0/24.',
    ]);
    expect(told(between('compact', listener, to('192.0.2.0/24,198.51.100.0/24')), service)).toEqual([
      'danger: Its load balancer lets 198.51.100.0/24 in too.',
    ]);
    expect(told(between('compact', to(''), listener), service)).toEqual([
      'restart: Its load balancer lets only 192.0.2.0/24 in.',
    ]);
  });

  test("Flink's web interface", () => {
    const ingress = ['flink.netflow.ingress.host=flink.example.org'];
    const asked = [
      ...ingress,
      'flink.netflow.ingress.authentication=annotations',
      'flink.netflow.ingress.tlsSecretName=flink-tls',
      'flink.netflow.ingress.annotations.nginx\\.ingress\\.kubernetes\\.io/auth-type=basic',
    ];
    const open = [...ingress, 'flink.netflow.ingress.authentication=none'];
    const object = 'normalizer/Ingress netflow-normalizer';
    expect(told(between('production', [], asked), object)).toEqual([
      'danger: It can be reached from outside the cluster, at flink.example.org; who may is for its controller to ask, as ' +
        'annotations tell it.',
    ]);
    expect(told(between('production', asked, open), object)).toEqual([
      'danger: Its controller asks otherwise who is there: see nginx.ingress.kubernetes.io/auth-type.',
      'danger: It speaks plain HTTP: passwords can be read on their way.',
    ]);
  });
});
