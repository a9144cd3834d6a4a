/** Packet captures made of flows: what exporters are given to watch (libpcap format, Ethernet). */
import { isIPv6 } from 'node:net';
import { ipv6 } from './bytes';

/** One direction of a conversation: `packets` packets of equal length, evenly spread from first to last. */
export interface Traffic {
  readonly source: string;
  readonly destination: string;
  readonly protocol: 'icmp' | 'tcp' | 'udp' | 'icmp-ipv6';
  /** For ICMP: type and code. */
  readonly ports: readonly [source: number, destination: number];
  readonly tcpFlags?: number;
  readonly packets: number;
  /** Bytes of one packet, from the IP header on. */
  readonly length: number;
  /** Seconds since 1970, whole. */
  readonly first: number;
  readonly last: number;
}

const PROTOCOL_NUMBERS = { icmp: 1, tcp: 6, udp: 17, 'icmp-ipv6': 58 };

/** A capture of all the traffic in the order of time. */
export function pcap(traffic: readonly Traffic[]): Buffer {
  const packets = traffic.flatMap((flow) =>
    Array.from({ length: flow.packets }, (_, index) => {
      const share = flow.packets === 1 ? 0 : index / (flow.packets - 1);
      return { time: flow.first + share * (flow.last - flow.first), frame: frame(flow) };
    }),
  );
  packets.sort((one, other) => one.time - other.time);
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0); // magic number, microseconds
  header.writeUInt16LE(2, 4); // version 2.4
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(65535, 16); // snapshot length
  header.writeUInt32LE(1, 20); // link type Ethernet
  return Buffer.concat([
    header,
    ...packets.flatMap(({ time, frame }) => [packetHeader(time, frame.length), frame]),
  ]);
}

function packetHeader(time: number, length: number): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(Math.floor(time), 0);
  header.writeUInt32LE(Math.round((time % 1) * 1e6), 4);
  header.writeUInt32LE(length, 8);
  header.writeUInt32LE(length, 12);
  return header;
}

function frame(flow: Traffic): Buffer {
  const v6 = isIPv6(flow.source);
  const ethernet = Buffer.from(`00005e00530b00005e00530c${v6 ? '86dd' : '0800'}`, 'hex');
  return Buffer.concat([ethernet, v6 ? ipv6Packet(flow) : ipv4Packet(flow)]);
}

/** RFC 791; checksums stay zero, since exporters don't look at them. */
function ipv4Packet(flow: Traffic): Buffer {
  const packet = Buffer.alloc(flow.length);
  packet.writeUInt8(0x45, 0);
  packet.writeUInt16BE(flow.length, 2);
  packet.writeUInt8(64, 8);
  packet.writeUInt8(PROTOCOL_NUMBERS[flow.protocol], 9);
  packet.set(flow.source.split('.').map(Number), 12);
  packet.set(flow.destination.split('.').map(Number), 16);
  transport(flow, packet.subarray(20));
  return packet;
}

/** RFC 8200. */
function ipv6Packet(flow: Traffic): Buffer {
  const packet = Buffer.alloc(flow.length);
  packet.writeUInt8(0x60, 0);
  packet.writeUInt16BE(flow.length - 40, 4);
  packet.writeUInt8(PROTOCOL_NUMBERS[flow.protocol], 6);
  packet.writeUInt8(64, 7);
  packet.set(ipv6(flow.source), 8);
  packet.set(ipv6(flow.destination), 24);
  transport(flow, packet.subarray(40));
  return packet;
}

function transport(flow: Traffic, header: Buffer): void {
  const [source, destination] = flow.ports;
  if (flow.protocol === 'icmp' || flow.protocol === 'icmp-ipv6') {
    header.writeUInt8(source, 0);
    header.writeUInt8(destination, 1);
    return;
  }
  header.writeUInt16BE(source, 0);
  header.writeUInt16BE(destination, 2);
  if (flow.protocol === 'tcp') {
    header.writeUInt8(0x50, 12); // header of five words
    header.writeUInt8(flow.tcpFlags ?? 0, 13);
  } else {
    header.writeUInt16BE(header.length, 4);
  }
}
