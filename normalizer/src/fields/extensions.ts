/**
 * The leaves that are written only where the site wants them: those of the module netflow-v9-extensions, whose
 * names begin with it (RFC 7951 section 4), and those of netflow-v9 that the documented output never had.
 */
import * as events from '../model/events';
import { applicationTag } from '../values/applications';
import { counter64, uint8, uint16, UINT32, uint32, unlessZero, upTo } from '../values/integers';
import { listUpTo, segments, segmentsLeft } from '../values/lists';
import { named } from '../values/names';
import { translatedAddress } from '../values/translations';
import { as, leaf, mapped, mappedAddress, mappedHex } from './leaf';

const own = (name: string) => `netflow-v9-extensions:${name}`;

/** Who a flow was before or after a translation of addresses, and what became of it. */
const nat = [
  leaf(`${own('nat')}/src-address`, translatedAddress, {
    v2: [
      mappedAddress('post_nat_src_addr', 225), // postNATSourceIPv4Address
      mappedAddress('post_nat_src_addr_ipv6', 281), // postNATSourceIPv6Address
    ],
  }),
  leaf(`${own('nat')}/dst-address`, translatedAddress, {
    v2: [
      mappedAddress('post_nat_dst_addr', 226), // postNATDestinationIPv4Address
      mappedAddress('post_nat_dst_addr_ipv6', 282), // postNATDestinationIPv6Address
    ],
  }),
  leaf(`${own('nat')}/src-port`, uint16, { v2: mapped('post_nat_src_port', 227) }), // postNAPTSourceTransportPort
  leaf(`${own('nat')}/dst-port`, uint16, { v2: mapped('post_nat_dst_port', 228) }), // postNAPTDestinationTransportPort
  leaf(`${own('nat')}/first-port`, uint16, { v2: mapped('port_range_start', 361) }), // portRangeStart
  leaf(`${own('nat')}/last-port`, uint16, { v2: mapped('port_range_end', 362) }), // portRangeEnd
  leaf(`${own('nat')}/event`, named(events.natEvents), { v2: mapped('nat_event', 230) }),
];

/** v1 prints 0 for what is not told; of v2's mapped fields that is the default VRF. */
const vrf = (name: string, v1: readonly [v1_0: string, v1_2: string], key: string, element: number) =>
  leaf(`${own('vrf')}/${name}`, unlessZero(uint32), {
    'v1.0': v1[0],
    'v1.2': v1[1],
    v2: as(uint32, mapped(key, element)),
  });

const routing = [
  vrf('ingress-id', ['IngressVrfID', 'IngressVrfId'], 'ingress_vrf_id', 234), // ingressVRFID
  vrf('egress-id', ['EgressVrfID', 'EgressVrfId'], 'egress_vrf_id', 235), // egressVRFID
  leaf(`bgp/${own('next-as')}`, unlessZero(uint32), {
    'v1.0': 'NextHopAS',
    'v1.2': 'NextHopAs',
    v2: [mapped('bgp_next_as', 128), 'next_hop_as'], // bgpNextAdjacentAsNumber
  }),
  leaf(`bgp/${own('previous-as')}`, unlessZero(uint32), { v2: mapped('bgp_previous_as', 129) }), // bgpPrevAdjacentAsNumber
  leaf(`bgp/${own('as-path')}`, listUpTo(UINT32), { 'v1.2': 'AsPath', v2: 'as_path' }),
  leaf(`bgp/${own('community')}`, listUpTo(UINT32), { 'v1.2': 'BgpCommunities', v2: 'bgp_communities' }),
  leaf('bgp/src-traffic-id', uint32, { v2: mapped('src_traffic_id', 92) }), // SRC_TRAFFIC_INDEX
  leaf('bgp/dst-traffic-id', uint32, { v2: mapped('dst_traffic_id', 93) }), // DST_TRAFFIC_INDEX
  leaf(`ipv6/${own('segment')}`, segments, { v2: 'ipv6_routing_header_addresses' }),
  leaf(`ipv6/${own('segments-left')}`, segmentsLeft, {
    v2: ['ipv6_routing_header_seg_left', 'ipv6_routing_header_addresses'],
  }),
  leaf(`mpls/${own('ttl')}`, listUpTo(0xff), { v2: 'mpls_ttl' }),
];

/** What an exporter says of a flow beside its packets. */
const told = [
  leaf(own('event-time'), counter64, { v2: mapped('event_time_milliseconds', 323) }), // observationTimeMilliseconds
  leaf(own('firewall-event'), named(events.firewallEvents), { v2: mapped('firewall_event', 233) }),
  leaf(own('flow-end-reason'), named(events.flowEndReasons), { v2: mapped('flow_end_reason', 136) }),
  leaf(own('exporter-flow-id'), counter64, { v2: mapped('exporter_flow_id', 148) }), // flowId
  leaf(own('observation-point-id'), unlessZero(uint32), {
    'v1.0': 'ObservationPointID',
    'v1.2': 'ObservationPointId',
    v2: 'observation_point_id',
  }),
  leaf(own('selector-id'), counter64, { v2: mapped('selector_id', 302) }), // selectorId
  leaf('flow-sampler-id', uint8, { v2: mapped('flow_sampler_id', 48) }), // FLOW_SAMPLER_ID
  leaf('application/tag', applicationTag, { v2: mappedHex('application_id', 95) }), // applicationId
];

/** Numbers that netflow-v9 has leaves for. */
const numbers = [
  leaf('flows', counter64, { v2: mapped('flows', 3) }), // FLOWS, deltaFlowCount
  leaf('pkts-out-mul', counter64, { v2: mapped('packets_out_multicast', 19) }), // MUL_DST_PKTS
  leaf('bytes-out-mul', counter64, { v2: mapped('bytes_out_multicast', 20) }), // MUL_DST_BYTES
  leaf('min-pkt-len', uint16, { v2: mapped('min_packet_length', 25) }), // MIN_PKT_LNGTH
  leaf('max-pkt-len', uint16, { v2: mapped('max_packet_length', 26) }), // MAX_PKT_LNGTH
  leaf('igmp-type', named(events.igmpTypes), { v2: mapped('igmp_type', 33) }), // IGMP_TYPE
  leaf('postip-dscp', upTo(63), { v2: mapped('post_ip_dscp', 98) }), // postIpDiffServCodePoint
  leaf('repl-factor-mul', uint32, { v2: mapped('multicast_replication', 99) }), // multicastReplicationFactor
];

export const extensions = [...nat, ...routing, ...told, ...numbers];
