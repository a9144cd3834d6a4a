/** What must fit together for clients and brokers to know one another. */
import type { Objection, Rule } from './rule';
import type { Values } from '../schema';

/** What the start script says for each broker, whatever the properties say, and what says it instead. */
const OVERWRITTEN: Readonly<Record<string, string>> = {
  listeners: 'nothing: kafka.externalListener adds a listener for clients outside the cluster',
  'advertised.listeners':
    'nothing: kafka.externalListener.advertisedHosts says what outside clients are told',
  'node.id': "nothing: the broker's pod has its number",
  'broker.id': "nothing: the broker's pod has its number",
  'process.roles': 'nothing: kafka.brokers says how many there are, and the first three are controllers',
  'log.dirs': 'nothing: kafka.storage says what the volume is',
  'log.dir': 'nothing: kafka.storage says what the volume is',
  'metadata.log.dir': 'nothing: kafka.storage says what the volume is',
};

type Security = Values['kafka']['security'];

const at = (key: keyof Security, allowed: string): Objection => ({
  path: ['kafka', 'security', key],
  allowed,
});

function securityFitsTogether({ kafka: { security } }: Values): Objection[] {
  const { protocol, saslMechanism, clientCertificates, caSecret } = security;
  const sasl = protocol.startsWith('SASL_');
  const found: Objection[] = [];
  if (sasl && saslMechanism === undefined) {
    found.push(at('saslMechanism', `with ${protocol}: PLAIN | SCRAM-SHA-256 | SCRAM-SHA-512`));
  }
  if (!sasl && saslMechanism !== undefined) {
    found.push(at('saslMechanism', `nothing, or kafka.security.protocol: SASL_SSL`));
  }
  if (clientCertificates && protocol !== 'SSL') {
    found.push(at('clientCertificates', 'false, or kafka.security.protocol: SSL'));
  }
  if (caSecret !== undefined && !protocol.endsWith('SSL')) {
    found.push(at('caSecret', 'nothing, or kafka.security.protocol: SSL | SASL_SSL'));
  }
  return found;
}

/** The brokers of ours know two ways to ask who is there. */
function bundledKnowsTheProtocol({ kafka: { mode, provider, security } }: Values): Objection[] {
  const { protocol, saslMechanism, clientCertificates, issuer } = security;
  if (provider === 'external') {
    return issuer === undefined ? [] : [at('issuer', 'nothing: the Kafka that is there has certificates')];
  }
  if (protocol === 'PLAINTEXT') {
    return issuer === undefined ? [] : [at('issuer', 'nothing, or kafka.security.protocol: SSL | SASL_SSL')];
  }
  const found: Objection[] = [];
  if (protocol === 'SASL_PLAINTEXT') {
    found.push(at('protocol', 'PLAINTEXT | SSL | SASL_SSL: what the brokers of ours know'));
  }
  if (protocol === 'SSL' && !clientCertificates) {
    found.push(at('clientCertificates', 'true: with SSL, the brokers of ours know clients by certificates'));
  }
  if (protocol === 'SASL_SSL' && saslMechanism !== undefined && saslMechanism !== 'SCRAM-SHA-512') {
    found.push(at('saslMechanism', 'SCRAM-SHA-512: what the brokers of ours know'));
  }
  if (mode !== 'kraft') {
    found.push(at('protocol', 'PLAINTEXT, or kafka.mode: kraft, where users and rights need no ZooKeeper'));
  }
  return found;
}

function externalHasAddresses({ kafka: { provider, bootstrapServers, externalListener } }: Values) {
  const found: Objection[] = [];
  if (provider === 'external' && (bootstrapServers ?? []).length === 0) {
    found.push({ path: ['kafka', 'bootstrapServers'], allowed: 'a list of host:port' });
  }
  if (provider === 'bundled' && bootstrapServers !== undefined) {
    found.push({ path: ['kafka', 'bootstrapServers'], allowed: 'nothing, or kafka.provider: external' });
  }
  if (provider === 'external' && externalListener !== undefined) {
    found.push({ path: ['kafka', 'externalListener'], allowed: 'nothing, or kafka.provider: bundled' });
  }
  return found;
}

function externalListenerFitsBrokers({ kafka }: Values): Objection[] {
  const { brokers, externalListener, security } = kafka;
  if (externalListener === undefined) return [];
  const { serviceType, advertisedHosts, firstNodePort } = externalListener;
  const path = (key: string) => ['kafka', 'externalListener', key];
  const found: Objection[] = [];
  const onePerBroker = advertisedHosts.length === brokers;
  if (!onePerBroker && !(serviceType === 'NodePort' && advertisedHosts.length === 1)) {
    const allowed = `${brokers} hosts, one per broker${serviceType === 'NodePort' ? ', or one for all of them' : ''}`;
    found.push({ path: path('advertisedHosts'), allowed });
  }
  if (serviceType === 'LoadBalancer' && firstNodePort !== undefined) {
    found.push({ path: path('firstNodePort'), allowed: 'nothing with LoadBalancer' });
  }
  if (serviceType === 'NodePort' && firstNodePort === undefined) {
    found.push({ path: path('firstNodePort'), allowed: 'the node port of broker 0: each broker has one' });
  }
  if (security.protocol === 'PLAINTEXT') {
    const allowed = 'kafka.security.protocol: SASL_SSL or SSL, or else whoever reaches it may read and write';
    found.push({ path: ['kafka', 'externalListener'], allowed, severity: 'warning' });
  }
  return found;
}

function topicsHaveAMaker({ kafka, topics: { manage, strimzi } }: Values): Objection[] {
  if (manage !== 'strimzi') {
    const allowed = 'nothing, or topics.manage: strimzi';
    return strimzi === undefined ? [] : [{ path: ['topics', 'strimzi'], allowed }];
  }
  const found: Objection[] = [];
  if (strimzi === undefined) {
    found.push({ path: ['topics', 'strimzi'], allowed: 'the keys cluster, namespace, apiVersion' });
  }
  if (kafka.provider === 'bundled') {
    const allowed = 'job | none, or kafka.provider: external: Strimzi has no hand in the brokers of ours';
    found.push({ path: ['topics', 'manage'], allowed });
  }
  return found;
}

export const kafkaSecurityRules: readonly Rule[] = [
  { reads: ['kafka'], check: securityFitsTogether },
  { reads: ['kafka'], check: bundledKnowsTheProtocol },
  { reads: ['kafka'], check: externalHasAddresses },
  { reads: ['kafka'], check: externalListenerFitsBrokers },
  { reads: ['kafka', 'topics'], check: topicsHaveAMaker },
  {
    reads: ['kafka'],
    check: ({ kafka: { properties } }) =>
      Object.keys(properties).flatMap((key) =>
        OVERWRITTEN[key] === undefined
          ? []
          : [{ path: ['kafka', 'properties', key], allowed: OVERWRITTEN[key] }],
      ),
  },
];
