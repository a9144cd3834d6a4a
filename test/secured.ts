/** The ways in which clients and brokers know one another, as options of the values. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Source } from './rendered';
import { credentialsOf, type KafkaCluster } from './servers/kafka';
import { passwordOf } from './servers/kafka-clients';

const KRAFT = ['--set', 'kafka.mode=kraft'];

/** By passwords, in encrypted connections. */
export const SCRAM: readonly string[] = [
  ...KRAFT,
  ...['--set', 'kafka.security.protocol=SASL_SSL'],
  ...['--set', 'kafka.security.saslMechanism=SCRAM-SHA-512'],
];

/** By certificates of both sides. */
export const CERTIFICATES: readonly string[] = [
  ...KRAFT,
  ...['--set', 'kafka.security.protocol=SSL'],
  ...['--set', 'kafka.security.saslMechanism=null'],
  ...['--set', 'kafka.security.clientCertificates=true'],
];

export const WAYS = [
  { way: 'SASL_SSL with SCRAM-SHA-512', options: SCRAM },
  { way: 'SSL with certificates of the clients', options: CERTIFICATES },
];

/** The same Kafka, seen as one that is there already. */
export const asExternal = (brokers: readonly string[]): string[] => [
  ...['--set', 'kafka.provider=external'],
  ...['--set', `kafka.bootstrapServers={${brokers.join(',')}}`],
  ...['--set', 'kafka.security.caSecret=kafka-ca'],
];

/** To brokers in an encrypted connection, but without credentials: only a Kafka that isn't ours may allow it. */
export const withoutCredentials = (brokers: readonly string[]): string[] => [
  ...CERTIFICATES,
  ...['--set', 'kafka.security.clientCertificates=false'],
  ...asExternal(brokers),
];

/** What a Kafka that isn't ours may ask for, beside what ours does. */
export const OTHER_MECHANISMS = ['PLAIN', 'SCRAM-SHA-256'] as const;

/** By another mechanism, at a Kafka that is there. */
export const byMechanism = (mechanism: string, brokers: readonly string[]): string[] => [
  ...SCRAM,
  ...['--set', `kafka.security.saslMechanism=${mechanism}`],
  ...asExternal(brokers),
];

const USERS = ['netflow-collector', 'netflow-normalizer', 'netflow-topics'];
const BROKERS = 'kafka/ConfigMap.kafka-broker.yaml';

/** Brokers that know all mechanisms: those with PLAIN's users from the start, those of SCRAM-SHA-256 by {@link addUsers}. */
export function withEveryMechanism(source: Source): Source {
  const module = 'org.apache.kafka.common.security';
  const users = USERS.map((user) => `user_${user}="${passwordOf(user)}"`).join(' ');
  const lines = [
    'listener.name.client.sasl.enabled.mechanisms=SCRAM-SHA-512,SCRAM-SHA-256,PLAIN',
    `listener.name.client.scram-sha-256.sasl.jaas.config=${module}.scram.ScramLoginModule required;`,
    `listener.name.client.plain.sasl.jaas.config=${module}.plain.PlainLoginModule required ${users};`,
  ];
  return {
    manifest: (path) => {
      const object = source.manifest(path);
      if (path !== BROKERS) return object;
      const { 'server.properties': properties = '' } = object.data ?? {};
      return {
        ...object,
        data: { ...object.data, 'server.properties': `${properties}${lines.join('\n')}\n` },
      };
    },
  };
}

/** Makes the users of SCRAM-SHA-256, with Kafka's own tool. */
export async function addUsers(cluster: KafkaCluster): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'users-'));
  const login = `username="netflow-admin" password="${passwordOf('netflow-admin')}"`;
  const client = [
    'security.protocol=SASL_SSL',
    'ssl.truststore.type=PEM',
    `ssl.truststore.location=${credentialsOf(cluster).caFile}`,
    'sasl.mechanism=SCRAM-SHA-512',
    `sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required ${login};`,
  ];
  const alter = USERS.map(
    (user) =>
      `kafka-configs.sh --bootstrap-server "$1" --command-config "$2" --alter --entity-type users ` +
      `--entity-name ${user} --add-config 'SCRAM-SHA-256=[password=${passwordOf(user)}]'`,
  );
  try {
    writeFileSync(join(folder, 'client.properties'), `${client.join('\n')}\n`);
    writeFileSync(join(folder, 'users.sh'), `set -e\n${alter.join('\n')}\n`);
    await cluster.runScript(
      join(folder, 'users.sh'),
      cluster.brokers[0] ?? '',
      join(folder, 'client.properties'),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
