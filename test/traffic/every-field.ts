/** One flow with every field that the collector passes on, and the record that must come of it. */
import { flowId } from '../flows';
import { ipv4, mac, uint, type Field } from './netflow';

const MAXIMUM = 2n ** 64n - 1n;

const field = (type: number, value: Buffer): Field => ({ type, value });

/** The times of the flow as NetFlow v9 has them: milliseconds since the exporter started. */
export const TIMES_BY_UPTIME: readonly Field[] = [field(21, uint(90_000, 4)), field(22, uint(70_000, 4))];

/** The same times as IPFIX has them: milliseconds since 1970 (RFC 5102). */
export const TIMES_BY_CLOCK: readonly Field[] = [
  field(152, uint(1_759_999_970_000n, 8)),
  field(153, uint(1_759_999_990_000n, 8)),
];

export const EVERY_FIELD: readonly Field[] = [
  field(1, uint(MAXIMUM, 8)),
  field(2, uint(MAXIMUM - 1n, 8)),
  field(4, uint(6, 1)),
  field(5, uint(184, 1)),
  field(6, uint(0x1b, 1)),
  field(7, uint(44631, 2)),
  field(8, ipv4('203.0.113.200')),
  field(9, uint(24, 1)),
  field(10, uint(5, 4)),
  field(11, uint(443, 2)),
  field(12, ipv4('198.51.100.20')),
  field(13, uint(16, 1)),
  field(14, uint(36, 4)),
  field(15, ipv4('192.0.2.254')),
  field(16, uint(64501, 4)),
  field(17, uint(4200000000, 4)),
  field(18, ipv4('203.0.113.7')),
  field(23, uint(MAXIMUM - 2n, 8)),
  field(24, uint(MAXIMUM - 3n, 8)),
  field(34, uint(1000, 4)),
  field(38, uint(1, 1)),
  field(39, uint(9, 1)),
  field(44, ipv4('203.0.113.0')),
  field(45, ipv4('198.51.0.0')),
  field(46, uint(3, 1)),
  field(47, ipv4('203.0.113.9')),
  field(52, uint(62, 1)),
  field(53, uint(63, 1)),
  field(54, uint(777, 2)),
  field(55, uint(40, 1)),
  field(56, mac('00:00:5e:00:53:01')),
  field(57, mac('00:00:5e:00:53:02')),
  field(58, uint(100, 2)),
  field(59, uint(200, 2)),
  field(61, uint(1, 1)),
  ...Array.from({ length: 10 }, (_, index) => field(70 + index, uint(256026 + index, 3))),
  field(80, mac('00:00:5e:00:53:03')),
  field(81, mac('00:00:5e:00:53:04')),
  field(88, uint(185, 2)),
  field(89, uint(64, 1)),
  field(90, uint(2n ** 63n, 8)),
  field(91, uint(24, 1)),
];

export const EVERY_LEAF = {
  'flow-id': Number(flowId(['203.0.113.200', 44631, '198.51.100.20', 443, 6])),
  'bytes-in': '18446744073709551615',
  'pkts-in': '18446744073709551614',
  'bytes-out': '18446744073709551613',
  'pkts-out': '18446744073709551612',
  protocol: 'tcp',
  'icmp-type': 0,
  'src-tos': 184,
  'dst-tos': 40,
  'tcp-flags': 'fin syn psh ack',
  'src-port': 44631,
  'dst-port': 443,
  'snmp-in': 5,
  'snmp-out': 36,
  'first-switched': 1_759_999_970,
  'last-switched': 1_759_999_990,
  'sampling-interval': 1000,
  'engine-type': 'vip-linecard',
  'engine-id': 9,
  'min-ttl': 62,
  'max-ttl': 63,
  'src-mac-in': '00:00:5e:00:53:01',
  'dst-mac-out': '00:00:5e:00:53:02',
  'dst-mac-in': '00:00:5e:00:53:03',
  'src-mac-out': '00:00:5e:00:53:04',
  'ip-version': 'ipv4',
  direction: 'egress',
  'frag-offset': 185,
  'forwarding-status': 'unknown-forwarded',
  ipv4: {
    'src-address': '203.0.113.200',
    'dst-address': '198.51.100.20',
    'src-mask': 24,
    'dst-mask': 16,
    'src-prefix': '203.0.113.0/24',
    'dst-prefix': '198.51.0.0/16',
    'next-hop': '192.0.2.254',
    identification: 777,
  },
  mpls: {
    'pal-rd': '9223372036854775808',
    'prefix-len': 24,
    'top-label-type': 'vpn',
    'top-label-ip': '203.0.113.9',
    ...Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`label-${index + 1}`, 256026 + index])),
  },
  bgp: { 'src-as': 64501, 'dst-as': 4200000000, 'next-hop': '203.0.113.7' },
  vlan: { 'src-id': 100, 'dst-id': 200 },
};
