/**
 * GoFlow2's field mapping: makes the stock collector (v2) emit what the model has leaves for and stock output
 * lacks. Stock decoding keeps one pair of counters and of MAC addresses, and lets the egress ones overwrite
 * the ingress ones; so both directions are mapped to fields of their own.
 */
import { extendedFields, mappedFields, type MappedField } from '#normalizer/fields';
import { stringify } from 'yaml';
import type { NormalizerValues } from '../values/normalizer';

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

/**
 * Renders `mapping.yaml`, of the fields that the normaliser declares to be mapped.
 * @param extensions whether with those of its extended leaves
 */
export function mapping({ extensions }: Pick<NormalizerValues, 'extensions'>): string {
  const mapped = extensions ? [...mappedFields, ...extendedFields] : mappedFields;
  const ofEveryone = mapped.filter(({ enterprise }) => enterprise === undefined);
  return stringify(
    {
      formatter: {
        fields: [...STOCK.split(' '), ...mapped.map(({ name }) => name)],
        // With -transport.kafka.hashing: the flows of one exporter stay in order, on one partition.
        key: ['sampler_address'],
        protobuf: mapped.map(({ name, render }, index) => ({
          name,
          index: FIRST_INDEX + index,
          type: render === 'number' || render === 'mac' ? 'varint' : 'bytes',
        })),
        render: {
          // As numbers: the names lose every ether type and, before 2.2, every protocol that has none.
          etype: 'none',
          proto: 'none',
          ...Object.fromEntries(
            mapped.flatMap(({ name, render }) =>
              render === 'mac' || render === 'ip' ? [[name, render]] : [],
            ),
          ),
        },
      },
      netflowv9: { mapping: ofEveryone.map(line) },
      // NetFlow v9 has no elements of enterprises.
      ipfix: { mapping: mapped.map(line) },
    },
    { aliasDuplicateObjects: false, lineWidth: 0 },
  );
}

const line = ({ element, enterprise, name }: MappedField) => ({
  field: element,
  ...(enterprise !== undefined && { penprovided: true, pen: enterprise }),
  destination: name,
});
