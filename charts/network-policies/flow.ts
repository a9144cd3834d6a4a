/** What a flow is, and the one that most pods have: to the brokers. */
import { KAFKA_PORTS } from '../kafka/endpoints';
import type { Values } from '../values/schema';
import { addressPeer, peers, type Peer } from './peers';

/** A connection that is opened by one side, to ports of the other; no ports: all of them. */
export interface Flow {
  readonly from: Peer;
  readonly to: Peer;
  readonly ports: readonly number[];
  /** @default TCP */
  readonly protocol?: 'UDP';
}

export const ANYWHERE = addressPeer(['0.0.0.0/0', '::/0']);

/** To the brokers, wherever they are. */
export function toKafka(from: Peer, values: Values): Flow {
  const { bootstrapServers, provider } = values.kafka;
  if (provider === 'bundled') return { from, to: peers(values).kafka, ports: [KAFKA_PORTS.client] };
  // Its brokers tell their own addresses, which nobody knows here; their ports are as a rule those of the first ones.
  const ports = (bootstrapServers ?? []).map((address) => Number(address.split(':')[1]));
  return { from, to: ANYWHERE, ports: [...new Set(ports)] };
}
