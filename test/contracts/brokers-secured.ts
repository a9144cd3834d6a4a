/** Brokers that ask who comes. */
import { clauses, contract, line } from './contract';

const PROPERTIES = [
  [
    'listener.security.protocol.map=CLIENT:SASL_SSL,BROKER:SSL,CONTROLLER:SSL',
    'nothing crosses in the clear',
  ],
  ['inter.broker.listener.name=BROKER', 'brokers know one another by certificate, not by a password'],
  ['listener.name.broker.ssl.client.auth=required', 'else whoever reaches the port is a broker'],
  ['listener.name.controller.ssl.client.auth=required', 'else whoever reaches the port is a controller'],
  ['sasl.enabled.mechanisms=SCRAM-SHA-512', 'PLAIN would be taken too'],
  [
    'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'without one, every user may do everything',
  ],
  ['allow.everyone.if.no.acl.found=false', 'a topic that nobody thought of is nobody’s'],
  ['super.users=User:kafka;User:netflow-admin', 'the brokers themselves, and who mends them'],
  ['ssl.principal.mapping.rules=RULE:^CN=([^,]+).*$/$1/', 'else a user is called by his whole certificate'],
] as const;

describe('secured brokers', () => {
  contract(
    ['production'],
    clauses('kafka/ConfigMap.kafka-broker.yaml', [
      ...PROPERTIES.map(([setting, why]) => ['data.server.properties', line(setting), why] as const),
      [
        'data.start-broker.sh',
        /\( umask 077; cat \/etc\/kafka-tls\/tls\.key/,
        'the key is for the broker alone',
      ],
    ]),
  );
});
