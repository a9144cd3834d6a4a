/**
 * Stock GoFlow2 v1: all keys of a version always there, absent values as 0, "" or []. Of the pairs that
 * NetFlow v9 knows (in and out) it keeps one. Its two spellings differ in the keys with acronyms; this
 * file reads what they share.
 */
import type { FlowRecord, RecordType } from './flow-record';
import * as byType from './by-type';
import type { Message } from './json';
import * as read from './read';

// Bound once: without a bundler an imported name is looked up at each use.
const { UINT8, UINT16, UINT20, UINT32, INT31, TCP_FLAGS, VLAN_ID } = read;
const { optionalUint, uint, uint64, moment, icmpType, optionalRecordType } = read;
const { endpoint, optionalAddress, optionalMask, macAddress, ipVersion: ipVersionOf } = read;
const { fragmentOffset, ipFlags, samplingAlgorithm, samplingInterval, toldFor } = byType;

const DOMAIN_TYPES: readonly RecordType[] = ['IPFIX'];

/** The values that the two spellings have under different keys, or only one of them has. */
export interface SpelledValues {
  readonly tos: unknown;
  readonly ttl: unknown;
  readonly tcpFlags: unknown;
  readonly flowLabel: unknown;
  readonly srcAs: unknown;
  readonly dstAs: unknown;
  readonly observationDomain: unknown;
  readonly direction: unknown;
  readonly bgpNextHop: string | undefined;
  readonly labels: readonly (number | undefined)[];
  readonly topLabelAddress: string | undefined;
}

/** Reads a message of either spelling. */
export function decodeV1(message: Message, spelled: SpelledValues): FlowRecord {
  const type = optionalRecordType(message.Type);
  const ipVersion = ipVersionOf(message.Etype);
  return {
    recordType: type,
    timeReceived: uint(message.TimeReceived, UINT32),
    samplerAddress: optionalAddress(message.SamplerAddress),
    sequenceNumber: uint(message.SequenceNum, UINT32),
    count: undefined,
    systemUptime: undefined,
    unixSeconds: undefined,
    sourceId: toldFor(DOMAIN_TYPES, type, optionalUint(spelled.observationDomain, UINT32)),
    start: moment(message.TimeFlowStart, message.TimeFlowStartMs),
    end: moment(message.TimeFlowEnd, message.TimeFlowEndMs),
    bytesIn: uint64(message.Bytes),
    packetsIn: uint64(message.Packets),
    bytesOut: undefined,
    packetsOut: undefined,
    ipVersion,
    protocol: uint(message.Proto, UINT8),
    srcAddress: endpoint(message.SrcAddr, ipVersion),
    dstAddress: endpoint(message.DstAddr, ipVersion),
    srcMask: optionalMask(message.SrcNet, ipVersion),
    dstMask: optionalMask(message.DstNet, ipVersion),
    srcPrefix: undefined,
    dstPrefix: undefined,
    nextHop: optionalAddress(message.NextHop),
    bgpNextHop: spelled.bgpNextHop,
    srcAs: optionalUint(spelled.srcAs, UINT32),
    dstAs: optionalUint(spelled.dstAs, UINT32),
    srcPort: uint(message.SrcPort, UINT16),
    dstPort: uint(message.DstPort, UINT16),
    tcpFlags: optionalUint(spelled.tcpFlags, TCP_FLAGS),
    icmpType: icmpType(message.IcmpType, message.IcmpCode),
    srcTos: optionalUint(spelled.tos, UINT8),
    dstTos: undefined,
    minTtl: optionalUint(spelled.ttl, UINT8),
    maxTtl: undefined,
    flowLabel: optionalUint(spelled.flowLabel, UINT20),
    optionHeaders: undefined,
    fragmentId: optionalUint(message.FragmentId, ipVersion === 4 ? UINT16 : UINT32),
    fragmentOffset: fragmentOffset(message.FragmentOffset, type),
    ipFlags: ipFlags(message.FragmentOffset, type),
    inInterface: optionalUint(message.InIf, INT31),
    outInterface: optionalUint(message.OutIf, INT31),
    direction: optionalUint(spelled.direction, 1),
    biflowDirection: optionalUint(message.BiFlowDirection, UINT8),
    forwardingStatus: optionalUint(message.ForwardingStatus, UINT8),
    srcMacIn: macAddress(message.SrcMac),
    dstMacIn: macAddress(message.DstMac),
    srcMacOut: undefined,
    dstMacOut: undefined,
    srcVlan: optionalUint(message.SrcVlan, VLAN_ID),
    dstVlan: optionalUint(message.DstVlan, VLAN_ID),
    vlanTag: optionalUint(message.VlanId, UINT16),
    mplsRouteDistinguisher: undefined,
    mplsPrefixLength: undefined,
    mplsTopLabelType: undefined,
    mplsTopLabelAddress: spelled.topLabelAddress,
    mplsLabels: spelled.labels,
    samplingInterval: samplingInterval(message.SamplingRate, type),
    samplingAlgorithm: samplingAlgorithm(message.SamplingRate, type),
    engineType: undefined,
    engineId: undefined,
  };
}
