import type { k8s } from 'cdk8s-plus-27';
import {
  bootstrapServers,
  caFile,
  CLIENT_FILES,
  credential,
  CREDENTIAL_FILES,
  encrypted,
  withPassword,
} from '../kafka/client';
import type { CollectorValues } from '../values/goflow2';
import { listenersOf } from '../values/listeners';
import type { Values } from '../values/schema';

/** The port of GoFlow2's health, metrics and templates pages. */
export const HTTP_PORT = 8080;

/** Where the container finds its field mapping. */
export const MAPPING_FOLDER = '/etc/goflow2';

/** GoFlow2 v2's command line; `goflow2 -h` names every flag. */
export function flags(values: Values, collector: CollectorValues): string[] {
  const { queueSize, workers } = collector;
  const listeners = listenersOf(collector);
  const addresses = listeners.map(
    ({ protocol, port }) => `${protocol}://:${port}?queue_size=${queueSize}&workers=${workers}`,
  );
  return [
    `-listen=${addresses.join(',')}`,
    // Each listener for NetFlow would serve the page of its templates at the same path, and the second one panics.
    ...(listeners.filter(({ protocol }) => protocol === 'netflow').length > 1 ? ['-templates.path='] : []),
    `-mapping=${MAPPING_FOLDER}/mapping.yaml`,
    '-format=json',
    '-transport=kafka',
    `-transport.kafka.brokers=${bootstrapServers(values)}`,
    `-transport.kafka.topic=${values.topics.flows.name}`,
    `-transport.kafka.flushfreq=${collector.flushFrequency}`,
    `-transport.kafka.compression=${collector.compression}`,
    // By the key that the mapping makes of the exporter's address.
    '-transport.kafka.hashing=true',
    ...security(values),
    `-addr=:${HTTP_PORT}`,
    `-loglevel=${collector.logLevel}`,
    '-logfmt=json',
  ];
}

/** How GoFlow2 and the brokers know one another; user and password come from KAFKA_SASL_USER and KAFKA_SASL_PASS. */
function security(values: Values): string[] {
  const { clientCertificates, saslMechanism } = values.kafka.security;
  const ca = caFile(values);
  const own = (file: string) => `${CLIENT_FILES.credentials}/${file}`;
  return [
    ...(encrypted(values) ? ['-transport.kafka.tls=true'] : []),
    ...(ca === undefined ? [] : [`-transport.kafka.tls.ca=${ca}`]),
    ...(clientCertificates
      ? [
          `-transport.kafka.tls.client=${own(CREDENTIAL_FILES.certificate)}`,
          `-transport.kafka.tls.key=${own(CREDENTIAL_FILES.privateKey)}`,
        ]
      : []),
    // GoFlow2's names are Kafka's in lower case, but for the last hyphen.
    ...(saslMechanism === undefined
      ? []
      : [`-transport.kafka.sasl=${saslMechanism.toLowerCase().replace('sha-', 'sha')}`]),
  ];
}

/** The environment variables that GoFlow2 takes its password from: it has no flag for it, and none for a file. */
export function credentialVariables(values: Values): k8s.EnvVar[] {
  if (!withPassword(values)) return [];
  return [
    { name: 'KAFKA_SASL_USER', valueFrom: credential(values, 'collector', 'username') },
    { name: 'KAFKA_SASL_PASS', valueFrom: credential(values, 'collector', 'password') },
  ];
}
