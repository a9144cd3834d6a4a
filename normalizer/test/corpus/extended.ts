/** What the keys of extended leaves may hold, beside the flows of the corpus. */
import fc from 'fast-check';
import type { Message } from '../../src/record/json';
import { json } from './json';
import { printers } from './dialects';
import { generator, netflowV9 } from './flow';

const v1 = { NextHopAs: 64503, AsPath: [64503, 64504, 64504], BgpCommunities: [4227072007] };

/** Of each dialect one value for each of its keys. */
export const extendedKeys: Readonly<Record<string, Message>> = {
  custom: {},
  'v1.0': { IngressVrfID: 7, EgressVrfID: 8, NextHopAS: 64503, ObservationPointID: 9 },
  'v1.2': { ...v1, IngressVrfId: 7, EgressVrfId: 8, ObservationPointId: 9 },
  v2: {
    next_hop_as: 64503,
    as_path: v1.AsPath,
    bgp_communities: v1.BgpCommunities,
    ipv6_routing_header_addresses: ['2001:db8::a', '2001:db8::b'],
    ipv6_routing_header_seg_left: 1,
    mpls_ttl: [63, 62],
    observation_point_id: 9,
  },
};

/** The same of v2 with the fields that are mapped. */
export const mappedKeys: Message = {
  ...extendedKeys.v2,
  post_nat_src_addr: '203.0.113.9',
  post_nat_src_addr_ipv6: '::',
  post_nat_dst_addr: '0.0.0.0',
  post_nat_dst_addr_ipv6: '2001:db8::9',
  post_nat_src_port: 1024,
  post_nat_dst_port: 0,
  port_range_start: 1024,
  port_range_end: 2047,
  nat_event: 16,
  ingress_vrf_id: 0,
  egress_vrf_id: 4294967295,
  bgp_next_as: 64502,
  bgp_previous_as: 64501,
  src_traffic_id: 1,
  dst_traffic_id: 2,
  event_time_milliseconds: 1_760_000_000_123,
  firewall_event: 3,
  flow_end_reason: 2,
  exporter_flow_id: 18446744073709551615n,
  selector_id: 5,
  flow_sampler_id: 255,
  application_id: '0d000001c5',
  flows: 4,
  packets_out_multicast: 1,
  bytes_out_multicast: 2,
  min_packet_length: 40,
  max_packet_length: 1500,
  igmp_type: 22,
  post_ip_dscp: 46,
  multicast_replication: 3,
};

/** A flow of a dialect, with more keys. */
export function withKeys(dialect: string, keys: Message): string {
  const flow = printers[dialect]?.({ ...netflowV9(generator(1)), labels: [] }) ?? '';
  const known = Object.fromEntries(
    [...flow.matchAll(/"(\w+)":("[^"]*"|\[[^\]]*\]|[^,}]+)/g)].map(([, key = '', value = '']) => [
      key,
      /^\d{16,}$/.test(value) ? BigInt(value) : (JSON.parse(value) as unknown),
    ]),
  );
  return json({ ...known, ...keys });
}

const integers = fc
  .constantFrom(1, 8, 16, 20, 32, 64)
  .chain((bits) => fc.bigInt(0n, 2n ** BigInt(bits) - 1n));
const number = integers.map((value) => (value <= 2n ** 53n ? Number(value) : value));
const text = fc.constantFrom('', '0.0.0.0', '::', '192.0.2.1', '2001:db8::1', 'fe80::1%eth0', '192.0.2.256');
const hex = fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const one = fc.oneof(number, text, hex);
const list = fc.array(fc.oneof(integers.map(Number), text, hex), { maxLength: 4 });

/** A message that has anything for some of the dialect's keys. */
export const anyExtended = (dialect: string, keys: Message): fc.Arbitrary<string> =>
  fc
    .dictionary(fc.constantFrom('SomethingElse', ...Object.keys(keys)), fc.oneof(one, list))
    .map((some) => withKeys(dialect, some));
