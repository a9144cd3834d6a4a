/** NetFlow v5, which has no field too many: its words for what is unknown, and those that hold two facts. */
import { validate } from '../servers/yanglint';
import { netflowV5, type RecordV5 } from '../traffic/netflow-v5';
import { seen, startExporter, type Exporter } from './exporter';
import { idOf, STOCK, type Leaves } from './flows';

let exporter: Exporter;
beforeAll(async () => {
  exporter = await startExporter('reference');
});
afterAll(async () => {
  await exporter.stop();
});

const [TIME, SEQUENCE] = [1_760_000_000, 7];

const OF_V5: Leaves = {
  ...STOCK,
  'collector-goflow2/sampler-address': '127.0.0.1',
  'export-packet/sequence-number': SEQUENCE,
  'export-packet/record-type': 'netflow-v5',
  'src-tos': 184,
  'ipv4/src-mask': 24,
  'ipv4/dst-mask': 16,
  'ipv4/next-hop': '192.0.2.254',
  'bgp/src-as': 64501,
  'bgp/dst-as': 64502,
};

test.each<[string, RecordV5, Leaves, readonly string[]]>([
  ['a flow', { tcpFlags: 0x1b }, { 'tcp-flags': 'fin syn psh ack' }, []],
  [
    'times',
    { uptime: 5000, first: 3000, last: 4000 },
    { 'first-switched': 1_759_999_998, 'last-switched': 1_759_999_999 },
    [],
  ],
  [
    'times, of an uptime that is counted anew since the flow began',
    { uptime: 5000, first: 2 ** 32 - 4000, last: 3000 },
    { 'first-switched': 1_759_999_991, 'last-switched': 1_759_999_998 },
    [],
  ],
  ['interfaces', { input: 65534, output: 1 }, { 'snmp-in': 65534, 'snmp-out': 1 }, []],
  [
    'unknown interfaces',
    { input: 65535, output: 65535 },
    { 'snmp-in': undefined, 'snmp-out': undefined },
    ['in_if', 'out_if'],
  ],
  [
    'sampling, of which GoFlow2 tells the interval',
    { sampling: 0x8000 + 100 },
    { 'sampling-interval': 100 },
    [],
  ],
  ['no sampling', { sampling: 0x4000 }, {}, []],
  [
    'masks that are too long',
    { masks: [33, 255] },
    { 'ipv4/src-mask': undefined, 'ipv4/dst-mask': undefined },
    ['src_net', 'dst_net'],
  ],
  [
    'ICMP, whose type and code are in the place of a port',
    { protocol: 1, ports: [0, 0x0301] },
    { protocol: 'icmp', 'flow-id': idOf(1, [0, 769]), 'src-port': 0, 'dst-port': 769, 'icmp-type': 769 },
    [],
  ],
])('%s', async (_, flow, leaves, omitted) => {
  const [record] = await exporter.netflow(netflowV5(TIME, SEQUENCE, flow));
  expect(seen(record)).toEqual({ leaves: { ...OF_V5, ...leaves }, omitted });
});

test('all of it is valid', () => {
  validate(exporter.documents());
});
