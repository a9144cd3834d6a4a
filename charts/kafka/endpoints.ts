/** The names and ports at which Kafka and ZooKeeper answer: all that other charts know of them. */
import type { Values } from '../values/schema';

/** Kafka's ports: clients and other brokers; the KRaft quorum. */
export const KAFKA_PORTS = { client: 9092, controller: 9093 };

/** ZooKeeper's ports: clients, followers, leader election (the names are those of zoo.cfg). */
export const ZOOKEEPER_PORTS = { client: 2181, follower: 2888, election: 3888 };

/** The Services' names. `kafka-service` is the documented one; `kafka` would put KAFKA_PORT into every pod. */
export const SERVICES = {
  kafka: 'kafka-service',
  kafkaPods: 'kafka-headless',
  zookeeper: 'zookeeper',
  zookeeperPods: 'zookeeper-headless',
};

/** The bootstrap address of Kafka, `host:port`, as pods of the same namespace reach it. */
export const BOOTSTRAP_SERVERS = `${SERVICES.kafka}:${KAFKA_PORTS.client}`;

/**
 * The DNS name of one pod of a StatefulSet. It ends at `svc`: the cluster's own domain, whatever it is,
 * comes from the resolver's search list.
 */
export function podAddress(
  statefulSet: string,
  ordinal: number,
  service: string,
  { namespace }: Values,
): string {
  return `${statefulSet}-${ordinal}.${service}.${namespace.name}.svc`;
}
