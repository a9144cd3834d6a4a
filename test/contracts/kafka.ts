import { contract, line } from './contract';

const BROKERS = 'kafka/StatefulSet.kafka.yaml';
const CONFIGURATION = 'kafka/ConfigMap.kafka-broker.yaml';
const everywhere = ['compact', 'reference', 'production'];

describe('brokers', () => {
  contract(everywhere, [
    {
      file: 'kafka/Service.kafka-headless.yaml',
      field: 'spec.publishNotReadyAddresses',
      says: true,
      why: 'controllers find one another before any of them is ready, or no quorum forms',
    },
    {
      file: 'kafka/Service.kafka-headless.yaml',
      field: 'spec.clusterIP',
      says: 'None',
      why: 'each pod needs a name of its own: clients talk to the leader of a partition',
    },
    {
      file: BROKERS,
      field: 'spec.serviceName',
      says: 'kafka-headless',
      why: 'the pods have the names that brokers advertise by this Service',
    },
    {
      file: BROKERS,
      field: 'spec.podManagementPolicy',
      says: 'Parallel',
      why: 'one after the other would wait for a first broker that waits for the others',
    },
    {
      file: BROKERS,
      field: 'spec.template.spec.terminationGracePeriodSeconds',
      says: 120,
      why: 'a controlled shutdown moves every leader to another broker first',
    },
    {
      file: BROKERS,
      field: 'spec.volumeClaimTemplates[].metadata.name',
      says: ['data'],
      why: 'records outlive their pod',
    },
    {
      file: BROKERS,
      field: 'spec.template.spec.enableServiceLinks',
      says: false,
      why: 'Kafka would take variables of other Services for its own',
    },
    {
      file: CONFIGURATION,
      field: 'data.server.properties',
      says: line('auto.create.topics.enable=false'),
      why: 'a misspelt topic is an error, not a new topic with one partition',
    },
    {
      file: CONFIGURATION,
      field: 'data.server.properties',
      says: line('log.dirs=/var/lib/kafka/data'),
      why: 'the volume is mounted one folder above: lost+found is no topic',
    },
    {
      file: CONFIGURATION,
      field: 'data.start-broker.sh',
      says: /-XX:MaxRAMPercentage=50/,
      why: 'the page cache needs the other half',
    },
    {
      file: CONFIGURATION,
      field: 'data.start-broker.sh',
      says: /networkaddress\.cache\.ttl|sun\.net\.inetaddr\.ttl=5/,
      why: 'a pod that was made anew has another address, and the JVM would keep the old one',
    },
    {
      file: CONFIGURATION,
      field: 'data.start-broker.sh',
      says: /^exec kafka-server-start\.sh/m,
      why: 'SIGTERM must reach the broker, not a shell',
    },
  ]);
});

describe('one broker', () => {
  contract(
    ['compact', 'reference'],
    [
      {
        file: CONFIGURATION,
        field: 'data.server.properties',
        says: line('offsets.topic.replication.factor=1'),
        why: 'the default of 3 would keep consumer groups from ever forming',
      },
      {
        file: CONFIGURATION,
        field: 'data.server.properties',
        says: line('transaction.state.log.min.isr=1'),
        why: 'the default of 2 would keep transactions from ever committing',
      },
    ],
  );
});

describe('three brokers', () => {
  contract(
    ['production'],
    [
      {
        file: 'kafka/PodDisruptionBudget.kafka.yaml',
        field: 'spec.maxUnavailable',
        says: 1,
        why: 'two brokers away, and nobody can write (min.insync.replicas 2)',
      },
      ...[
        ['default.replication.factor=3', 'a topic that nobody configured survives a broker'],
        [
          'min.insync.replicas=2',
          'with 3, one broker away stops writing; with 1, one crash loses acknowledged records',
        ],
        ['offsets.topic.replication.factor=3', 'with one copy, the offsets of a lost broker are lost'],
        ['transaction.state.log.replication.factor=3', 'the same of transactions'],
        ['transaction.state.log.min.isr=2', 'with 3, one broker away stops exactly-once'],
      ].map(([setting = '', why = '']) => ({
        file: CONFIGURATION,
        field: 'data.server.properties',
        says: line(setting),
        why,
      })),
      {
        file: BROKERS,
        field:
          'spec.template.spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[].podAffinityTerm.topologyKey',
        says: ['kubernetes.io/hostname'],
        why: 'three copies on one node are one',
      },
      ...['flows', 'netflow-output', 'flows-rejected'].map((topic) => ({
        file: 'kafka-topics/ConfigMap.kafka-topics.yaml',
        field: 'data.topics',
        says: new RegExp(`^${topic} \\d+ 3 (.*,)?min\\.insync\\.replicas=2(,|$)`, 'm'),
        why: 'three copies, of which two acknowledge',
      })),
    ],
  );
});

describe('ZooKeeper', () => {
  contract(
    ['reference'],
    [
      {
        file: 'zookeeper/Service.zookeeper-headless.yaml',
        field: 'spec.publishNotReadyAddresses',
        says: true,
        why: 'members elect a leader before any of them is ready',
      },
      {
        file: 'zookeeper/StatefulSet.zookeeper.yaml',
        field: 'spec.podManagementPolicy',
        says: 'Parallel',
        why: 'the first member would wait for a majority that is not started',
      },
      ...[
        ['autopurge.purgeInterval=24', 'snapshots fill the volume otherwise'],
        ['admin.enableServer=false', 'nobody needs it, and it opens a port'],
        ['4lw.commands.whitelist=srvr', 'the readiness probe asks it, and nothing else may be asked'],
      ].map(([setting = '', why = '']) => ({
        file: 'zookeeper/ConfigMap.zookeeper.yaml',
        field: 'data.zoo.cfg',
        says: line(setting),
        why,
      })),
      {
        file: 'zookeeper/ConfigMap.zookeeper.yaml',
        field: 'data.start-server.sh',
        says: /\+ 1 \)\)" > \/var\/lib\/zookeeper\/data\/myid/,
        why: 'ids begin at 1, ordinals at 0',
      },
    ],
  );
});
