/** The demo's packets: NetFlow v9, IPFIX and sFlow, each from an exporter of its own. */
import { ipv4, uint } from '../../test/traffic/bytes';
import { ARP, frame, udpFrame } from '../../test/traffic/frames';
import { ipfix, netflowV9, type Field } from '../../test/traffic/netflow';
import { sflow } from '../../test/traffic/sflow';
import { conversation, type Conversation } from './conversations';
import type { Chance } from './random';

/** A packet, who sends it (an address of this machine), and to which of the collector's ports. */
export interface Packet {
  readonly from: string;
  readonly to: 'netflow' | 'sflow';
  readonly payload: Buffer;
}

/** The exporters' addresses; Linux has all of 127.0.0.0/8. */
const [NETFLOW, IPFIX, SFLOW] = ['127.0.0.11', '127.0.0.12', '127.0.0.13'];

const UPTIME = 3_600_000;

/** Packets without end. @param now milliseconds since 1970, asked for each */
export function* packets(chance: Chance, now: () => number): Generator<Packet, never> {
  for (let sequence = 1; ; sequence++) {
    const flow = conversation(chance);
    const header = { uptime: UPTIME, time: Math.floor(now() / 1000), sequence, sourceId: 1 };
    const kind = chance.next();
    if (kind < 0.55) {
      // Times of NetFlow v9 count from the start of the exporter.
      const times = [field(22, UPTIME - flow.duration, 4), field(21, UPTIME, 4)];
      yield { from: NETFLOW, to: 'netflow', payload: netflowV9(header, [...fields(flow, chance), ...times]) };
    } else if (kind < 0.9) {
      const times = [field(152, BigInt(now() - flow.duration), 8), field(153, BigInt(now()), 8)];
      yield { from: IPFIX, to: 'netflow', payload: ipfix(header, [...fields(flow, chance), ...times]) };
    } else {
      yield { from: SFLOW, to: 'sflow', payload: sflow('203.0.113.1', sequence, sampled(flow, chance)) };
    }
  }
}

/** Fields of RFC 3954 by their numbers. */
function fields(flow: Conversation, { next }: Chance): Field[] {
  // Exporters that don't know it send 255, which is no direction: the leaf is left out.
  const direction = next() < 0.1 ? 255 : 0;
  return [
    { type: 8, value: ipv4(flow.source) },
    { type: 12, value: ipv4(flow.destination) },
    field(4, flow.protocol, 1),
    field(7, flow.ports[0], 2),
    field(11, flow.ports[1], 2),
    field(6, flow.tcpFlags, 1),
    field(1, flow.bytes, 8),
    field(2, flow.packets, 8),
    field(10, flow.interfaces[0], 4),
    field(14, flow.interfaces[1], 4),
    field(5, 0, 1),
    field(9, 24, 1),
    field(13, 24, 1),
    field(16, 64_500, 4),
    field(17, 64_501, 4),
    { type: 15, value: ipv4('203.0.113.254') },
    field(61, direction, 1),
  ];
}

const field = (type: number, value: number | bigint, bytes: number): Field => ({
  type,
  value: uint(value, bytes),
});

/** What a switch sees: mostly datagrams, and now and then what is not IP and will be rejected. */
function sampled({ source, destination }: Conversation, { next }: Chance): Buffer {
  return next() < 0.3 ? frame(ARP, Buffer.alloc(46)) : udpFrame(source, destination);
}
