/** What a flow is, and the one that most pods have: to the brokers. */
import { KAFKA_PORTS } from '../kafka/endpoints';
import type { Values } from '../values/schema';
import { addressPeer, namespacePeer, peers, type Others, type Peer } from './peers';

/** A connection that is opened by one side, to ports of the other; no ports: all of them. */
export interface Flow {
  readonly from: Peer;
  readonly to: Peer;
  readonly ports: readonly number[];
  /** @default TCP */
  readonly protocol?: 'UDP';
}

const EVERY_ADDRESS = ['0.0.0.0/0', '::/0'];

export const ANYWHERE = addressPeer(EVERY_ADDRESS);

/** To the brokers, wherever they are. */
export function toKafka(from: Peer, values: Values): Flow {
  const { bootstrapServers, provider } = values.kafka;
  if (provider === 'bundled') return { from, to: peers(values).kafka, ports: [KAFKA_PORTS.client] };
  // Brokers tell clients their own addresses; their ports are as a rule those of the first ones.
  const ports = (bootstrapServers ?? []).map((address) => Number(address.split(':')[1]));
  return { from, to: { others: brokersElsewhere(values) }, ports: [...new Set(ports)] };
}

/**
 * Where the brokers of a Kafka that is there may be: what the values say, or else what its first addresses tell.
 * Pods are named by their namespace, because not every network finds them by address (Cilium doesn't).
 */
function brokersElsewhere({ kafka: { bootstrapServers = [] }, networkPolicies }: Values): Others {
  const { kafkaAddresses, kafkaNamespace } = networkPolicies;
  const said = kafkaAddresses !== undefined || kafkaNamespace !== undefined;
  const told = said ? [] : bootstrapServers.map(namespaceOf);
  const namespaces = said ? [kafkaNamespace] : told;
  const addresses = kafkaAddresses ?? (told.includes(undefined) ? EVERY_ADDRESS : []);
  return [
    ...[...new Set(namespaces)].flatMap((name) => (name === undefined ? [] : namespacePeer(name).others)),
    ...addressPeer(addresses).others,
  ];
}

/** The namespace of a Service's name in the cluster: `kafka` of `bootstrap.kafka.svc.cluster.local:9093`. */
function namespaceOf(address: string): string | undefined {
  return /^[^.:]+\.([^.:]+)\.svc[.:]/.exec(address)?.[1];
}
