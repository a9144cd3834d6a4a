/** Counters and sampling in NetFlow v9 and IPFIX: what exporters tell in fields of their own. */
import { validate } from '../servers/yanglint';
import { uint } from '../traffic/bytes';
import { field, ipfix, reverse, type Field } from '../traffic/netflow';
import { seen, startExporter, type Exporter } from './exporter';
import { ENDPOINTS, FLOW, HEADER, TEMPLATED, type Leaves } from './flows';

let exporter: Exporter;
beforeAll(async () => {
  exporter = await startExporter('reference');
});
afterAll(async () => {
  await exporter.stop();
});

const NONE = { 'bytes-in': 0, 'pkts-in': 0 };

describe.each(TEMPLATED)('$version', ({ packet, stock }) => {
  test.each<[string, readonly Field[], Leaves]>([
    [
      'of initiator and responder (Cisco ASA)',
      [
        field(231, uint(2032, 4)),
        field(232, uint(462842, 4)),
        field(298, uint(178, 4)),
        field(299, uint(672, 4)),
      ],
      { 'bytes-in': 2032, 'bytes-out': 462842, 'pkts-in': 178, 'pkts-out': 672 },
    ],
    [
      'totals (Juniper SRX, YAF)',
      [field(85, uint(2032, 8)), field(86, uint(178, 8))],
      { 'bytes-in': 2032, 'pkts-in': 178 },
    ],
    [
      'totals beside those of the report, which have the leaves',
      [field(85, uint(2032, 8)), field(86, uint(178, 8)), field(1, uint(1500, 4)), field(2, uint(2, 4))],
      {},
    ],
    [
      'of the way out alone',
      [field(23, uint(2032, 8)), field(24, uint(178, 8))],
      { ...NONE, 'bytes-out': 2032, 'pkts-out': 178 },
    ],
    ['none, of an event of a firewall', [field(230, uint(1, 1)), field(233, uint(2, 1))], NONE],
  ])('counters %s', async (_, fields, leaves) => {
    const [record] = await exporter.netflow(packet(HEADER, [...ENDPOINTS, ...fields]));
    expect(seen(record)).toEqual({ leaves: { ...stock, ...leaves }, omitted: [] });
  });

  // GoFlow2 remembers what options tell for each source: so each has one of its own.
  test.each<[string, number, readonly Field[], readonly Field[], number | undefined]>([
    ['in the flow', 10, [field(34, uint(1000, 4))], [], 1000],
    ['0 in the flow', 11, [field(34, uint(0, 4))], [], undefined],
    ['in options', 12, [], [field(34, uint(512, 4))], 512],
    ['in both, of which the options count', 13, [field(34, uint(1000, 4))], [field(34, uint(512, 4))], 512],
    ['of a sampler', 14, [], [field(48, uint(1, 1)), field(49, uint(2, 1)), field(50, uint(512, 4))], 512],
    [
      'one of a thousand packets, told as a pair, of which GoFlow2 reads the first',
      15,
      [],
      [field(305, uint(1, 4)), field(306, uint(999, 4))],
      1,
    ],
  ])('sampling told %s', async (_, sourceId, fields, options, interval) => {
    const [record] = await exporter.netflow(packet({ ...HEADER, sourceId }, [...FLOW, ...fields], options));
    const leaves = { ...stock, 'export-packet/source-id': sourceId, 'sampling-interval': interval };
    expect(seen(record)).toEqual({ leaves, omitted: [] });
  });

  test('the site has the word where an exporter tells no interval', async () => {
    const samplingIntervals = { '127.0.0.0/8': 100, '127.0.0.1/32': 200 };
    const [record] = await exporter.netflow(packet(HEADER, FLOW));
    expect(seen(record, { defaultSamplingInterval: 50 }).leaves['sampling-interval']).toBe(50);
    expect(seen(record, { defaultSamplingInterval: 50, samplingIntervals }).leaves['sampling-interval']).toBe(
      200,
    );
  });
});

test.each<[string, readonly Field[]]>([
  ['of the report', [reverse(1, uint(9999, 4)), reverse(2, uint(8, 4))]],
  ['in total', [reverse(85, uint(9999, 4)), reverse(86, uint(8, 4))]],
])('IPFIX: reverse counters %s', async (_, fields) => {
  const [, { stock }] = TEMPLATED as [unknown, (typeof TEMPLATED)[number]];
  const [record] = await exporter.netflow(ipfix(HEADER, [...FLOW, ...fields]));
  expect(seen(record)).toEqual({ leaves: { ...stock, 'bytes-out': 9999, 'pkts-out': 8 }, omitted: [] });
});

test('all of it is valid', () => {
  validate(exporter.documents());
});
