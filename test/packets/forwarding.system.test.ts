/** The way that routers send a flow, as they tell it in NetFlow v9 and IPFIX: each kind to its last leaf. */
import { validate } from '../servers/yanglint';
import { ipv4, ipv6, mac, uint } from '../traffic/bytes';
import { field } from '../traffic/netflow';
import { seen, startExporter, type Exporter } from './exporter';
import { FLOW, HEADER, row, TEMPLATED } from './flows';

let exporter: Exporter;
beforeAll(async () => {
  exporter = await startExporter('reference');
});
afterAll(async () => {
  await exporter.stop();
});

const [TOP_LABEL, SECOND_LABEL] = [field(70, uint(0x493d00, 3)), field(71, uint(0x493f01, 3))];
const [TOP_IPV4, TOP_IPV6] = [field(47, ipv4('192.0.2.8')), field(140, ipv6('2001:db8::8'))];

const rows = [
  row('no more than a flow needs', [], {}),
  row('direction', [field(61, uint(1, 1))], { direction: 'egress' }),
  row('unknown direction', [field(61, uint(255, 1))], {}, ['flow_direction']),
  row(
    "MPLS, with the top label's address in both families",
    [TOP_LABEL, SECOND_LABEL, field(46, uint(5, 1)), TOP_IPV4, TOP_IPV6],
    {
      'mpls/label-1': 0x493d00,
      'mpls/label-2': 0x493f01,
      'mpls/top-label-type': 'ldp',
      'mpls/top-label-ip': '192.0.2.8',
      'mpls/top-label-ipv6': '2001:db8::8',
    },
  ),
  row('MPLS, with zeros for the address of IPv4', [field(47, ipv4('0.0.0.0')), TOP_IPV6], {
    'mpls/top-label-ipv6': '2001:db8::8',
  }),
  row('MPLS, with zeros for that of IPv6', [TOP_IPV4, field(140, ipv6('::'))], {
    'mpls/top-label-ip': '192.0.2.8',
  }),
  row('MPLS, with zeros for both', [field(47, ipv4('0.0.0.0')), field(140, ipv6('::'))], {
    'mpls/top-label-ip': '0.0.0.0',
  }),
  row(
    'MPLS of the whole width',
    [
      field(70, uint(0xffffff, 3)),
      field(46, uint(255, 1)),
      field(90, uint(2n ** 64n - 1n, 8)),
      field(91, uint(33, 1)),
    ],
    {
      'mpls/label-1': 0xffffff,
      'mpls/top-label-type': 'unassigned-255',
      'mpls/pal-rd': '18446744073709551615',
    },
    ['mpls_prefix_len'],
  ),
  row('physical interfaces, where no others are told', [field(252, uint(56, 4)), field(253, uint(21, 4))], {
    'snmp-in': 56,
    'snmp-out': 21,
  }),
  row(
    'physical interfaces beside the logical ones, which have the leaves',
    [field(10, uint(1, 4)), field(14, uint(2, 4)), field(252, uint(56, 4)), field(253, uint(21, 4))],
    { 'snmp-in': 1, 'snmp-out': 2 },
  ),
  row(
    'an unknown interface, and the greatest',
    [field(10, uint(0xffffffff, 4)), field(14, uint(0x7fffffff, 4))],
    { 'snmp-in': undefined, 'snmp-out': 0x7fffffff },
    ['in_if'],
  ),
  row('VLANs of IEEE 802.1Q', [field(243, uint(200, 2)), field(254, uint(300, 2))], {
    'vlan/src-id': 200,
    'vlan/dst-id': 300,
  }),
  row(
    'a VLAN with its priority, and one that is unknown',
    [field(58, uint(0xe064, 2)), field(59, uint(0xffff, 2))],
    { 'vlan/src-id': 100, 'vlan/dst-id': undefined, 'vlan/tag': 0xe064 },
    ['dst_vlan'],
  ),
  row('next hops of the other family', [field(62, ipv6('fe80::1')), field(63, ipv6('2001:db8::9'))], {
    'ipv4/next-hop': undefined,
    'ipv6/next-hop': 'fe80::1',
    'bgp/next-hop': undefined,
    'bgp/next-hop-ipv6': '2001:db8::9',
  }),
  row('a flow of two ways', [field(239, uint(2, 1))], { 'biflow-direction': 2 }),
  row(
    'MAC addresses of the way out alone',
    [field(81, mac('00:00:5e:00:53:01')), field(57, mac('00:00:5e:00:53:02'))],
    { 'src-mac-out': '00:00:5e:00:53:01', 'dst-mac-out': '00:00:5e:00:53:02' },
  ),
  row(
    'a forwarding status in four bytes, and one that is none',
    [field(89, uint(0xffffffff, 4))],
    { 'forwarding-status': undefined },
    ['forwarding_status'],
  ),
  row(
    'an engine of the whole width',
    [field(38, uint(255, 1)), field(39, uint(0x100, 2))],
    { 'engine-type': 'unassigned-255' },
    ['engine_id'],
  ),
];

describe.each(TEMPLATED)('$version', ({ packet, stock }) => {
  test.each(rows)('%s', async (_, fields, leaves, omitted) => {
    const [record] = await exporter.netflow(packet(HEADER, [...FLOW, ...fields]));
    expect(seen(record)).toEqual({ leaves: { ...stock, ...leaves }, omitted });
  });
});

test('all of it is valid', () => {
  validate(exporter.documents());
});
