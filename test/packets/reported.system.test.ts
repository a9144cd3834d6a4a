/**
 * Packets that users of collectors have reported, or such as they describe, byte by byte; the addresses are
 * made up. Each has the document that is right.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from '../servers/yanglint';
import { seen, startExporter, type Exporter } from './exporter';
import { idOf, STOCK, type Leaves } from './flows';
import { OF_FRAME } from './sflow-flows';

let exporter: Exporter;
beforeAll(async () => {
  exporter = await startExporter('reference');
});
afterAll(async () => {
  await exporter.stop();
});

const packets = (name: string) =>
  readFileSync(join(__dirname, 'reported', `${name}.hex`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => Buffer.from(line, 'hex'));

const V9: Leaves = {
  ...STOCK,
  'collector-goflow2/sampler-address': '127.0.0.1',
  'export-packet/sequence-number': 1,
  'export-packet/source-id': 0,
};
/** Of the packets that tell interfaces and times. */
const FULL: Leaves = {
  ...V9,
  'snmp-in': 1,
  'snmp-out': 2,
  'first-switched': 1_759_999_990,
  'last-switched': 1_759_999_995,
};
const IPFIX: Leaves = { ...V9, 'export-packet/record-type': 'ipfix' };

test.each<[string, Leaves, readonly string[]]>([
  ['direction-unknown', FULL, ['flow_direction']],
  [
    'initiator-and-responder',
    {
      ...V9,
      'flow-id': idOf(6, [37827, 3128]),
      'src-port': 37827,
      'dst-port': 3128,
      'snmp-in': 2,
      'snmp-out': 3,
      'bytes-in': 2032,
      'bytes-out': 462842,
      'pkts-in': 178,
      'pkts-out': 672,
      'first-switched': 1_759_999_940,
    },
    [],
  ],
  ['interface-unknown', { ...FULL, 'snmp-in': undefined }, ['in_if']],
  [
    'physical-interfaces',
    {
      ...IPFIX,
      'snmp-in': 0x50000038,
      'snmp-out': 21,
      'src-mac-in': '02:00:5e:00:53:01',
      'dst-mac-in': '02:00:5e:00:53:02',
      'vlan/src-id': 200,
    },
    [],
  ],
  ['reverse-counters', { ...IPFIX, 'bytes-out': 9999, 'pkts-out': 9 }, []],
  [
    'top-label-of-both-families',
    {
      ...IPFIX,
      'mpls/label-1': 0x493d00,
      'mpls/label-2': 0x493f01,
      'mpls/top-label-type': 'ldp',
      'mpls/top-label-ip': '192.0.2.8',
      'mpls/top-label-ipv6': '2001:db8::8',
    },
    [],
  ],
  ['uptime-counted-anew', { ...FULL, 'first-switched': 1_759_999_991, 'last-switched': 1_759_999_998 }, []],
  [
    'vlan-unknown',
    {
      ...FULL,
      'vlan/src-id': 100,
      'vlan/dst-id': undefined,
      'vlan/tag': 0xe064,
    },
    ['dst_vlan'],
  ],
  [
    'vlan-with-priority',
    {
      ...IPFIX,
      'flow-id': idOf(17, [1, 2]),
      'src-port': 1,
      'dst-port': 2,
      protocol: 'udp',
      'bytes-in': 10,
      'pkts-in': 1,
      'vlan/src-id': 3712,
      'vlan/tag': 48768,
    },
    [],
  ],
  // One of 1000: GoFlow2 reads the first of the two numbers, and no mapping can make it read the other. It is the
  // last one, since GoFlow2 remembers what an exporter's options have told.
  ['sampling-pair', { ...IPFIX, 'sampling-interval': 1 }, []],
])('%s', async (name, leaves, omitted) => {
  const [packet = Buffer.alloc(0)] = packets(name);
  const [record] = await exporter.netflow(packet);
  expect(seen(record)).toEqual({ leaves, omitted });
});

test('sflow-outputs: several, an index, discarded, an index, and an input from nowhere', async () => {
  const outcomes = [];
  for (const packet of packets('sflow-outputs')) {
    const [record] = await exporter.sflow(packet);
    outcomes.push(seen(record));
  }
  const frame: Leaves = {
    ...OF_FRAME,
    'export-packet/sequence-number': 1,
    'bytes-in': 62,
    'src-tos': 0,
    'tcp-flags': 'ack',
    'min-ttl': 64,
    'src-mac-in': '02:00:5e:00:53:01',
    'dst-mac-in': '02:00:5e:00:53:02',
    'ipv4/identification': 1,
    'vlan/tag': 100,
    'snmp-in': 571,
  };
  expect(outcomes).toEqual([
    { leaves: { ...frame, 'snmp-out': undefined }, omitted: ['out_if'] },
    { leaves: { ...frame, 'snmp-out': 3 }, omitted: [] },
    { leaves: { ...frame, 'snmp-out': undefined }, omitted: ['out_if'] },
    { leaves: { ...frame, 'snmp-out': 1 }, omitted: [] },
    { leaves: { ...frame, 'snmp-in': undefined, 'snmp-out': 2 }, omitted: ['in_if'] },
  ]);
});

test('all of it is valid', () => {
  validate(exporter.documents());
});
