/** What a client of Kafka is given: the addresses, and the Secrets that make it known and that it knows brokers by. */
import type { Values } from '../values/schema';
import { bootstrapServers as bundledServers } from './endpoints';

/** Who speaks with Kafka; each has credentials of its own. */
export type Client = keyof Values['kafka']['security']['credentials'];

/** The Secret with the certificate authority of the bundled Kafka, unless the values name another. */
export const KAFKA_AUTHORITY = 'kafka-ca';

/** Where containers find what they are given. */
export const CLIENT_FILES = {
  ca: '/etc/kafka-ca/ca.crt',
  credentials: '/etc/kafka-credentials',
} as const;

/** The files of a client's credentials, whatever the Secret calls them. */
export const CREDENTIAL_FILES = {
  username: 'username',
  password: 'password',
  certificate: 'tls.crt',
  privateKey: 'tls.key',
} as const;

const CA_FOLDER = '/etc/kafka-ca';

/** Connections are encrypted. */
export function encrypted({ kafka }: Values): boolean {
  return kafka.security.protocol.endsWith('SSL');
}

/** Clients say a name and a password. */
export function withPassword({ kafka }: Values): boolean {
  return kafka.security.protocol.startsWith('SASL_');
}

/** Clients have Secrets. */
function withCredentials(values: Values): boolean {
  return withPassword(values) || values.kafka.security.clientCertificates;
}

/** The brokers are ours, and ask who is there. */
export function bundledSecured({ kafka }: Values): boolean {
  return kafka.provider === 'bundled' && kafka.security.protocol !== 'PLAINTEXT';
}

/** The addresses that clients start from, as `host:port,host:port`. */
export function bootstrapServers(values: Values): string {
  const { bootstrapServers: external, provider } = values.kafka;
  return provider === 'external' ? (external ?? []).join(',') : bundledServers(values);
}

/** The Secret with the certificate authority, if there is one. */
function caSecret(values: Values): string | undefined {
  if (!encrypted(values)) return undefined;
  return values.kafka.security.caSecret ?? (bundledSecured(values) ? KAFKA_AUTHORITY : undefined);
}

/** The file of the certificate authority; absent: the image's own authorities. */
export function caFile(values: Values): string | undefined {
  return caSecret(values) === undefined ? undefined : CLIENT_FILES.ca;
}

/** The folder of the client's credentials; absent: it has none. */
export function credentialsFolder(values: Values): string | undefined {
  return withCredentials(values) ? CLIENT_FILES.credentials : undefined;
}

/** The key of the client's Secret that holds the user name or the password, for an environment variable. */
export function credential(values: Values, client: Client, file: 'username' | 'password') {
  const { credentials, secretKeys } = values.kafka.security;
  return { secretKeyRef: { name: credentials[client], key: secretKeys[file] } };
}

/** A volume of a pod's, in the form of the API. */
export interface SecretVolume {
  readonly name: string;
  readonly secret: {
    readonly secretName: string;
    readonly defaultMode: number;
    readonly items: { readonly key: string; readonly path: string }[];
  };
}

/** What KEDA needs of the Secrets to connect as the client: its names of the parameters, and where they are. */
export function secretKeysOf(
  values: Values,
  client: Client,
): { readonly parameter: string; readonly name: string; readonly key: string }[] {
  const { clientCertificates, credentials, secretKeys } = values.kafka.security;
  const authority = caSecret(values);
  const own = (parameter: string, key: string) => ({ parameter, name: credentials[client], key });
  return [
    ...(authority === undefined ? [] : [{ parameter: 'ca', name: authority, key: secretKeys.ca }]),
    ...(withPassword(values)
      ? [own('username', secretKeys.username), own('password', secretKeys.password)]
      : []),
    ...(clientCertificates ? [own('cert', secretKeys.certificate), own('key', secretKeys.privateKey)] : []),
  ];
}

/** The volumes of the client's pod: what is in {@link CLIENT_FILES}. */
export function clientVolumes(values: Values, client: Client): SecretVolume[] {
  const { credentials, secretKeys } = values.kafka.security;
  const authority = caSecret(values);
  const files = withPassword(values)
    ? (['username', 'password'] as const)
    : (['certificate', 'privateKey'] as const);
  const volume = (
    name: string,
    secretName: string,
    items: SecretVolume['secret']['items'],
  ): SecretVolume => ({
    name,
    // Readable by the pod's group, which is its user's own.
    secret: { secretName, defaultMode: 0o440, items },
  });
  return [
    ...(authority === undefined
      ? []
      : [volume('kafka-ca', authority, [{ key: secretKeys.ca, path: 'ca.crt' }])]),
    ...(withCredentials(values)
      ? [
          volume(
            'kafka-credentials',
            credentials[client],
            files.map((file) => ({ key: secretKeys[file], path: CREDENTIAL_FILES[file] })),
          ),
        ]
      : []),
  ];
}

/** Where the client's container mounts them. */
export function clientMounts(values: Values): { name: string; mountPath: string; readOnly: boolean }[] {
  return [
    ...(caSecret(values) === undefined ? [] : [{ name: 'kafka-ca', mountPath: CA_FOLDER, readOnly: true }]),
    ...(withCredentials(values)
      ? [{ name: 'kafka-credentials', mountPath: CLIENT_FILES.credentials, readOnly: true }]
      : []),
  ];
}

/** The annotation of the client's pod that changes when the values say that its Secret has. */
export function clientAnnotations({ kafka: { security } }: Values): Record<string, string> {
  return security.revision === undefined ? {} : { 'netflow-gitops/kafka-credentials': security.revision };
}

/**
 * The properties of a Java client, as Kafka's tools take them from a file (`--command-config`). They refer to the
 * mounted files, which the client reads itself: there is no secret in them.
 */
export function clientProperties(values: Values): string {
  const { protocol, saslMechanism, clientCertificates } = values.kafka.security;
  const secret = (file: string) => `\${secret:${CLIENT_FILES.credentials}:${file}}`;
  const module = saslMechanism === 'PLAIN' ? 'plain.PlainLoginModule' : 'scram.ScramLoginModule';
  const properties: Record<string, string> = {
    'security.protocol': protocol,
    ...(caFile(values) !== undefined && {
      'ssl.truststore.type': 'PEM',
      'ssl.truststore.location': CLIENT_FILES.ca,
    }),
    ...(withCredentials(values) && {
      'config.providers': 'secret',
      'config.providers.secret.class': 'org.apache.kafka.common.config.provider.DirectoryConfigProvider',
    }),
    ...(saslMechanism !== undefined && {
      'sasl.mechanism': saslMechanism,
      'sasl.jaas.config': `org.apache.kafka.common.security.${module} required username="${secret('username')}" password="${secret('password')}";`,
    }),
    ...(clientCertificates && {
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.certificate.chain': secret('tls.crt'),
      'ssl.keystore.key': secret('tls.key'),
    }),
  };
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}
