/** The extended leaves, from packets to documents: a real GoFlow2 with the mapping of a site that wants them. */
import { createSocket } from 'node:dgram';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mapping } from '../charts/goflow2/mapping';
import { loadEnvironments } from '../charts/values/load';
import { normalize } from '../normalizer/src/normalize';
import { goCommand } from './servers/go';
import { eventually, freePort, startServer, type Server } from './servers/process';
import { ipv4, ipv6, uint } from './traffic/bytes';
import { field, ipfix, netflowV9, type Field } from './traffic/netflow';

const FIELDS: readonly Field[] = [
  field(8, ipv4('192.0.2.10')),
  field(12, ipv4('198.51.100.20')),
  field(4, uint(17, 1)),
  field(7, uint(40000, 2)),
  field(11, uint(53, 2)),
  field(3, uint(4, 4)),
  field(19, uint(1, 4)),
  field(20, uint(2, 8)),
  field(25, uint(40, 2)),
  field(26, uint(1500, 2)),
  field(33, uint(22, 1)),
  field(48, uint(255, 1)),
  field(92, uint(1, 4)),
  field(93, uint(2, 4)),
  field(95, Buffer.from('0d0001c5', 'hex')),
  field(98, uint(46, 1)),
  field(99, uint(3, 4)),
  field(128, uint(64502, 4)),
  field(129, uint(64501, 4)),
  field(136, uint(2, 1)),
  field(148, uint(2n ** 64n - 1n, 8)),
  field(225, ipv4('203.0.113.9')),
  field(226, ipv4('0.0.0.0')),
  field(227, uint(1024, 2)),
  field(228, uint(53, 2)),
  field(230, uint(16, 1)),
  field(233, uint(3, 1)),
  field(234, uint(0, 4)),
  field(235, uint(7, 4)),
  field(281, Buffer.alloc(16)),
  field(282, ipv6('2001:db8::9')),
  field(302, uint(5, 8)),
  field(323, uint(1_760_000_000_123n, 8)),
  field(361, uint(1024, 2)),
  field(362, uint(2047, 2)),
];

const X = 'netflow-v9-extensions';
const EXPECTED = {
  [`${X}:nat`]: {
    'src-address': '203.0.113.9',
    'dst-address': '2001:db8::9',
    'src-port': 1024,
    'dst-port': 53,
    'first-port': 1024,
    'last-port': 2047,
    event: 'port-block-allocation',
  },
  [`${X}:vrf`]: { 'ingress-id': 0, 'egress-id': 7 },
  [`${X}:event-time`]: '1760000000123',
  [`${X}:firewall-event`]: 'denied',
  [`${X}:flow-end-reason`]: 'active-timeout',
  [`${X}:exporter-flow-id`]: '18446744073709551615',
  [`${X}:selector-id`]: '5',
  bgp: {
    'src-as': 0,
    'dst-as': 0,
    'next-hop': '0.0.0.0',
    [`${X}:next-as`]: 64502,
    [`${X}:previous-as`]: 64501,
    'src-traffic-id': 1,
    'dst-traffic-id': 2,
  },
  'flow-sampler-id': 255,
  application: { tag: '13:453' },
  flows: '4',
  'pkts-out-mul': '1',
  'bytes-out-mul': '2',
  'min-pkt-len': 40,
  'max-pkt-len': 1500,
  'igmp-type': 'membership-report-v2',
  'postip-dscp': 46,
  'repl-factor-mul': 3,
};

let folder: string;
let collector: Server;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'extensions-'));
  const [named] = loadEnvironments(['--set', 'normalizer.extensions=true']);
  if (named === undefined) throw new Error('no environment');
  writeFileSync(join(folder, 'mapping.yaml'), mapping(named.values.normalizer));
  const [health, netflow] = [await freePort(), await freePort()];
  port = netflow;
  collector = startServer(
    goCommand('github.com/netsampler/goflow2/v2/cmd/goflow2', named.values.images.goflow2.tag),
    [
      `-listen=netflow://127.0.0.1:${netflow}?queue_size=100&workers=1`,
      ...['-mapping=mapping.yaml', '-format=json', '-transport=file', '-transport.file=flows.json'],
      `-addr=127.0.0.1:${health}`,
    ],
    { cwd: folder },
  );
  const healthy = async () => (await fetch(`http://127.0.0.1:${health}/__health`)).ok;
  await eventually('GoFlow2 is healthy', healthy, { server: collector });
});

afterAll(async () => {
  await (collector as Server | undefined)?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What the collector prints of a packet of one record. */
async function printed(packet: Buffer): Promise<Buffer> {
  const lines = () => {
    const file = join(folder, 'flows.json');
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  };
  const before = lines().length;
  const socket = createSocket('udp4');
  await new Promise((done) => {
    socket.send(packet, port, '127.0.0.1', done);
  });
  socket.close();
  await eventually('a record is printed', () => lines().length > before, { server: collector });
  return Buffer.from(lines().at(-1) ?? '');
}

test.each([
  ['NetFlow v9', netflowV9],
  ['IPFIX', ipfix],
])('%s: every field that is mapped has its leaf', async (_, make) => {
  const header = { uptime: 100_000, time: Math.floor(Date.now() / 1000), sequence: 1, sourceId: 7 };
  const record = await printed(make(header, FIELDS));
  const options = { timeUnit: 'seconds', encoding: 'rfc7951', extensions: true } as const;
  const [outcome] = normalize(record, options);
  if (outcome === undefined || !('value' in outcome)) throw new Error(JSON.stringify(outcome));
  expect(outcome.omitted).toEqual([]);
  const document = JSON.parse(outcome.value) as {
    'netflow-v9:netflow': { 'export-packet': { 'flow-data-record': readonly [object] } };
  };
  expect(document['netflow-v9:netflow']['export-packet']['flow-data-record'][0]).toMatchObject(EXPECTED);
});
