/** Kafka's `server.properties`, without what differs from broker to broker (start-broker.sh adds that). */
import type { Values } from '../values/schema';
import { brokerSecurity } from './broker-security';
import { KAFKA_PORTS, podAddress, SERVICES, ZOOKEEPER_PORTS } from './endpoints';
import { brokerListener, controllerProtocol, listeners } from './listeners';

/** Where a broker keeps its log segments: within the volume, because the volume's root may hold `lost+found`. */
const LOG_DIRS = '/var/lib/kafka/data';

/** Kafka's own `transaction.max.timeout.ms`: 15 minutes. */
const KAFKAS_MAX_TRANSACTION_TIMEOUT = 900_000;

/** How many brokers are controllers too: three where there are three, for a majority that outlives one. */
export function controllerCount(brokers: number): number {
  return brokers >= 3 ? 3 : 1;
}

/** Renders `server.properties` for all brokers of an environment, each setting once, sections in fixed order. */
export function serverProperties(values: Values): string {
  const { brokers, mode, properties } = values.kafka;
  const copies = Math.min(brokers, 3);
  const settings: Record<string, string | number | boolean> = {
    ...(mode === 'kraft' ? quorum(values) : ensemble(values)),
    'inter.broker.listener.name': brokerListener(values).name,
    'log.dirs': LOG_DIRS,
    // Topics come from values.yaml; a misspelt name must fail instead of making a topic with wrong settings.
    'auto.create.topics.enable': false,
    'default.replication.factor': copies,
    'min.insync.replicas': Math.max(1, copies - 1),
    // Kafka's own topics default to three copies, which fewer brokers can't hold: no consumer group would start.
    'offsets.topic.replication.factor': copies,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': Math.max(1, copies - 1),
    // A member that joins a new group alone need not wait for others.
    'group.initial.rebalance.delay.ms': brokers === 1 ? 0 : 3000,
    'controlled.shutdown.enable': true,
    ...transactions(values.normalizer),
    ...brokerSecurity(values),
    ...properties,
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${escaped(String(value))}\n`)
    .join('');
}

/** As java.util.Properties reads it: a backslash begins an escape, and other letters than those of ASCII need one. */
function escaped(value: string): string {
  return value.replaceAll(/[\\\u0080-\uffff]/g, (character) =>
    character === '\\' ? '\\\\' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** How long the normaliser's transactions may stay open, where it is longer than Kafka allows by itself. */
function transactions({ deliveryGuarantee, transactionTimeoutSeconds }: Values['normalizer']) {
  const milliseconds = transactionTimeoutSeconds * 1000;
  return deliveryGuarantee === 'exactly-once' && milliseconds > KAFKAS_MAX_TRANSACTION_TIMEOUT
    ? { 'transaction.max.timeout.ms': milliseconds }
    : {};
}

function ensemble(values: Values) {
  const members = Array.from(
    { length: values.zookeeper.replicas },
    (_, ordinal) =>
      `${podAddress('zookeeper', ordinal, SERVICES.zookeeperPods, values)}:${ZOOKEEPER_PORTS.client}`,
  );
  return {
    listeners: listeners(values)
      .map(({ name, port }) => `${name}://:${port}`)
      .join(','),
    ...(values.kafka.externalListener && { 'listener.security.protocol.map': protocols(values) }),
    'zookeeper.connect': members.join(','),
    'zookeeper.connection.timeout.ms': 30000,
  };
}

function quorum(values: Values) {
  const voters = Array.from(
    { length: controllerCount(values.kafka.brokers) },
    (_, id) => `${id}@${podAddress('kafka', id, SERVICES.kafkaPods, values)}:${KAFKA_PORTS.controller}`,
  );
  return {
    'controller.quorum.voters': voters.join(','),
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': `${protocols(values)},CONTROLLER:${controllerProtocol(values)}`,
  };
}

function protocols(values: Values): string {
  return listeners(values)
    .map(({ name, protocol }) => `${name}:${protocol}`)
    .join(',');
}
