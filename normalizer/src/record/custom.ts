/**
 * The documented dialect: that of the GoFlow2 fork of the semantic-data-aggregator, which prints every
 * field of NetFlow v9, always all of its keys, numbers bare and absent values as 0 or "".
 */
import type { Dialect } from './dialect';
import { NO_LABELS, type FlowRecord, type RecordType } from './flow-record';
import * as byType from './by-type';
import type { Message } from './json';
import * as read from './read';
import { customSchema } from './custom-schema';

// Bound once: without a bundler an imported name is looked up at each use.
const { UINT8, UINT16, UINT20, UINT24, UINT32, INT31, TCP_FLAGS, VLAN_ID } = read;
const { optionalUint, optionalUint64, optionalLabel, uint, uint64, moment } = read;
const { endpoint, optionalAddress, optionalMask, optionalPrefix, macAddress, optionalMacAddress } = read;
const { icmpType, ipVersion: ipVersionOf, optionalRecordType } = read;
const { fragmentOffset, ipFlags, samplingAlgorithm, samplingInterval, toldFor } = byType;

const HEADER_TYPES: readonly RecordType[] = ['NETFLOW_V9'];

export const custom: Dialect = {
  name: 'custom',
  recognises: (message) =>
    message.BytesIn !== undefined || message.SrcMacIn !== undefined || message.MPLS1Label !== undefined,
  decode,
  schemaOf: customSchema,
};

function decode(message: Message): FlowRecord {
  const type = optionalRecordType(message.Type);
  const ipVersion = ipVersionOf(message.Etype);
  const srcMask = optionalMask(message.SrcNet, ipVersion);
  const dstMask = optionalMask(message.DstNet, ipVersion);
  return {
    recordType: type,
    timeReceived: uint(message.TimeReceived, UINT32),
    samplerAddress: optionalAddress(message.SamplerAddress),
    sequenceNumber: uint(message.SequenceNum, UINT32),
    count: toldFor(HEADER_TYPES, type, optionalUint(message.Count, UINT16)),
    systemUptime: toldFor(HEADER_TYPES, type, optionalUint(message.SystemUptime, UINT32)),
    unixSeconds: toldFor(HEADER_TYPES, type, optionalUint(message.UnixSeconds, UINT32)),
    sourceId: toldFor(HEADER_TYPES, type, optionalUint(message.SourceId, UINT32)),
    start: moment(message.TimeFlowStart, message.TimeFlowStartMs),
    end: moment(message.TimeFlowEnd, message.TimeFlowEndMs),
    bytesIn: uint64(message.BytesIn),
    packetsIn: uint64(message.PacketsIn),
    bytesOut: optionalUint64(message.BytesOut),
    packetsOut: optionalUint64(message.PacketsOut),
    ipVersion,
    protocol: uint(message.Proto, UINT8),
    srcAddress: endpoint(message.SrcAddr, ipVersion),
    dstAddress: endpoint(message.DstAddr, ipVersion),
    srcMask,
    dstMask,
    srcPrefix: optionalPrefix(message.SrcPrefix, srcMask),
    dstPrefix: optionalPrefix(message.DstPrefix, dstMask),
    nextHop: optionalAddress(message.NextHop),
    bgpNextHop: optionalAddress(message.BgpNextHop),
    srcAs: optionalUint(message.SrcAS, UINT32),
    dstAs: optionalUint(message.DstAS, UINT32),
    srcPort: uint(message.SrcPort, UINT16),
    dstPort: uint(message.DstPort, UINT16),
    tcpFlags: optionalUint(message.TCPFlags, TCP_FLAGS),
    icmpType: icmpType(message.IcmpType, message.IcmpCode),
    srcTos: optionalUint(message.SrcTos, UINT8),
    dstTos: optionalUint(message.DstTos, UINT8),
    minTtl: optionalUint(message.MinTTL, UINT8),
    maxTtl: optionalUint(message.MaxTTL, UINT8),
    flowLabel: optionalUint(message.IPv6FlowLabel, UINT20),
    optionHeaders: optionalUint(message.IPv6OptionHeaders, UINT32),
    fragmentId: optionalUint(message.FragmentId, ipVersion === 4 ? UINT16 : UINT32),
    fragmentOffset: fragmentOffset(message.FragmentOffset, type),
    ipFlags: ipFlags(message.FragmentOffset, type),
    inInterface: optionalUint(message.InIf, INT31),
    outInterface: optionalUint(message.OutIf, INT31),
    direction: optionalUint(message.FlowDirection, 1),
    biflowDirection: optionalUint(message.BiFlowDirection, UINT8),
    forwardingStatus: optionalUint(message.ForwardingStatus, UINT8),
    srcMacIn: macAddress(message.SrcMacIn),
    dstMacIn: macAddress(message.DstMacIn),
    srcMacOut: optionalMacAddress(message.SrcMacOut),
    dstMacOut: optionalMacAddress(message.DstMacOut),
    srcVlan: optionalUint(message.SrcVlan, VLAN_ID),
    dstVlan: optionalUint(message.DstVlan, VLAN_ID),
    vlanTag: optionalUint(message.VlanId, UINT16),
    mplsRouteDistinguisher: optionalUint64(message.MPLSPalRd),
    mplsPrefixLength: optionalUint(message.MPLSPrefixLen, 32),
    mplsTopLabelType: optionalUint(message.MPLSTopLabelType, UINT8),
    mplsTopLabelAddress: optionalAddress(message.MPLSTopLabelIP),
    mplsLabels: labels(message, type),
    samplingInterval: samplingInterval(message.SamplingRate, type),
    samplingAlgorithm: samplingAlgorithm(message.SamplingRate, type),
    engineType: optionalUint(message.EngineType, UINT8),
    engineId: optionalUint(message.EngineId, UINT8),
  };
}

function labels(message: Message, type: RecordType | undefined): FlowRecord['mplsLabels'] {
  if (hasNoLabels(message)) {
    return NO_LABELS;
  }
  return [
    entry(message.MPLS1Label, type),
    entry(message.MPLS2Label, type),
    entry(message.MPLS3Label, type),
    entry(message.MPLS4Label, type),
    entry(message.MPLS5Label, type),
    entry(message.MPLS6Label, type),
    entry(message.MPLS7Label, type),
    entry(message.MPLS8Label, type),
    entry(message.MPLS9Label, type),
    entry(message.MPLS10Label, type),
  ];
}

const hasNoLabels = (message: Message) =>
  message.MPLS1Label === 0 &&
  message.MPLS2Label === 0 &&
  message.MPLS3Label === 0 &&
  message.MPLS4Label === 0 &&
  message.MPLS5Label === 0 &&
  message.MPLS6Label === 0 &&
  message.MPLS7Label === 0 &&
  message.MPLS8Label === 0 &&
  message.MPLS9Label === 0 &&
  message.MPLS10Label === 0;

// NetFlow and IPFIX labels are stack entries of 24 bits, sFlow labels the bare 20 bits of the label.
const entry = (value: unknown, type: RecordType | undefined) =>
  type === 'SFLOW_5' ? optionalLabel(value) : optionalUint(value, UINT24);
