/** The certificates of the bundled Kafka: of its brokers, of who sets it up, and of clients that show one. */
import { isIP } from 'node:net';
import type { Construct } from 'constructs';
import { serviceAddress } from '../kubernetes/address';
import { certManagerObject, ownAuthority } from '../kubernetes/certificates';
import type { Component } from '../kubernetes/labels';
import type { Values } from '../values/schema';
import { BROKER_USER } from './broker-security';
import { KAFKA_AUTHORITY } from './client';
import { SERVICES } from './endpoints';
import { permissions, USERS } from './permissions';

/** The Secrets that cert-manager writes. */
export const CERTIFICATE_SECRETS = {
  brokers: 'kafka-tls',
  /** Of the Job that makes users and rights. */
  setup: 'kafka-setup-tls',
} as const;

// A server reads its certificate at its start, so there is a season to restart it in.
const LIFETIME = { duration: '8760h', renewBefore: '2160h' };

// PKCS #8 is what Java reads.
const PRIVATE_KEY = { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Always' };

/** Adds them, and an authority that signs nothing else, unless the values name one. */
export function kafkaCertificates(scope: Construct, component: Component, values: Values): void {
  const { credentials, clientCertificates, issuer } = values.kafka.security;
  const issuerRef = issuer ?? ownAuthority(scope, component, KAFKA_AUTHORITY, 'netflow-gitops Kafka');
  const certificate = (name: string, commonName: string, spec: object) => {
    certManagerObject(scope, component, 'Certificate', name, {
      secretName: name,
      commonName,
      ...LIFETIME,
      privateKey: PRIVATE_KEY,
      issuerRef,
      ...spec,
    });
  };
  certificate(CERTIFICATE_SECRETS.brokers, BROKER_USER, {
    ...brokerNames(values),
    usages: ['digital signature', 'server auth', 'client auth'],
  });
  const client = { usages: ['digital signature', 'client auth'] };
  certificate(CERTIFICATE_SECRETS.setup, USERS.admin, client);
  if (!clientCertificates) return;
  for (const user of [...permissions(values).map(({ client }) => client), 'admin'] as const) {
    certificate(credentials[user], USERS[user], client);
  }
}

function brokerNames({ cluster, kafka, namespace }: Values) {
  const service = SERVICES.kafka;
  const pods = serviceAddress(SERVICES.kafkaPods, namespace.name, cluster);
  const outside = [...new Set(kafka.externalListener?.advertisedHosts ?? [])];
  const addresses = outside.filter((host) => isIP(host) !== 0);
  return {
    dnsNames: [
      `*.${pods}`,
      pods,
      serviceAddress(service, namespace.name, cluster),
      `${service}.${namespace.name}.svc`,
      `${service}.${namespace.name}`,
      service,
      ...outside.filter((host) => isIP(host) === 0),
    ],
    ...(addresses.length > 0 && { ipAddresses: addresses }),
  };
}
