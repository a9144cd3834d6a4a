/** The times of flows in NetFlow v9 and IPFIX, in the fields that exporters tell them in. */
import { validate } from '../servers/yanglint';
import { uint } from '../traffic/bytes';
import { field, type Field } from '../traffic/netflow';
import { seen, startExporter, type Exporter } from './exporter';
import { FLOW, HEADER, TEMPLATED } from './flows';

let exporter: Exporter;
beforeAll(async () => {
  exporter = await startExporter('reference');
});
afterAll(async () => {
  await exporter.stop();
});

type Times = readonly [first: unknown, last: unknown, omitted?: readonly string[]];

/** The packet was under way for a while: times that are held against that of its receipt are not the same as it. */
const TIME = Math.floor(Date.now() / 1000) - 100;

/** GoFlow2 has no other than the time at which the packet was sent. */
const SENT: Times = [TIME, TIME];

/** Seconds since 1900, in the high word of NTP's 64 bits (RFC 5905 section 6). */
const ntp = (seconds: number) => (BigInt(seconds) + 2_208_988_800n) << 32n;

const rows: readonly [what: string, fields: readonly Field[], v9: Times, ipfix: Times][] = [
  ['none', [], SENT, SENT],
  [
    'seconds',
    [field(150, uint(TIME - 30, 4)), field(151, uint(TIME - 10, 4))],
    [TIME - 30, TIME - 10],
    [TIME - 30, TIME - 10],
  ],
  [
    'milliseconds',
    [field(152, uint((TIME - 30) * 1000 + 999, 8)), field(153, uint((TIME - 10) * 1000 + 999, 8))],
    [TIME - 30, TIME - 10],
    [TIME - 30, TIME - 10],
  ],
  [
    'microseconds, which GoFlow2 reads in IPFIX only',
    [field(154, uint(ntp(TIME - 30), 8)), field(155, uint(ntp(TIME - 10), 8))],
    SENT,
    [TIME - 30, TIME - 10],
  ],
  [
    'microseconds before the packet, which GoFlow2 reads in IPFIX only',
    [field(158, uint(20_000_000, 4)), field(159, uint(10_000_000, 4))],
    SENT,
    [TIME - 20, TIME - 10],
  ],
  [
    'the uptime, which IPFIX has without a time to count from',
    [field(22, uint(3000, 4)), field(21, uint(4000, 4))],
    [TIME - 2, TIME - 1],
    SENT,
  ],
  [
    'the uptime and the time to count from, which GoFlow2 does not read',
    [field(22, uint(3000, 4)), field(21, uint(4000, 4)), field(160, uint((TIME - 5) * 1000, 8))],
    [TIME - 2, TIME - 1],
    SENT,
  ],
  [
    'the uptime, counted anew since the flow began',
    [field(22, uint(2 ** 32 - 4000, 4)), field(21, uint(3000, 4))],
    [TIME - 9, TIME - 2],
    SENT,
  ],
  [
    'the uptime, counted anew since the flow ended',
    [field(22, uint(2 ** 32 - 4000, 4)), field(21, uint(2 ** 32 - 2000, 4))],
    [TIME - 9, TIME - 7],
    SENT,
  ],
  [
    'what can be no time',
    [field(152, uint(1, 8)), field(153, uint(2n ** 64n - 1n, 8))],
    ['received', 'received', ['flow_end_milliseconds', 'flow_start_milliseconds']],
    ['received', 'received', ['flow_end_milliseconds', 'flow_start_milliseconds']],
  ],
];

describe.each(TEMPLATED)('$version', ({ version, packet, stock }) => {
  test.each(rows)('%s', async (_, fields, v9, ipfix) => {
    const [first, last, omitted = []] = version === 'IPFIX' ? ipfix : v9;
    const [record] = await exporter.netflow(packet({ ...HEADER, time: TIME }, [...FLOW, ...fields]));
    expect(seen(record)).toEqual({
      leaves: { ...stock, 'first-switched': first, 'last-switched': last },
      omitted,
    });
  });
});

test('all of it is valid', () => {
  validate(exporter.documents());
});
