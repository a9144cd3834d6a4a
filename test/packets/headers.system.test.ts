/** What the headers of a flow's packets say, as routers tell it in NetFlow v9 and IPFIX: each kind to its last leaf. */
import { validate } from '../servers/yanglint';
import { ipv6, mac, uint } from '../traffic/bytes';
import { field } from '../traffic/netflow';
import { outcomeOf, seen, startExporter, type Exporter } from './exporter';
import { ENDPOINTS, FLOW, HEADER, idOf, idOfIpv6, row, STOCK_IPV6, TEMPLATED } from './flows';

let exporter: Exporter;
beforeAll(async () => {
  exporter = await startExporter('reference');
});
afterAll(async () => {
  await exporter.stop();
});

const rows = [
  row('TCP flags in two bytes, of which the offset takes the highest bits', [field(6, uint(0x5112, 2))], {
    'tcp-flags': 'syn ack ns',
  }),
  row(
    'masks that are too long',
    [field(9, uint(33, 1)), field(13, uint(255, 1))],
    { 'ipv4/src-mask': undefined, 'ipv4/dst-mask': undefined },
    ['src_net', 'dst_net'],
  ),
  row('a fragment', [field(54, uint(777, 4)), field(88, uint(185, 2)), field(197, uint(0x20, 1))], {
    'ipv4/identification': 777,
    'frag-offset': 185,
    'ip-flags': 'mf',
  }),
  row(
    'an identification that is wider than that of IPv4',
    [field(54, uint(0x10000, 4))],
    { 'ipv4/identification': undefined },
    ['fragment_id'],
  ),
];

const otherThanTcp = [
  row('ICMP in one field', [...ENDPOINTS.slice(0, 2), field(4, uint(1, 1)), field(32, uint(0x0301, 2))], {
    protocol: 'icmp',
    'flow-id': idOf(1),
    'src-port': 0,
    'dst-port': 0,
    'icmp-type': 769,
  }),
  row(
    'ICMP in two fields',
    [...ENDPOINTS.slice(0, 2), field(4, uint(1, 1)), field(176, uint(3, 1)), field(177, uint(1, 1))],
    { protocol: 'icmp', 'flow-id': idOf(1), 'src-port': 0, 'dst-port': 0, 'icmp-type': 769 },
  ),
  row(
    'IPv6, whose flow label has 20 bits of a wider field',
    [
      ...[field(27, ipv6('2001:db8::1')), field(28, ipv6('2001:db8:1::2')), field(4, uint(58, 1))],
      ...[
        field(139, uint(0x8000, 2)),
        field(31, uint(0xfff12345, 4)),
        field(29, uint(64, 1)),
        field(30, uint(48, 1)),
      ],
      ...[field(62, ipv6('fe80::1')), field(63, ipv6('2001:db8::9')), field(64, uint(0x80, 4))],
    ],
    {
      ...STOCK_IPV6,
      'flow-id': idOfIpv6(58),
      protocol: 'icmp-ipv6',
      'src-port': 0,
      'dst-port': 0,
      'icmp-type': 0x8000,
      'ipv6/src-mask': 64,
      'ipv6/dst-mask': 48,
      'ipv6/flow-label': 0x12345,
      'ipv6/opt-headers': 0x80,
      'ipv6/next-hop': 'fe80::1',
      'bgp/next-hop-ipv6': '2001:db8::9',
    },
  ),
];

describe.each(TEMPLATED)('$version', ({ packet, stock }) => {
  test.each(rows)('%s', async (_, fields, leaves, omitted) => {
    const [record] = await exporter.netflow(packet(HEADER, [...FLOW, ...fields]));
    expect(seen(record)).toEqual({ leaves: { ...stock, ...leaves }, omitted });
  });

  test.each(otherThanTcp)('%s', async (_, fields, leaves, omitted) => {
    const [record] = await exporter.netflow(packet(HEADER, [...fields, ...FLOW.slice(ENDPOINTS.length)]));
    expect(seen(record)).toEqual({ leaves: { ...stock, ...leaves }, omitted });
  });

  test('a flow of layer 2 is none of IP', async () => {
    const addresses = [field(56, mac('00:00:5e:00:53:01')), field(80, mac('00:00:5e:00:53:02'))];
    const [record] = await exporter.netflow(
      packet(HEADER, [...addresses, field(1, uint(64, 4)), field(2, uint(1, 4))]),
    );
    expect(outcomeOf(record)).toMatchObject({ rejection: { reason: 'not-ip', field: 'etype' } });
    expect(outcomeOf(record, { notIp: 'drop' })).toEqual({ dropped: 'not-ip' });
  });
});

test('all of it is valid', () => {
  validate(exporter.documents());
});
