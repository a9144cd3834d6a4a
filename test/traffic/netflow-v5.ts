/** NetFlow v5 packets with one record (Cisco, NetFlow export datagram format: version 5). */
import { ipv4, uint, words } from './bytes';

/** What differs from a TCP flow of 2 packets and 1500 bytes, and from a header that tells of no sampling. */
export interface RecordV5 {
  /** Milliseconds that the exporter had been up when it sent the packet, saw the first packet, and the last. */
  readonly uptime?: number;
  readonly first?: number;
  readonly last?: number;
  readonly input?: number;
  readonly output?: number;
  /** The whole word: mode and interval. */
  readonly sampling?: number;
  readonly tcpFlags?: number;
  readonly protocol?: number;
  readonly ports?: readonly [source: number, destination: number];
  readonly masks?: readonly [source: number, destination: number];
}

/** @param time seconds since 1970 at which it was sent */
export function netflowV5(time: number, sequence: number, flow: RecordV5): Buffer {
  const { uptime = 0, first = 0, last = 0, input = 0, output = 0, sampling = 0 } = flow;
  const { tcpFlags = 0, protocol = 6, ports = [1000, 443], masks = [24, 16] } = flow;
  const [version, count, nanoseconds, engineType, engineId] = [5, 1, 0, 0, 0];
  const [packets, bytes, tos, sourceAs, destinationAs] = [2, 1500, 184, 64501, 64502];
  const header = [
    ...[uint(version, 2), uint(count, 2), words(uptime, time, nanoseconds, sequence)],
    ...[uint(engineType, 1), uint(engineId, 1), uint(sampling, 2)],
  ];
  return Buffer.concat([
    ...header,
    ...[ipv4('198.51.100.1'), ipv4('203.0.113.1'), ipv4('192.0.2.254'), uint(input, 2), uint(output, 2)],
    ...[words(packets, bytes, first, last), uint(ports[0], 2), uint(ports[1], 2)],
    ...[uint(0, 1), uint(tcpFlags, 1), uint(protocol, 1), uint(tos, 1)],
    ...[uint(sourceAs, 2), uint(destinationAs, 2), uint(masks[0], 1), uint(masks[1], 1), uint(0, 2)],
  ]);
}
