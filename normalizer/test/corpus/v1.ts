import { bytesOf } from './address';
import type { Flow } from './flow';
import { json } from './json';

/** The sampling word of NetFlow v5 with mode 1, as versions before 1.3.4 print it. */
const rawSampling = (flow: Flow) =>
  flow.type === 'NETFLOW_V5' ? 0x4000 + flow.samplingRate : flow.samplingRate;

const common = (flow: Flow) => ({
  Type: flow.type,
  TimeReceived: Number(flow.receivedNs / 1_000_000_000n),
  SequenceNum: flow.sequence,
  SamplerAddress: flow.sampler,
  TimeFlowStart: Math.floor(flow.startMs / 1000),
  TimeFlowEnd: Math.floor(flow.endMs / 1000),
  Bytes: flow.bytesIn,
  Packets: flow.packetsIn,
  SrcAddr: flow.src,
  DstAddr: flow.dst,
  Etype: flow.ipVersion === 4 ? 0x0800 : 0x86dd,
  Proto: flow.protocol,
  SrcPort: flow.srcPort,
  DstPort: flow.dstPort,
  InIf: flow.inIf,
  OutIf: flow.outIf,
  SrcMac: flow.srcMac,
  DstMac: flow.dstMac,
  SrcVlan: flow.vlan,
  DstVlan: 0,
  VlanId: flow.vlan,
  ForwardingStatus: flow.forwardingStatus,
  IcmpType: flow.icmpType,
  IcmpCode: flow.icmpCode,
  FragmentId: flow.fragmentId,
  FragmentOffset: flow.fragmentOffset,
  BiFlowDirection: 0,
  NextHop: flow.nextHop,
  SrcNet: flow.srcMask,
  DstNet: flow.dstMask,
});

/** A flow as v1.0 and v1.1.0 print it. */
export const v1OldMessage = (flow: Flow): string =>
  json({
    ...common(flow),
    SamplingRate: rawSampling(flow),
    IngressVrfID: 0,
    EgressVrfID: 0,
    IPTos: flow.tos,
    IPTTL: flow.minTtl,
    TCPFlags: flow.tcpFlags,
    IPv6FlowLabel: flow.flowLabel,
    SrcAS: flow.srcAs,
    DstAS: flow.dstAs,
    NextHopAS: 0,
    EtypeName: flow.ipVersion === 4 ? 'IPv4' : 'IPv6',
    ProtoName: '',
    IcmpName: '',
  });

/** A flow as v1.3.7 prints it. */
export function v1NewMessage(flow: Flow): string {
  const isSflow = flow.type === 'SFLOW_5';
  const label = (index: number) => flow.labels[index]?.label ?? 0;
  return json({
    ...common(flow),
    SamplingRate: flow.samplingRate,
    FlowDirection: flow.direction,
    TimeFlowStartMs: isSflow ? 0 : flow.startMs,
    TimeFlowEndMs: isSflow ? 0 : flow.endMs,
    IngressVrfId: 0,
    EgressVrfId: 0,
    IpTos: flow.tos,
    IpTtl: flow.minTtl,
    TcpFlags: flow.tcpFlags,
    Ipv6FlowLabel: flow.flowLabel,
    SrcAs: flow.srcAs,
    DstAs: flow.dstAs,
    NextHopAs: 0,
    BgpNextHop: bytesOf(flow.bgpNextHop),
    BgpCommunities: [],
    AsPath: [],
    HasMpls: flow.labels.length > 0,
    MplsCount: isSflow ? flow.labels.length : 0,
    Mpls_1Ttl: 0,
    Mpls_1Label: label(0),
    Mpls_2Ttl: 0,
    Mpls_2Label: label(1),
    Mpls_3Ttl: 0,
    Mpls_3Label: label(2),
    MplsLastTtl: 0,
    MplsLastLabel: isSflow ? (flow.labels.at(-1)?.label ?? 0) : 0,
    MplsLabelIp: bytesOf(flow.topLabelAddress),
    ObservationDomainId: flow.type === 'IPFIX' ? flow.sourceId : 0,
    ObservationPointId: 0,
    CustomInteger_1: 0,
    CustomBytes_1: [],
    CustomList_1: [],
  });
}

/** The names of the protobuf definition, which `-format.tag=json` has printed. */
export const inSnakeCase = (key: string): string => key.replace(/(?<=[a-z\d])(?=[A-Z])/g, '_').toLowerCase();

/** A flow as v1.2 and v1.3 print it with `-format.tag=json`. */
export const v1JsonMessage = (flow: Flow): string =>
  v1NewMessage(flow).replace(/"\w+":/g, (member) => inSnakeCase(member));
