import { networkOf } from './address';
import type { Flow } from './flow';
import { json } from './json';

const protoNames: Readonly<Record<number, string>> = {
  1: 'ICMP',
  6: 'TCP',
  17: 'UDP',
  47: 'GRE',
  50: 'ESP',
  58: 'IPv6-ICMP',
};

const hasDomain = (flow: Flow) => flow.type === 'NETFLOW_V9' || flow.type === 'IPFIX';

const stock = (flow: Flow) => ({
  type: flow.type,
  time_received_ns: flow.receivedNs,
  sequence_num: flow.sequence,
  sampling_rate: flow.samplingRate,
  sampler_address: flow.sampler,
  time_flow_start_ns: flow.type === 'SFLOW_5' ? flow.receivedNs : BigInt(flow.startMs) * 1_000_000n,
  time_flow_end_ns: flow.type === 'SFLOW_5' ? flow.receivedNs : BigInt(flow.endMs) * 1_000_000n,
  bytes: flow.bytesOut === 0n ? flow.bytesIn : flow.bytesOut,
  packets: flow.packetsOut === 0n ? flow.packetsIn : flow.packetsOut,
  src_addr: flow.src,
  dst_addr: flow.dst,
  etype: flow.ipVersion === 4 ? 'IPv4' : 'IPv6',
  proto: protoNames[flow.protocol] ?? '',
  src_port: flow.srcPort,
  dst_port: flow.dstPort,
  in_if: flow.inIf,
  out_if: flow.outIf,
  src_mac: flow.srcMac,
  dst_mac: flow.dstMac,
  src_vlan: flow.vlan,
  dst_vlan: 0,
  vlan_id: flow.vlan,
  ip_tos: flow.tos,
  forwarding_status: flow.forwardingStatus,
  ip_ttl: flow.minTtl,
  ip_flags: 0,
  tcp_flags: flow.tcpFlags,
  icmp_type: flow.icmpType,
  icmp_code: flow.icmpCode,
  ipv6_flow_label: flow.flowLabel,
  fragment_id: flow.fragmentId,
  fragment_offset: flow.fragmentOffset,
  src_as: flow.srcAs,
  dst_as: flow.dstAs,
  next_hop: flow.nextHop,
  next_hop_as: 0,
  src_net: networkOf(flow.src, flow.srcMask),
  dst_net: networkOf(flow.dst, flow.dstMask),
  bgp_next_hop: flow.bgpNextHop,
  bgp_communities: [],
  as_path: [],
  mpls_ttl: [],
  mpls_label: flow.labels.slice(0, 3).map(({ label }) => label),
  mpls_ip: flow.topLabelAddress === '' ? [] : [flow.topLabelAddress],
  observation_domain_id: hasDomain(flow) ? flow.sourceId : 0,
  observation_point_id: 0,
  layer_stack: [],
  layer_size: [],
  ipv6_routing_header_addresses: [],
  ipv6_routing_header_seg_left: 0,
});

/** A flow as v2.2 prints it without a mapping. */
export const v2Message = (flow: Flow): string => json(stock(flow));

/** A flow as v2.2 prints it with the mapping of docs/reference/dialects.md; fields it lacks have no key. */
export function v2MappedMessage(flow: Flow): string {
  const rendered = { ...stock(flow), etype: flow.ipVersion === 4 ? 0x0800 : 0x86dd, proto: flow.protocol };
  if (!hasDomain(flow)) {
    return json(rendered);
  }
  const labels: [string, number][] = flow.labels.map(({ label, trafficClass, bottom }, index) => [
    `mpls_label_${index + 1}`,
    label * 16 + trafficClass * 2 + (bottom ? 1 : 0),
  ]);
  return json({
    ...rendered,
    bytes_in: flow.bytesIn,
    packets_in: flow.packetsIn,
    ...(flow.bytesOut > 0n && { bytes_out: flow.bytesOut, packets_out: flow.packetsOut }),
    flow_direction: flow.direction,
    min_ttl: flow.minTtl,
    max_ttl: flow.maxTtl,
    src_mac_in: flow.srcMac,
    dst_mac_in: flow.dstMac,
    ...(flow.labels.length > 0 && {
      mpls_top_label_type: flow.topLabelType,
      mpls_top_label_ip: flow.topLabelAddress,
    }),
    ...Object.fromEntries(labels),
  });
}
