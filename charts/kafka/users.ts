/** The bundled Kafka's users and their rights: made by a Job that may run any number of times. */
import type { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { serviceAddress } from '../kubernetes/address';
import { ApplicationChart } from '../kubernetes/application-chart';
import type { Values } from '../values/schema';
import { CERTIFICATE_SECRETS } from './certificates';
import { CREDENTIAL_FILES, withPassword, type Client } from './client';
import { CREATE_USERS_SCRIPT } from './create-users';
import { KAFKA_PORTS, SERVICES } from './endpoints';
import { permissions, USERS, type Permission } from './permissions';
import { toolsJob } from './tools-job';

/** Where the container finds what it is given beside what is declared. */
const FOLDERS = { setup: '/etc/kafka-setup', secrets: '/etc/kafka-secrets' } as const;

/** The kinds of resources, as kafka-acls.sh calls them. */
const ACL_OPTIONS = { topic: '--topic', group: '--group', transactionalId: '--transactional-id' };

/** Users and rights; only for brokers of ours that ask who is there. */
export class KafkaUsers extends ApplicationChart {
  constructor(scope: Construct, values: Values) {
    super(scope, 'kafka-users', { namespace: values.namespace.name });
    const { cluster, namespace } = values;
    const secrets = withPassword(values) ? users(values) : [];
    toolsJob(this, values, {
      name: 'kafka-users',
      component: { name: 'kafka', component: 'users' },
      container: 'create-users',
      declared: usersConfiguration(values),
      script: 'create-users.sh',
      // The listener that the brokers themselves use knows the Job by its certificate, before there is any user.
      brokers: `${serviceAddress(SERVICES.kafkaPods, namespace.name, cluster)}:${KAFKA_PORTS.broker}`,
      volumes: [
        { name: 'setup', secret: { secretName: CERTIFICATE_SECRETS.setup, defaultMode: 0o440 } },
        ...secrets.map((client) => userSecret(values, client)),
      ],
      volumeMounts: [
        { name: 'setup', mountPath: FOLDERS.setup, readOnly: true },
        ...secrets.map((client) => ({
          name: volume(client),
          mountPath: `${FOLDERS.secrets}/${USERS[client]}`,
          readOnly: true,
        })),
      ],
      scratchMedium: 'Memory',
    });
  }
}

/** What the script reads: the users with passwords, everybody's rights, and how it speaks with the brokers. */
function usersConfiguration(values: Values): Record<string, string> {
  const list = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
  const passwords = withPassword(values) ? users(values) : [];
  return {
    'create-users.sh': CREATE_USERS_SCRIPT,
    users: list(passwords.map((client) => `${USERS[client]} ${FOLDERS.secrets}/${USERS[client]}`)),
    permissions: list(
      permissions(values).flatMap(({ client, permissions: rights }) =>
        alike(rights).map((same) => `${USERS[client]} ${aclArguments(same)}`),
      ),
    ),
    'admin.properties': list([
      'security.protocol=SSL',
      'ssl.truststore.type=PEM',
      `ssl.truststore.location=${FOLDERS.setup}/ca.crt`,
      'config.providers=secret',
      'config.providers.secret.class=org.apache.kafka.common.config.provider.DirectoryConfigProvider',
      'ssl.keystore.type=PEM',
      `ssl.keystore.certificate.chain=\${secret:${FOLDERS.setup}:tls.crt}`,
      `ssl.keystore.key=\${secret:${FOLDERS.setup}:tls.key}`,
    ]),
  };
}

/** The clients of the environment, and the person who works on Kafka. */
function users(values: Values): Client[] {
  return [...permissions(values).map(({ client }) => client), 'admin'];
}

function volume(client: Client): string {
  return `user-${USERS[client]}`;
}

function userSecret({ kafka }: Values, client: Client): k8s.Volume {
  const { credentials, secretKeys } = kafka.security;
  return {
    name: volume(client),
    secret: {
      secretName: credentials[client],
      defaultMode: 0o440,
      items: [
        { key: secretKeys.username, path: CREDENTIAL_FILES.username },
        { key: secretKeys.password, path: CREDENTIAL_FILES.password },
      ],
    },
  };
}

/** Groups what one call of kafka-acls.sh can say: the same operations on several resources of a kind. */
function alike(rights: readonly Permission[]): Permission[][] {
  const groups = new Map<string, Permission[]>();
  for (const right of rights) {
    const key = [right.type, right.pattern, ...right.operations].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), right]);
  }
  return [...groups.values()];
}

function aclArguments(rights: readonly Permission[]): string {
  const [first] = rights;
  if (first === undefined) return '';
  return [
    ...(first.pattern === 'prefix' ? ['--resource-pattern-type prefixed'] : []),
    ...rights.map(({ type, name }) => `${ACL_OPTIONS[type]} ${name}`),
    ...first.operations.map((operation) => `--operation ${operation}`),
  ].join(' ');
}
