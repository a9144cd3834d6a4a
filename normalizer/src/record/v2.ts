/**
 * Stock GoFlow2 v2: snake_case, times in nanoseconds, names for ether types and protocols, networks as
 * `address/length`. What the stock fields leave out can be mapped to fields of one's own; the names read
 * here are those of docs/reference/dialects.md, and of the mapping that the goflow2 chart renders. A
 * mapped field that the packet lacks is not there, rather than zero.
 */
import type { Dialect } from './dialect';
import { NO_MAC, type FlowRecord, type RecordType } from './flow-record';
import * as byType from './by-type';
import type { Message } from './json';
import * as read from './read';
import * as values from './v2-values';
import { v2Schema } from './v2-schema';

// Bound once: without a bundler an imported name is looked up at each use.
const { UINT8, UINT16, UINT20, UINT24, UINT32, INT31, TCP_FLAGS, VLAN_ID } = read;
const { optionalUint, optionalUint64, uint, icmpType, optionalRecordType, endpoint } = read;
const { optionalAddress, optionalPrefix, optionalMacAddress } = read;
const { toldFor } = byType;
const { mask, moment, ingress, protocol, firstAddress, samplingInterval } = values;
const { ipVersion: ipVersionOf, labels: stockLabels } = values;

const DOMAIN_TYPES: readonly RecordType[] = ['NETFLOW_V9', 'IPFIX'];

export const v2: Dialect = {
  name: 'v2',
  recognises: (message) => message.time_received_ns !== undefined || message.time_flow_start_ns !== undefined,
  decode,
  schemaOf: v2Schema,
};

function decode(message: Message, text: string): FlowRecord {
  const type = optionalRecordType(message.type);
  const ipVersion = ipVersionOf(message.etype);
  const srcMask = mask(message.src_net, ipVersion);
  const dstMask = mask(message.dst_net, ipVersion);
  const bytesOut = optionalUint64(message.bytes_out);
  const packetsOut = optionalUint64(message.packets_out);
  const srcMacOut = optionalMacAddress(message.src_mac_out);
  const dstMacOut = optionalMacAddress(message.dst_mac_out);
  const ttl = optionalUint(message.ip_ttl, UINT8);
  const topLabelAddress = firstAddress(message.mpls_ip);
  return {
    recordType: type,
    timeReceived: uint(moment(message.time_received_ns, '"time_received_ns":', text).seconds, UINT32),
    samplerAddress: optionalAddress(message.sampler_address),
    sequenceNumber: uint(message.sequence_num, UINT32),
    count: undefined,
    systemUptime: undefined,
    unixSeconds: undefined,
    sourceId: toldFor(DOMAIN_TYPES, type, optionalUint(message.observation_domain_id, UINT32)),
    start: moment(message.time_flow_start_ns, '"time_flow_start_ns":', text),
    end: moment(message.time_flow_end_ns, '"time_flow_end_ns":', text),
    bytesIn: ingress(optionalUint64(message.bytes_in), optionalUint64(message.bytes), bytesOut, 0),
    packetsIn: ingress(optionalUint64(message.packets_in), optionalUint64(message.packets), packetsOut, 0),
    bytesOut,
    packetsOut,
    ipVersion,
    protocol: protocol(message.proto),
    srcAddress: endpoint(message.src_addr, ipVersion),
    dstAddress: endpoint(message.dst_addr, ipVersion),
    srcMask,
    dstMask,
    srcPrefix: optionalPrefix(message.src_prefix, srcMask),
    dstPrefix: optionalPrefix(message.dst_prefix, dstMask),
    nextHop: optionalAddress(message.next_hop),
    bgpNextHop: optionalAddress(message.bgp_next_hop),
    srcAs: optionalUint(message.src_as, UINT32),
    dstAs: optionalUint(message.dst_as, UINT32),
    srcPort: uint(message.src_port, UINT16),
    dstPort: uint(message.dst_port, UINT16),
    tcpFlags: optionalUint(message.tcp_flags, TCP_FLAGS),
    icmpType: icmpType(message.icmp_type, message.icmp_code),
    srcTos: optionalUint(message.ip_tos, UINT8),
    dstTos: optionalUint(message.dst_tos, UINT8),
    minTtl: optionalUint(message.min_ttl, UINT8) ?? ttl,
    maxTtl: optionalUint(message.max_ttl, UINT8),
    flowLabel: optionalUint(message.ipv6_flow_label, UINT20),
    optionHeaders: optionalUint(message.ipv6_option_headers, UINT32),
    fragmentId: optionalUint(message.fragment_id, ipVersion === 4 ? UINT16 : UINT32),
    fragmentOffset: optionalUint(message.fragment_offset, UINT16),
    ipFlags: optionalUint(message.ip_flags, 7),
    inInterface: optionalUint(message.in_if, INT31),
    outInterface: optionalUint(message.out_if, INT31),
    direction: optionalUint(message.flow_direction, 1),
    biflowDirection: optionalUint(message.bi_flow_direction, UINT8),
    forwardingStatus: optionalUint(message.forwarding_status, UINT8),
    srcMacIn: ingress(
      optionalMacAddress(message.src_mac_in),
      optionalMacAddress(message.src_mac),
      srcMacOut,
      NO_MAC,
    ),
    dstMacIn: ingress(
      optionalMacAddress(message.dst_mac_in),
      optionalMacAddress(message.dst_mac),
      dstMacOut,
      NO_MAC,
    ),
    srcMacOut,
    dstMacOut,
    srcVlan: optionalUint(message.src_vlan, VLAN_ID),
    dstVlan: optionalUint(message.dst_vlan, VLAN_ID),
    vlanTag: optionalUint(message.vlan_id, UINT16),
    mplsRouteDistinguisher: optionalUint64(message.mpls_pal_rd),
    mplsPrefixLength: optionalUint(message.mpls_prefix_len, 32),
    mplsTopLabelType: optionalUint(message.mpls_top_label_type, UINT8),
    mplsTopLabelAddress: optionalAddress(message.mpls_top_label_ip) ?? topLabelAddress,
    mplsLabels: labels(message),
    samplingInterval: samplingInterval(message),
    samplingAlgorithm: undefined,
    engineType: optionalUint(message.engine_type, UINT8),
    engineId: optionalUint(message.engine_id, UINT8),
  };
}

// The mapped fields have whole stack entries and all of them, the stock list three bare labels.
function labels(message: Message): readonly (number | undefined)[] {
  const stock = stockLabels(message.mpls_label);
  const mapped = [
    optionalUint(message.mpls_label_1, UINT24),
    optionalUint(message.mpls_label_2, UINT24),
    optionalUint(message.mpls_label_3, UINT24),
    optionalUint(message.mpls_label_4, UINT24),
    optionalUint(message.mpls_label_5, UINT24),
    optionalUint(message.mpls_label_6, UINT24),
    optionalUint(message.mpls_label_7, UINT24),
    optionalUint(message.mpls_label_8, UINT24),
    optionalUint(message.mpls_label_9, UINT24),
    optionalUint(message.mpls_label_10, UINT24),
  ];
  return mapped.some((entry) => entry !== undefined) ? mapped : stock;
}
