/** The names and ports at which Kafka and ZooKeeper answer: all that other charts know of them. */
import { serviceAddress } from '../kubernetes/address';
import type { Values } from '../values/schema';

/** Kafka's ports: clients, and without security other brokers; the KRaft quorum; other brokers, with security. */
export const KAFKA_PORTS = { client: 9092, controller: 9093, broker: 9094 };

/** ZooKeeper's ports: clients, followers, leader election (the names are those of zoo.cfg). */
export const ZOOKEEPER_PORTS = { client: 2181, follower: 2888, election: 3888 };

/** The Services' names. `kafka-service` is the documented one; `kafka` would put KAFKA_PORT into every pod. */
export const SERVICES = {
  kafka: 'kafka-service',
  kafkaPods: 'kafka-headless',
  zookeeper: 'zookeeper',
  zookeeperPods: 'zookeeper-headless',
};

/** What a name is made of: the namespace of the pipeline and the cluster's domain. */
export type NamedIn = Pick<Values, 'cluster' | 'namespace'>;

/** The bootstrap address of the bundled Kafka, `host:port`, as pods of any namespace reach it. */
export function bootstrapServers({ cluster, namespace }: NamedIn): string {
  return `${serviceAddress(SERVICES.kafka, namespace.name, cluster)}:${KAFKA_PORTS.client}`;
}

/**
 * The full DNS name of one pod of a StatefulSet. With the cluster's domain, because that is the name that a pod's own
 * /etc/hosts has: a broker that starts anew then knows itself at once, and not when DNS caches have forgotten the
 * address that it had before (37 seconds against 14 to 18, measured).
 */
export function podAddress(
  statefulSet: string,
  ordinal: number,
  service: string,
  { cluster, namespace }: NamedIn,
): string {
  return `${statefulSet}-${ordinal}.${serviceAddress(service, namespace.name, cluster)}`;
}
