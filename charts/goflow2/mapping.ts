/**
 * GoFlow2's field mapping: makes the stock collector (v2) emit what the model has leaves for and stock output
 * lacks. Stock decoding keeps one pair of counters and of MAC addresses, and lets the egress ones overwrite
 * the ingress ones; so both directions are mapped to fields of their own.
 */
import { stringify } from 'yaml';

/** How a declared field is read from the packet and printed. */
interface DeclaredField {
  readonly name: string;
  /** The NetFlow v9 field type, which is the IPFIX information element of the same number (RFC 5102 section 4). */
  readonly field: number;
  readonly type: 'varint' | 'bytes';
  readonly render?: 'mac' | 'ip';
}

const counter = (name: string, field: number): DeclaredField => ({ name, field, type: 'varint' });
const mac = (name: string, field: number): DeclaredField => ({ name, field, type: 'varint', render: 'mac' });
const address = (name: string, field: number): DeclaredField => ({
  name,
  field,
  type: 'bytes',
  render: 'ip',
});

const DECLARED: readonly DeclaredField[] = [
  counter('bytes_in', 1), // IN_BYTES, octetDeltaCount
  counter('packets_in', 2), // IN_PKTS, packetDeltaCount
  counter('bytes_out', 23), // OUT_BYTES, postOctetDeltaCount
  counter('packets_out', 24), // OUT_PKTS, postPacketDeltaCount
  counter('sampling_interval', 34), // SAMPLING_INTERVAL within a flow record
  counter('engine_type', 38), // ENGINE_TYPE
  counter('engine_id', 39), // ENGINE_ID
  address('src_prefix', 44), // IPV4_SRC_PREFIX
  address('dst_prefix', 45), // IPV4_DST_PREFIX
  counter('mpls_top_label_type', 46), // MPLS_TOP_LABEL_TYPE
  address('mpls_top_label_ip', 47), // MPLS_TOP_LABEL_IP_ADDR
  counter('min_ttl', 52), // MIN_TTL
  counter('max_ttl', 53), // MAX_TTL
  counter('dst_tos', 55), // DST_TOS, postIpClassOfService
  mac('src_mac_in', 56), // IN_SRC_MAC
  mac('dst_mac_out', 57), // OUT_DST_MAC
  counter('flow_direction', 61), // DIRECTION
  counter('ipv6_option_headers', 64), // IPV6_OPTION_HEADERS
  ...Array.from({ length: 10 }, (_, index) => counter(`mpls_label_${index + 1}`, 70 + index)), // MPLS_LABEL_1..10
  mac('dst_mac_in', 80), // IN_DST_MAC
  mac('src_mac_out', 81), // OUT_SRC_MAC
  counter('mpls_pal_rd', 90), // MPLS PAL RD
  counter('mpls_prefix_len', 91), // MPLS PREFIX LEN
  counter('bi_flow_direction', 239), // IPFIX biflowDirection
];

/** The fields that stock GoFlow2 2.2 prints, in its order; a list of fields must name them or lose them. */
const STOCK =
  'type time_received_ns sequence_num sampling_rate sampler_address time_flow_start_ns time_flow_end_ns bytes ' +
  'packets src_addr dst_addr etype proto src_port dst_port in_if out_if src_mac dst_mac src_vlan dst_vlan ' +
  'vlan_id ip_tos forwarding_status ip_ttl ip_flags tcp_flags icmp_type icmp_code ipv6_flow_label fragment_id ' +
  'fragment_offset src_as dst_as next_hop next_hop_as src_net dst_net bgp_next_hop bgp_communities as_path ' +
  'mpls_ttl mpls_label mpls_ip observation_domain_id observation_point_id layer_stack layer_size ' +
  'ipv6_routing_header_addresses ipv6_routing_header_seg_left';

/** Custom protobuf fields start where GoFlow2's own numbers are far away. */
const FIRST_INDEX = 1000;

/** Renders `mapping.yaml`. */
export function mapping(): string {
  const toField = DECLARED.map(({ field, name }) => ({ field, destination: name }));
  return stringify(
    {
      formatter: {
        fields: [...STOCK.split(' '), ...DECLARED.map(({ name }) => name)],
        // With -transport.kafka.hashing: the flows of one exporter stay in order, on one partition.
        key: ['sampler_address'],
        protobuf: DECLARED.map(({ name, type }, index) => ({ name, index: FIRST_INDEX + index, type })),
        render: {
          // As numbers: the names lose every ether type and, before 2.2, every protocol that has none.
          etype: 'none',
          proto: 'none',
          ...Object.fromEntries(DECLARED.flatMap(({ name, render }) => (render ? [[name, render]] : []))),
        },
      },
      netflowv9: { mapping: toField },
      ipfix: { mapping: toField },
    },
    { aliasDuplicateObjects: false, lineWidth: 0 },
  );
}
