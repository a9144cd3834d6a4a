/** Exporters: hosts outside the cluster's network, each with an address of its own, that send packets to the node. */
import { NODE_IP, type Machine } from './machine/machine';

/** Their network, behind a router's hop from the node. */
const NETWORK = '198.51.100';

/** A packet that an exporter sends. */
export interface Packet {
  /** The last number of the exporter's address. */
  readonly exporter: number;
  /** The node's port. */
  readonly port: number;
  readonly payload: Buffer;
}

/** The address that an exporter sends from. */
export function addressOf(exporter: number): string {
  return `${NETWORK}.${exporter}`;
}

/** Runs in the exporters' namespace: reads packets from its input, and sends them at a rate, in their order. */
const SEND = `
const { createSocket } = require('node:dgram');
const { rate, packets } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const sockets = new Map();
const socketOf = (address) => new Promise((done) => {
  if (sockets.has(address)) return done(sockets.get(address));
  const socket = createSocket('udp4');
  sockets.set(address, socket);
  socket.bind(50000, address, () => done(socket));
});
(async () => {
  const start = Date.now();
  for (const [index, { from, port, base64 }] of packets.entries()) {
    const wait = start + (index * 1000) / rate - Date.now();
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    const socket = await socketOf(from);
    await new Promise((done) => socket.send(Buffer.from(base64, 'base64'), port, '${NODE_IP}', done));
  }
  for (const socket of sockets.values()) socket.close();
})();
`;

/** The exporters of one machine. */
export interface Exporters {
  /** Sends packets in their order. @param rate packets in a second */
  readonly send: (packets: readonly Packet[], rate?: number) => Promise<void>;
}

/** Makes their network, and joins it to the machine's. */
export async function startExporters({ run }: Machine): Promise<Exporters> {
  await run('bash', [
    '-c',
    `ip netns add exporters
    ip link add exporters0 type veth peer name uplink netns exporters
    ip address add ${NETWORK}.254/24 dev exporters0 && ip link set exporters0 up
    ip -n exporters address add ${NETWORK}.253/24 dev uplink
    ip -n exporters link set lo up && ip -n exporters link set uplink up
    ip -n exporters route add default via ${NETWORK}.254
    for host in $(seq 1 40); do ip -n exporters address add ${NETWORK}.$host/24 dev uplink; done`,
  ]);
  return {
    send: async (packets, rate = 100) => {
      const input = packets.map(({ exporter, port, payload }) => ({
        from: addressOf(exporter),
        port,
        base64: payload.toString('base64'),
      }));
      const command = ['--net=/run/netns/exporters', process.execPath, '--eval', SEND];
      await run('nsenter', command, JSON.stringify({ rate, packets: input }));
    },
  };
}
