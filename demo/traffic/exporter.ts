/** Sends the demo's packets to a collector, steadily, until it is stopped. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { packets, type Packet } from './packets';
import { chance } from './random';

/** Where the collector listens on 127.0.0.1. */
export interface CollectorPorts {
  readonly netflowPort: number;
  readonly sflowPort: number;
}

export interface Traffic {
  readonly stop: () => void;
}

const PACKETS_PER_SECOND = 50;
const SEED = 1;

/** Starts the exporters. */
export function startExporters(to: CollectorPorts): Traffic {
  const sockets = new Map<string, Promise<Socket>>();
  const stream = packets(chance(SEED), Date.now);
  const send = async ({ from, to: kind, payload }: Packet) => {
    const socket = sockets.get(from) ?? boundTo(from);
    sockets.set(from, socket);
    (await socket).send(payload, kind === 'netflow' ? to.netflowPort : to.sflowPort, '127.0.0.1');
  };
  const timer = setInterval(() => void send(stream.next().value), 1000 / PACKETS_PER_SECOND);
  return {
    stop: () => {
      clearInterval(timer);
      for (const socket of sockets.values()) void socket.then((one) => one.close());
    },
  };
}

/** A socket that sends from the address, or from 127.0.0.1 where the system has no other (macOS). */
async function boundTo(address: string): Promise<Socket> {
  const socket = createSocket('udp4');
  try {
    socket.bind(0, address);
    await once(socket, 'listening');
    return socket;
  } catch {
    return createSocket('udp4');
  }
}
