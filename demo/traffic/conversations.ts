/** Who speaks with whom in the demo: a few networks of the documentation's ranges, and what they usually do. */
import type { Chance } from './random';

/** One direction of a conversation, as an exporter would tell of it. */
export interface Conversation {
  readonly source: string;
  readonly destination: string;
  /** IANA's number. */
  readonly protocol: number;
  readonly ports: readonly [source: number, destination: number];
  readonly tcpFlags: number;
  readonly bytes: number;
  readonly packets: number;
  /** Milliseconds that it took. */
  readonly duration: number;
  readonly interfaces: readonly [input: number, output: number];
}

interface Service {
  readonly protocol: number;
  readonly port: number;
  readonly bytes: readonly [least: number, most: number];
}

const [ICMP, TCP, UDP, ESP] = [1, 6, 17, 50];

const SERVICES: readonly [Service, ...Service[]] = [
  { protocol: TCP, port: 443, bytes: [2_000, 40_000_000] },
  { protocol: UDP, port: 443, bytes: [4_000, 60_000_000] },
  { protocol: UDP, port: 53, bytes: [60, 600] },
  { protocol: TCP, port: 80, bytes: [500, 2_000_000] },
  { protocol: TCP, port: 22, bytes: [2_000, 5_000_000] },
  { protocol: UDP, port: 123, bytes: [76, 152] },
  { protocol: TCP, port: 5432, bytes: [800, 9_000_000] },
  { protocol: TCP, port: 25, bytes: [3_000, 900_000] },
  { protocol: ICMP, port: 0, bytes: [84, 840] },
  { protocol: ESP, port: 0, bytes: [10_000, 20_000_000] },
];

const hosts = (network: string, count: number): [string, ...string[]] => [
  `${network}10`,
  ...Array.from({ length: count - 1 }, (_, index) => `${network}${11 + index}`),
];
const CLIENTS = hosts('192.0.2.', 24);
const SERVERS = hosts('198.51.100.', 16);

/** The next conversation: a client asks, or a server answers, which is the larger part. */
export function conversation({ next, pick, size }: Chance): Conversation {
  const { protocol, port, bytes: range } = pick(SERVICES);
  const [client, server] = [pick(CLIENTS), pick(SERVERS)];
  const answer = next() < 0.6;
  const bytes = size(range[0], answer ? range[1] : Math.max(range[0], range[1] / 20));
  const hasPorts = protocol === TCP || protocol === UDP;
  const clientPort = hasPorts ? 32_768 + Math.floor(next() * 28_000) : 0;
  return {
    source: answer ? server : client,
    destination: answer ? client : server,
    protocol,
    ports: answer ? [port, clientPort] : [clientPort, port],
    tcpFlags: protocol === TCP ? 0x1b : 0,
    bytes,
    packets: Math.max(1, Math.ceil(bytes / 1_200)),
    duration: size(5, 30_000),
    interfaces: answer ? [2, 1] : [1, 2],
  };
}
