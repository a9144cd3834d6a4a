import type { Flow } from './flow';
import { json } from './json';

const etypeNames = { 4: 'IPv4', 6: 'IPv6' };
const protoNames: Readonly<Record<number, string>> = {
  1: 'ICMP',
  6: 'TCP',
  17: 'UDP',
  58: 'ICMPv6',
  132: 'SCTP',
};
const zeroMac = '00:00:00:00:00:00';

/** A flow as the patched fork prints it. */
export function customMessage(flow: Flow): string {
  const isV9 = flow.type === 'NETFLOW_V9';
  const isSflow = flow.type === 'SFLOW_5';
  const label = (index: number) => {
    const entry = flow.labels[index];
    if (entry === undefined || (isSflow && index > 2)) {
      return 0;
    }
    return isSflow ? entry.label : entry.label * 16 + entry.trafficClass * 2 + (entry.bottom ? 1 : 0);
  };
  const receivedS = Number(flow.receivedNs / 1_000_000_000n);
  return json({
    Type: flow.type,
    TimeReceived: receivedS,
    SamplerAddress: flow.sampler,
    SamplingRate: flow.type === 'NETFLOW_V5' ? 0x4000 + flow.samplingRate : flow.samplingRate,
    SequenceNum: flow.sequence,
    Count: isV9 ? flow.count : 0,
    SystemUptime: isV9 ? flow.uptimeMs : 0,
    UnixSeconds: isV9 ? receivedS : 0,
    SourceId: isV9 ? flow.sourceId : 0,
    FlowDirection: flow.direction,
    TimeFlowStart: Math.floor(flow.startMs / 1000),
    TimeFlowEnd: Math.floor(flow.endMs / 1000),
    TimeFlowStartMs: isSflow ? 0 : flow.startMs,
    TimeFlowEndMs: isSflow ? 0 : flow.endMs,
    BytesIn: flow.bytesIn,
    PacketsIn: flow.packetsIn,
    BytesOut: flow.bytesOut,
    PacketsOut: flow.packetsOut,
    Etype: flow.ipVersion === 4 ? 0x0800 : 0x86dd,
    Proto: flow.protocol,
    SrcAddr: flow.src,
    DstAddr: flow.dst,
    NextHop: flow.nextHop,
    SrcPort: flow.srcPort,
    DstPort: flow.dstPort,
    InIf: flow.inIf,
    OutIf: flow.outIf,
    SrcMacIn: flow.srcMac,
    DstMacIn: flow.dstMac,
    SrcMacOut: zeroMac,
    DstMacOut: zeroMac,
    SrcVlan: flow.vlan,
    DstVlan: 0,
    VlanId: flow.vlan,
    SrcTos: flow.tos,
    DstTos: 0,
    ForwardingStatus: flow.forwardingStatus,
    MinTTL: flow.minTtl,
    MaxTTL: flow.maxTtl,
    TCPFlags: flow.tcpFlags,
    IcmpType: flow.icmpType,
    IcmpCode: flow.icmpCode,
    IPv6FlowLabel: flow.flowLabel,
    IPv6OptionHeaders: 0,
    FragmentId: flow.fragmentId,
    FragmentOffset: flow.fragmentOffset,
    BiFlowDirection: 0,
    SrcAS: flow.srcAs,
    DstAS: flow.dstAs,
    BgpNextHop: flow.bgpNextHop,
    SrcNet: flow.srcMask,
    DstNet: flow.dstMask,
    SrcPrefix: '',
    DstPrefix: '',
    MPLSPalRd: 0,
    MPLSPrefixLen: 0,
    MPLSTopLabelType: flow.topLabelType,
    MPLSTopLabelIP: flow.topLabelAddress,
    MPLS1Label: label(0),
    MPLS2Label: label(1),
    MPLS3Label: label(2),
    MPLS4Label: label(3),
    MPLS5Label: label(4),
    MPLS6Label: label(5),
    MPLS7Label: label(6),
    MPLS8Label: label(7),
    MPLS9Label: label(8),
    MPLS10Label: label(9),
    EngineType: 0,
    EngineId: 0,
    EtypeName: etypeNames[flow.ipVersion],
    ProtoName: protoNames[flow.protocol] ?? '',
    IcmpName: '',
  });
}
