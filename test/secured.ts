/** The ways in which clients and brokers know one another, as options of the values. */

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
