/** sFlow version 5 datagrams (https://sflow.org/sflow_version_5.txt). */
import { ipv4, ipv6, words } from './bytes';

/** A sample, or a record within one: its format, and its content. */
export interface Formatted {
  readonly format: number;
  readonly content: Buffer;
}

/** A datagram of an agent's samples. @param agent its IPv4 address */
export function datagram(agent: string, sequence: number, samples: readonly Formatted[]): Buffer {
  const [version, addressType, subAgent, uptime] = [5, 1, 0, 100_000];
  return Buffer.concat([
    words(version, addressType),
    ipv4(agent),
    words(subAgent, sequence, uptime, samples.length),
    ...samples.map(withLength),
  ]);
}

const withLength = ({ format, content }: Formatted) =>
  Buffer.concat([words(format, content.length), content]);

/** The word of an interface: two bits of format above an index of thirty (section 5.3). */
export const interfaceWord = (format: number, value: number): number => format * 2 ** 30 + value;

/** What is told of a sampled frame. */
export interface Sample {
  readonly input?: number;
  readonly output?: number;
}

const [SAMPLING_RATE, POOL, DROPS] = [1000, 1000, 0];

/** A flow sample: the words of the interfaces, and records of the frame. */
export function flowSample({ input = 3, output = 4 }: Sample, records: readonly Formatted[]): Formatted {
  const [sequence, source] = [1, 3];
  const header = words(sequence, source, SAMPLING_RATE, POOL, DROPS, input, output, records.length);
  return { format: 1, content: Buffer.concat([header, ...records.map(withLength)]) };
}

/** The same with a word for the format of each interface and one for its value. */
export function expandedFlowSample(
  input: readonly [format: number, value: number],
  output: readonly [format: number, value: number],
  records: readonly Formatted[],
): Formatted {
  const [sequence, sourceType, source] = [1, 0, 3];
  const header = words(sequence, sourceType, source, SAMPLING_RATE, POOL, DROPS);
  const interfaces = words(...input, ...output, records.length);
  return { format: 3, content: Buffer.concat([header, interfaces, ...records.map(withLength)]) };
}

/** An interface's counters, as each switch tells them beside its flow samples: all of them zero. */
export function counterSample(): Formatted {
  const [sequence, source, records] = [1, 3, 1];
  const genericInterface = { format: 1, content: Buffer.alloc(88) };
  return {
    format: 2,
    content: Buffer.concat([words(sequence, source, records), withLength(genericInterface)]),
  };
}

/** A frame's first bytes. */
export function rawHeader(frame: Buffer): Formatted {
  const [ethernet, stripped] = [1, 0];
  const padding = Buffer.alloc((4 - (frame.length % 4)) % 4);
  return {
    format: 1,
    content: Buffer.concat([words(ethernet, frame.length, stripped, frame.length), frame, padding]),
  };
}

/** The packet's addresses, ports, and so on, of agents that tell no bytes of it. */
export function sampledIpv4(): Formatted {
  const [length, protocol, ports, tcpFlags, tos] = [1480, 6, [1000, 443] as const, 0x12, 184];
  const addresses = [ipv4('198.51.100.1'), ipv4('203.0.113.1')];
  return {
    format: 3,
    content: Buffer.concat([words(length, protocol), ...addresses, words(...ports, tcpFlags, tos)]),
  };
}

export function sampledIpv6(): Formatted {
  const [length, protocol, ports, tcpFlags, priority] = [1460, 17, [40000, 53] as const, 0, 184];
  const addresses = [ipv6('2001:db8::1'), ipv6('2001:db8:1::2')];
  return {
    format: 4,
    content: Buffer.concat([words(length, protocol), ...addresses, words(...ports, tcpFlags, priority)]),
  };
}

/** VLANs and priorities on both sides; a VLAN that the switch doesn't know has all bits set. */
export const extendedSwitch = (source: number, destination: number): Formatted => ({
  format: 1001,
  content: words(source, 0, destination, 0),
});

/** Next hop, and the masks of both endpoints. */
export const extendedRouter = (nextHop: string, sourceMask: number, destinationMask: number): Formatted => ({
  format: 1002,
  content: Buffer.concat([words(1), ipv4(nextHop), words(sourceMask, destinationMask)]),
});

/** BGP: next hop, the router's AS, the source's AS and its peer's, the path, communities, local preference. */
export function extendedGateway(nextHop: string, sourceAs: number, path: readonly number[]): Formatted {
  const [routerAs, peerAs, segments, sequence, localPreference] = [64500, 64499, 1, 2, 100];
  const communities = [64500 * 65536 + 1];
  return {
    format: 1003,
    content: Buffer.concat([
      ...[
        words(1),
        ipv4(nextHop),
        words(routerAs, sourceAs, peerAs, segments, sequence, path.length, ...path),
      ],
      words(communities.length, ...communities, localPreference),
    ]),
  };
}

/** A datagram in which an agent tells of a frame that it has sampled. @param agent its IPv4 address */
export const sflow = (agent: string, sequence: number, frame: Buffer): Buffer =>
  datagram(agent, sequence, [flowSample({}, [rawHeader(frame)])]);
