/** The leaves of a flow's list entry itself. */
import * as names from '../model/enumerations';
import { protocolNames } from '../model/protocol';
import { ingressCounter, mappedIngressCounter } from '../values/counters';
import { flowId, port, protocol } from '../values/identity';
import { counter64, uint8, uint16, unlessZero } from '../values/integers';
import { interfaceIndex } from '../values/interfaces';
import { ingressMacAddress, macAddress, macAddressOrNone } from '../values/macs';
import { bits, named } from '../values/names';
import { flagsOfOffset, fragmentOffset, icmpType } from '../values/packets';
import { samplingAlgorithm, samplingInterval, samplingWord } from '../values/sampling';
import { end, milliseconds, nanoseconds, seconds, start } from '../values/times';
import { as, leaf, mapped, mappedMac, mappedReverse } from './leaf';

const key = ['SrcAddr', 'SrcPort', 'DstAddr', 'DstPort', 'Proto'];
const keyOfV2 = ['src_addr', 'src_port', 'dst_addr', 'dst_port', 'proto'];

const bytesOut = mapped('bytes_out', 23); // OUT_BYTES, postOctetDeltaCount
const packetsOut = mapped('packets_out', 24); // OUT_PKTS, postPacketDeltaCount
const srcMacOut = mappedMac('src_mac_out', 81); // OUT_SRC_MAC
const dstMacOut = mappedMac('dst_mac_out', 57); // OUT_DST_MAC

export const flow = [
  leaf('flow-id', flowId({ names: false }), {
    custom: key,
    'v1.0': key,
    'v1.2': key,
    v2: as(flowId({ names: true }), ...keyOfV2),
  }),
  leaf('bytes-in', ingressCounter, {
    custom: 'BytesIn',
    'v1.0': 'Bytes',
    'v1.2': 'Bytes',
    v2: as(
      mappedIngressCounter,
      mapped('bytes_in', 1), // IN_BYTES, octetDeltaCount
      mapped('initiator_bytes', 231), // initiatorOctets: Cisco ASA
      mapped('bytes_total', 85), // octetTotalCount: Juniper SRX, YAF
      bytesOut,
      'bytes',
    ),
  }),
  leaf('bytes-out', counter64, {
    custom: 'BytesOut',
    v2: [
      bytesOut,
      mapped('responder_bytes', 232), // responderOctets
      mappedReverse('reverse_bytes', 1),
      mappedReverse('reverse_bytes_total', 85),
    ],
  }),
  leaf('pkts-in', ingressCounter, {
    custom: 'PacketsIn',
    'v1.0': 'Packets',
    'v1.2': 'Packets',
    v2: as(
      mappedIngressCounter,
      mapped('packets_in', 2), // IN_PKTS, packetDeltaCount
      mapped('initiator_packets', 298), // initiatorPackets
      mapped('packets_total', 86), // packetTotalCount
      packetsOut,
      'packets',
    ),
  }),
  leaf('pkts-out', counter64, {
    custom: 'PacketsOut',
    v2: [
      packetsOut,
      mapped('responder_packets', 299), // responderPackets
      mappedReverse('reverse_packets', 2),
      mappedReverse('reverse_packets_total', 86),
    ],
  }),
  leaf('protocol', protocol(protocolNames), {
    custom: 'Proto',
    'v1.0': 'Proto',
    'v1.2': 'Proto',
    v2: 'proto',
  }),
  leaf('src-tos', uint8, { custom: 'SrcTos', 'v1.0': 'IPTos', 'v1.2': 'IpTos', v2: 'ip_tos' }),
  leaf('dst-tos', uint8, { custom: 'DstTos', v2: mapped('dst_tos', 55) }), // DST_TOS, postIpClassOfService
  leaf('tcp-flags', bits(names.tcpFlagSets), {
    custom: 'TCPFlags',
    'v1.0': 'TCPFlags',
    'v1.2': 'TcpFlags',
    v2: 'tcp_flags',
  }),
  leaf('src-port', port('src'), { custom: 'SrcPort', 'v1.0': 'SrcPort', 'v1.2': 'SrcPort', v2: 'src_port' }),
  leaf('dst-port', port('dst'), { custom: 'DstPort', 'v1.0': 'DstPort', 'v1.2': 'DstPort', v2: 'dst_port' }),
  leaf('snmp-in', interfaceIndex, {
    custom: 'InIf',
    'v1.0': 'InIf',
    'v1.2': 'InIf',
    v2: ['in_if', mapped('in_physical_if', 252)], // ingressPhysicalInterface
  }),
  leaf('snmp-out', interfaceIndex, {
    custom: 'OutIf',
    'v1.0': 'OutIf',
    'v1.2': 'OutIf',
    v2: ['out_if', mapped('out_physical_if', 253)], // egressPhysicalInterface
  }),
  // The start is held against the end, so that comes first.
  leaf('last-switched', end(milliseconds, seconds), {
    custom: ['TimeFlowEndMs', 'TimeFlowEnd'],
    'v1.0': ['TimeFlowEndMs', 'TimeFlowEnd'],
    'v1.2': ['TimeFlowEndMs', 'TimeFlowEnd'],
    v2: as(
      end(milliseconds, seconds, nanoseconds),
      mapped('flow_end_milliseconds', 153), // flowEndMilliseconds: GoFlow2 reads it in IPFIX only
      mapped('flow_end_seconds', 151), // flowEndSeconds
      'time_flow_end_ns',
    ),
  }),
  leaf('first-switched', start(milliseconds, seconds), {
    custom: ['TimeFlowStartMs', 'TimeFlowStart'],
    'v1.0': ['TimeFlowStartMs', 'TimeFlowStart'],
    'v1.2': ['TimeFlowStartMs', 'TimeFlowStart'],
    v2: as(
      start(milliseconds, seconds, nanoseconds),
      mapped('flow_start_milliseconds', 152), // flowStartMilliseconds
      mapped('flow_start_seconds', 150), // flowStartSeconds
      'time_flow_start_ns',
    ),
  }),
  leaf('icmp-type', icmpType, {
    custom: ['IcmpType', 'IcmpCode'],
    'v1.0': ['IcmpType', 'IcmpCode'],
    'v1.2': ['IcmpType', 'IcmpCode'],
    v2: ['icmp_type', 'icmp_code'],
  }),
  leaf('sampling-interval', samplingWord, {
    custom: 'SamplingRate',
    'v1.0': 'SamplingRate',
    'v1.2': 'SamplingRate',
    // SAMPLING_INTERVAL within a flow record, until the exporter's options have told one.
    v2: as(samplingInterval, 'sampling_rate', mapped('sampling_interval', 34)),
  }),
  leaf('sampling-algorithm', samplingAlgorithm, {
    custom: 'SamplingRate',
    'v1.0': 'SamplingRate',
    'v1.2': 'SamplingRate',
  }),
  leaf('engine-type', named(names.engineTypes), { custom: 'EngineType', v2: mapped('engine_type', 38) }),
  leaf('engine-id', uint8, { custom: 'EngineId', v2: mapped('engine_id', 39) }),
  leaf('min-ttl', uint8, {
    custom: 'MinTTL',
    'v1.0': 'IPTTL',
    'v1.2': 'IpTtl',
    v2: [mapped('min_ttl', 52), 'ip_ttl'],
  }),
  leaf('max-ttl', uint8, { custom: 'MaxTTL', v2: mapped('max_ttl', 53) }),
  leaf('src-mac-in', macAddressOrNone, {
    custom: 'SrcMacIn',
    'v1.0': 'SrcMac',
    'v1.2': 'SrcMac',
    v2: as(ingressMacAddress, mappedMac('src_mac_in', 56), 'src_mac', srcMacOut), // IN_SRC_MAC
  }),
  leaf('dst-mac-in', macAddressOrNone, {
    custom: 'DstMacIn',
    'v1.0': 'DstMac',
    'v1.2': 'DstMac',
    v2: as(ingressMacAddress, mappedMac('dst_mac_in', 80), 'dst_mac', dstMacOut), // IN_DST_MAC
  }),
  leaf('src-mac-out', macAddress, { custom: 'SrcMacOut', v2: srcMacOut }),
  leaf('dst-mac-out', macAddress, { custom: 'DstMacOut', v2: dstMacOut }),
  leaf('direction', named(names.directions), {
    custom: 'FlowDirection',
    'v1.2': 'FlowDirection',
    v2: mapped('flow_direction', 61),
  }),
  leaf('biflow-direction', unlessZero(uint8), {
    custom: 'BiFlowDirection',
    'v1.0': 'BiFlowDirection',
    'v1.2': 'BiFlowDirection',
    v2: mapped('bi_flow_direction', 239),
  }),
  leaf('frag-offset', fragmentOffset, {
    custom: 'FragmentOffset',
    'v1.0': 'FragmentOffset',
    'v1.2': 'FragmentOffset',
    v2: as(unlessZero(uint16), 'fragment_offset'),
  }),
  leaf('ip-flags', named(names.ipFlagSets), {
    custom: as(flagsOfOffset, 'FragmentOffset'),
    'v1.0': as(flagsOfOffset, 'FragmentOffset'),
    'v1.2': as(flagsOfOffset, 'FragmentOffset'),
    v2: 'ip_flags',
  }),
  leaf('forwarding-status', named(names.forwardingStatuses), {
    custom: 'ForwardingStatus',
    'v1.0': 'ForwardingStatus',
    'v1.2': 'ForwardingStatus',
    v2: 'forwarding_status',
  }),
];
