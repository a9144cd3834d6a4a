import { z } from 'zod';
import type { Message } from './json';
import { protocolNumbers } from './protocol-numbers';
import { familyOf } from './read';
import * as schema from './schema';

const { isIp, address, int31, macAddress, uint8, uint16, uint20, uint32, uint64 } = schema;

const allowed = 'IPv4, IPv6, 2048 or 34525';

/** The names that v2 knows, or with `render: {etype: none}` numbers; of these only IP passes. */
const etherType = schema
  .either<z.ZodType<number | string>>(allowed, z.enum(['IPv4', 'IPv6', 'ARP', '']), uint32)
  .refine((value) => value === 'IPv4' || value === 'IPv6' || isIp(Number(value)), {
    error: allowed,
    params: { reason: 'not-ip' },
  });

const protocol = schema.either<z.ZodType>(
  '0 to 255, or the name of one protocol',
  z.enum([...protocolNumbers.keys()]),
  uint8,
);

const network = (kind: schema.Kind) => {
  const mask = schema.mask(kind);
  const prefix = z.string().refine((value) => {
    const [base = '', length, ...more] = value.split('/');
    return (
      value === 'invalid Prefix' ||
      (familyOf(base) !== 0 && mask.safeParse(length).success && more.length === 0)
    );
  });
  const longest = kind.ipVersion === 4 ? 32 : 128;
  return schema.either<z.ZodType>(`a network with its length, or 0 to ${longest}`, mask, prefix);
};

const label = schema.uint24.optional();

/** Up to 2^32 seconds, less a nanosecond. */
const received = schema.unsigned(2n ** 32n * 1_000_000_000n - 1n);

const lengthOf = (value: unknown) =>
  typeof value === 'string' && value.includes('/') ? value.split('/')[1] : value;

/** Of these two keys one must be there. */
const oneOf = (mapped: string, stock: string) => (message: Message, context: z.RefinementCtx) => {
  if (message[mapped] === undefined && message[stock] === undefined) {
    context.addIssue({ code: 'custom', path: [stock], message: 'needed' });
  }
};

/** The schema of v2, with the mapped fields; its keys' order is the order in which problems are told. */
export const v2Schema = schema.schemaByKind('etype', 'type', (kind) =>
  z
    .object({
      etype: etherType,
      type: schema.recordType.optional(),
      time_received_ns: received,
      sampler_address: address.optional(),
      sequence_num: uint32,
      sampling_rate: uint32.optional(),
      sampling_interval: uint32.optional(),
      observation_domain_id: uint32.optional(),
      time_flow_start_ns: uint64,
      time_flow_end_ns: uint64,
      bytes: uint64.optional(),
      packets: uint64.optional(),
      bytes_in: uint64.optional(),
      packets_in: uint64.optional(),
      bytes_out: uint64.optional(),
      packets_out: uint64.optional(),
      proto: protocol,
      src_addr: schema.endpoint(kind),
      dst_addr: schema.endpoint(kind),
      src_net: network(kind).optional(),
      dst_net: network(kind).optional(),
      src_prefix: schema.prefix.optional(),
      dst_prefix: schema.prefix.optional(),
      next_hop: address.optional(),
      bgp_next_hop: address.optional(),
      src_as: uint32.optional(),
      dst_as: uint32.optional(),
      src_port: uint16,
      dst_port: uint16,
      tcp_flags: schema.tcpFlags.optional(),
      icmp_type: uint8.optional(),
      icmp_code: uint8.optional(),
      ip_tos: uint8.optional(),
      dst_tos: uint8.optional(),
      ip_ttl: uint8.optional(),
      min_ttl: uint8.optional(),
      max_ttl: uint8.optional(),
      ipv6_flow_label: uint20.optional(),
      ipv6_option_headers: uint32.optional(),
      fragment_id: schema.fragmentId(kind).optional(),
      fragment_offset: uint16.optional(),
      ip_flags: schema.unsigned(7n).optional(),
      in_if: int31.optional(),
      out_if: int31.optional(),
      flow_direction: schema.direction.optional(),
      bi_flow_direction: uint8.optional(),
      forwarding_status: uint8.optional(),
      src_mac: macAddress.optional(),
      dst_mac: macAddress.optional(),
      src_mac_in: macAddress.optional(),
      dst_mac_in: macAddress.optional(),
      src_mac_out: macAddress.optional(),
      dst_mac_out: macAddress.optional(),
      src_vlan: schema.vlanId.optional(),
      dst_vlan: schema.vlanId.optional(),
      vlan_id: uint16.optional(),
      mpls_pal_rd: uint64.optional(),
      mpls_prefix_len: schema.ipv4Mask.optional(),
      mpls_top_label_type: uint8.optional(),
      mpls_top_label_ip: address.optional(),
      mpls_ip: z
        .array(address, { error: 'a list of at most one IP address' })
        .max(1, 'a list of at most one IP address')
        .optional(),
      mpls_label: z
        .array(uint20, { error: 'a list of at most ten labels' })
        .max(10, 'a list of at most ten labels')
        .optional(),
      mpls_label_1: label,
      mpls_label_2: label,
      mpls_label_3: label,
      mpls_label_4: label,
      mpls_label_5: label,
      mpls_label_6: label,
      mpls_label_7: label,
      mpls_label_8: label,
      mpls_label_9: label,
      mpls_label_10: label,
      engine_type: uint8.optional(),
      engine_id: uint8.optional(),
    })
    .superRefine(schema.prefixNeedsMask('src_prefix', 'src_net', lengthOf))
    .superRefine(schema.prefixNeedsMask('dst_prefix', 'dst_net', lengthOf))
    .superRefine(oneOf('bytes_in', 'bytes'))
    .superRefine(oneOf('packets_in', 'packets'))
    .superRefine(oneOf('src_mac_in', 'src_mac'))
    .superRefine(oneOf('dst_mac_in', 'dst_mac')),
);
