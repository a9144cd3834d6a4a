/** What sFlow switches, and IPFIX exporters as they do, tell of sampled frames. */
import { validate } from '../servers/yanglint';
import { uint } from '../traffic/bytes';
import { ARP, frame, frameOf, inIpv4, inIpv6, labelled, tagged, tcp, tcpInIpv4 } from '../traffic/frames';
import { field, ipfix } from '../traffic/netflow';
import { datagram, flowSample, rawHeader, sampledIpv4, sampledIpv6, type Formatted } from '../traffic/sflow';
import { outcomeOf, seen, startExporter, type Exporter } from './exporter';
import { HEADER, idOfIpv6, STOCK_IPV6, TEMPLATED, type Leaves } from './flows';
import { AGENT, OF_FRAME, OF_SFLOW, SEQUENCE } from './sflow-flows';

let exporter: Exporter;
beforeAll(async () => {
  exporter = await startExporter('reference');
});
afterAll(async () => {
  await exporter.stop();
});

const sample = (record: Formatted) => exporter.sflow(datagram(AGENT, SEQUENCE, [flowSample({}, [record])]));

const SYN_ACK = 0x12;
const TCP = 6;
const MORE_FRAGMENTS = 0x2000;

const ofFrame = (leaves: Leaves): Leaves => ({ ...OF_FRAME, ...leaves });

test.each<[string, Formatted, Leaves]>([
  ['IPv4', rawHeader(frameOf(tcpInIpv4(SYN_ACK))), OF_FRAME],
  [
    'IPv6',
    rawHeader(frameOf(inIpv6(TCP, tcp(SYN_ACK)))),
    {
      ...OF_FRAME,
      ...STOCK_IPV6,
      'flow-id': idOfIpv6(TCP, [1000, 443]),
      'bytes-in': 74,
      'min-ttl': 64,
      'ipv6/flow-label': 0x12345,
    },
  ],
  [
    'a tag of IEEE 802.1Q with its priority',
    rawHeader(frameOf(tagged(0x6064, tcpInIpv4(SYN_ACK)))),
    ofFrame({ 'bytes-in': 58, 'vlan/tag': 0x6064 }),
  ],
  [
    'two tags, of which the inner one is told',
    rawHeader(frameOf(tagged(0x6064, tagged(200, tcpInIpv4(SYN_ACK))))),
    ofFrame({ 'bytes-in': 62, 'vlan/tag': 200 }),
  ],
  [
    'labels of MPLS, whose class and bottom bits GoFlow2 leaves out',
    rawHeader(
      frameOf(
        labelled(
          [
            [16001, 62],
            [299776, 61],
          ],
          tcpInIpv4(SYN_ACK),
        ),
      ),
    ),
    ofFrame({ 'bytes-in': 62, 'mpls/label-1': 16001 * 16, 'mpls/label-2': 299776 * 16 }),
  ],
  [
    'a fragment',
    rawHeader(frameOf(inIpv4(TCP, tcp(SYN_ACK), { fragment: MORE_FRAGMENTS + 185 }))),
    ofFrame({ 'frag-offset': 185, 'ip-flags': 'mf' }),
  ],
  ['IPv4 without its bytes', sampledIpv4(), { ...OF_SFLOW, 'bytes-in': 1480, 'src-tos': 184 }],
  [
    'IPv6 without its bytes',
    sampledIpv6(),
    {
      ...OF_SFLOW,
      ...STOCK_IPV6,
      'flow-id': idOfIpv6(17, [40000, 53]),
      protocol: 'udp',
      'src-port': 40000,
      'dst-port': 53,
      'bytes-in': 1460,
      'src-tos': 184,
    },
  ],
])('%s', async (_, record, leaves) => {
  const [printed] = await sample(record);
  expect(seen(printed)).toEqual({ leaves, omitted: [] });
});

test('a frame of another protocol is none of IP', async () => {
  const [printed] = await sample(rawHeader(frame(ARP, Buffer.alloc(28))));
  expect(outcomeOf(printed)).toMatchObject({ rejection: { reason: 'not-ip', field: 'etype' } });
});

test('IPFIX, a frame in a field (RFC 7133)', async () => {
  const [, { stock }] = TEMPLATED as [unknown, (typeof TEMPLATED)[number]];
  const bytes = frameOf(tagged(0x6064, tcpInIpv4(SYN_ACK)));
  const [printed] = await exporter.netflow(ipfix(HEADER, [field(312, uint(1500, 2)), field(315, bytes)]));
  const ofPacket = ['src-tos', 'tcp-flags', 'min-ttl', 'src-mac-in', 'dst-mac-in', 'ipv4/identification'];
  const leaves = Object.fromEntries(ofPacket.map((path) => [path, OF_FRAME[path]]));
  expect(seen(printed)).toEqual({
    leaves: { ...stock, ...leaves, 'pkts-in': 1, 'vlan/tag': 0x6064 },
    omitted: [],
  });
});

test('all of it is valid', () => {
  validate(exporter.documents());
});
