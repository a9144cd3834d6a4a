/** The settings by which the bundled brokers know who is there, and what each may do. */
import type { Values } from '../values/schema';
import { bundledSecured } from './client';
import { USERS } from './permissions';

/** What the broker's certificate, its key and its authority are to the broker. */
export const BROKER_FILES = {
  /** The Secret that cert-manager writes, mounted. */
  folder: '/etc/kafka-tls',
  /** The key and the certificate in one file, as Kafka wants them; the start script writes it. */
  keyStore: '/run/kafka/broker.pem',
} as const;

/** The brokers' own user: the name in their certificate. */
export const BROKER_USER = 'kafka';

const SCRAM = 'org.apache.kafka.common.security.scram.ScramLoginModule required;';

/**
 * Certificates on every listener; asked of brokers and controllers, and of clients unless they say a password.
 * Whoever has no rights by Kafka's access control lists has none.
 */
export function brokerSecurity(values: Values): Record<string, string | boolean> {
  if (!bundledSecured(values)) return {};
  const { externalListener, security } = values.kafka;
  const forClients = ['client', ...(externalListener === undefined ? [] : ['external'])];
  return {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': BROKER_FILES.keyStore,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': `${BROKER_FILES.folder}/ca.crt`,
    'listener.name.broker.ssl.client.auth': 'required',
    'listener.name.controller.ssl.client.auth': 'required',
    ...Object.fromEntries(
      forClients.flatMap((name): [string, string][] =>
        security.clientCertificates
          ? [[`listener.name.${name}.ssl.client.auth`, 'required']]
          : [[`listener.name.${name}.scram-sha-512.sasl.jaas.config`, SCRAM]],
      ),
    ),
    ...(!security.clientCertificates && { 'sasl.enabled.mechanisms': 'SCRAM-SHA-512' }),
    // The user of a certificate is its common name.
    'ssl.principal.mapping.rules': 'RULE:^CN=([^,]+).*$/$1/',
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'allow.everyone.if.no.acl.found': false,
    'super.users': `User:${BROKER_USER};User:${USERS.admin}`,
  };
}
