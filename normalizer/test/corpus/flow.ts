/**
 * Flows as an exporter knows them, before any GoFlow2 prints them: what the suites and the bench make
 * their messages of. Made from a seed, so that each run sees the same ones.
 */
import type { RecordType } from '../../src/record/record-type';

/** A pseudo-random number generator (mulberry32): the same seed gives the same numbers. */
export function generator(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    /** From 0 on, below 1. */
    next,
    integer,
    chance: (probability: number) => next() < probability,
    pick: <T>(values: readonly T[]): T => values[integer(0, values.length - 1)] as T,
  };
}

export type Generator = ReturnType<typeof generator>;

/** An entry of an MPLS label stack (RFC 3032 section 2.1). */
export interface LabelEntry {
  readonly label: number;
  readonly trafficClass: number;
  readonly bottom: boolean;
}

export interface Flow {
  readonly type: RecordType;
  readonly receivedNs: bigint;
  readonly sampler: string;
  readonly samplingRate: number;
  readonly sequence: number;
  readonly count: number;
  readonly uptimeMs: number;
  readonly sourceId: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly bytesIn: bigint;
  readonly packetsIn: bigint;
  readonly bytesOut: bigint;
  readonly packetsOut: bigint;
  readonly ipVersion: 4 | 6;
  readonly protocol: number;
  readonly src: string;
  readonly dst: string;
  readonly srcMask: number;
  readonly dstMask: number;
  readonly nextHop: string;
  readonly bgpNextHop: string;
  readonly srcAs: number;
  readonly dstAs: number;
  readonly srcPort: number;
  readonly dstPort: number;
  readonly tcpFlags: number;
  readonly icmpType: number;
  readonly icmpCode: number;
  readonly tos: number;
  readonly minTtl: number;
  readonly maxTtl: number;
  readonly flowLabel: number;
  readonly fragmentId: number;
  readonly fragmentOffset: number;
  readonly inIf: number;
  readonly outIf: number;
  readonly direction: 0 | 1;
  readonly forwardingStatus: number;
  readonly srcMac: string;
  readonly dstMac: string;
  readonly vlan: number;
  readonly labels: readonly LabelEntry[];
  readonly topLabelType: number;
  readonly topLabelAddress: string;
}

const second = 1_760_000_000;

/** A flow of any record type that GoFlow2 can receive. */
export function anyFlow(random: Generator): Flow {
  const flow = netflowV9(random);
  switch (random.pick<RecordType>(['NETFLOW_V9', 'NETFLOW_V9', 'NETFLOW_V5', 'IPFIX', 'SFLOW_5'])) {
    case 'NETFLOW_V5':
      return flow.ipVersion === 6 ? flow : { ...flow, ...withoutLaterFields, type: 'NETFLOW_V5' };
    case 'IPFIX':
      return { ...flow, type: 'IPFIX' };
    case 'SFLOW_5':
      return sflow(flow);
    default:
      return flow;
  }
}

const NO_MAC = '00:00:00:00:00:00';

/** What came after NetFlow v5, absent. */
const withoutLaterFields: Partial<Flow> = {
  bgpNextHop: '',
  icmpType: 0,
  icmpCode: 0,
  minTtl: 0,
  maxTtl: 0,
  fragmentId: 0,
  fragmentOffset: 0,
  direction: 0,
  forwardingStatus: 0,
  srcMac: NO_MAC,
  dstMac: NO_MAC,
  vlan: 0,
  labels: [],
  topLabelType: 0,
  topLabelAddress: '',
};

/** A packet sample: its moment is that of its receipt. */
const sflow = (flow: Flow): Flow => ({
  ...flow,
  type: 'SFLOW_5',
  startMs: Number(flow.receivedNs / 1_000_000n),
  endMs: Number(flow.receivedNs / 1_000_000n),
  packetsIn: 1n,
  maxTtl: 0,
  direction: 0,
  forwardingStatus: 0,
  topLabelType: 0,
  topLabelAddress: '',
});

/** A NetFlow v9 flow with the traffic mix of an access network. */
export function netflowV9(random: Generator): Flow {
  const { integer, chance, pick } = random;
  const ipVersion = chance(0.25) ? 6 : 4;
  const protocol = pick([6, 6, 6, 6, 17, 17, 17, ipVersion === 4 ? 1 : 58, 47, 50]);
  const withPorts = protocol === 6 || protocol === 17;
  const icmp = protocol === 1 || protocol === 58;
  const byte = () => integer(0, 255);
  const address = () =>
    ipVersion === 4
      ? `${pick([10, 172, 192, 198])}.${byte()}.${byte()}.${byte()}`
      : `2001:db8:${integer(1, 0xffff).toString(16)}::${integer(1, 0xffff).toString(16)}`;
  const mac = () =>
    chance(0.5)
      ? '00:00:00:00:00:00'
      : `00:00:5e:00:${[byte(), byte()].map((part) => part.toString(16).padStart(2, '0')).join(':')}`;
  const packets = integer(1, 5000);
  const ageMs = integer(0, 120_000);
  const receivedMs = second * 1000 + integer(0, 86_400_000);
  const mpls = chance(0.1);
  return {
    type: 'NETFLOW_V9',
    receivedNs: BigInt(receivedMs) * 1_000_000n + BigInt(integer(0, 999_999)),
    sampler: `192.0.2.${integer(1, 20)}`,
    samplingRate: pick([1, 1, 100, 1000]),
    sequence: integer(0, 4_294_967_295),
    count: integer(1, 30),
    uptimeMs: integer(1, 4_294_967_295),
    sourceId: integer(0, 3),
    startMs: receivedMs - ageMs - integer(0, 60_000),
    endMs: receivedMs - ageMs,
    bytesIn: BigInt(packets * integer(40, 1500)),
    packetsIn: BigInt(packets),
    bytesOut: 0n,
    packetsOut: 0n,
    ipVersion,
    protocol,
    src: address(),
    dst: address(),
    srcMask: integer(8, ipVersion === 4 ? 32 : 64),
    dstMask: integer(8, ipVersion === 4 ? 32 : 64),
    nextHop: chance(0.5) ? address() : '',
    bgpNextHop: chance(0.2) ? address() : '',
    srcAs: chance(0.5) ? integer(64496, 64511) : 0,
    dstAs: chance(0.5) ? integer(64496, 64511) : 0,
    srcPort: withPorts ? integer(1024, 65535) : 0,
    dstPort: withPorts ? pick([53, 80, 443, 443, 443, 8443, 123]) : 0,
    tcpFlags: protocol === 6 ? pick([0x02, 0x12, 0x18, 0x1b, 0x10, 0x04]) : 0,
    icmpType: icmp ? pick([0, 3, 8, 11, 128, 129]) : 0,
    icmpCode: icmp ? integer(0, 3) : 0,
    tos: pick([0, 0, 0, 184, 40, 72]),
    minTtl: integer(1, 128),
    maxTtl: integer(128, 255),
    flowLabel: ipVersion === 6 ? integer(0, 0xfffff) : 0,
    fragmentId: ipVersion === 4 ? integer(0, 65535) : 0,
    fragmentOffset: chance(0.02) ? 185 : 0,
    inIf: integer(1, 600),
    outIf: integer(0, 600),
    direction: chance(0.5) ? 0 : 1,
    forwardingStatus: pick([0, 64, 64, 64, 66, 130]),
    srcMac: mac(),
    dstMac: mac(),
    vlan: chance(0.3) ? integer(1, 4095) : 0,
    labels: mpls
      ? [
          { label: integer(16, 1048575), trafficClass: 0, bottom: false },
          { label: integer(16, 1048575), trafficClass: 0, bottom: false },
        ]
      : [],
    topLabelType: mpls ? 5 : 0,
    topLabelAddress: mpls ? '203.0.113.9' : '',
  };
}
