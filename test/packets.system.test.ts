/**
 * From packets to documents: real exporters watch a capture and export NetFlow v5, v9 and IPFIX to a real
 * GoFlow2, which has the flags and the mapping of the manifests, and writes to a real Kafka, from which the
 * normaliser reads.
 */
import { spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { exact } from './flows';
import { requireTools } from './servers/debian';
import { startGoflow2, type Collector } from './servers/goflow2';
import { startKafka, type KafkaCluster } from './servers/kafka';
import { startNormalizer, type Normalizer } from './servers/normalizer';
import { eventually } from './servers/process';
import { createTopics, messageCount, readTopic } from './servers/topics';
import { EVERY_FIELD, EVERY_LEAF, TIMES_BY_CLOCK, TIMES_BY_UPTIME } from './traffic/every-field';
import { ipfix, netflowV9 } from './traffic/netflow';
import { pcap, type Traffic } from './traffic/pcap';

const START = 1_760_000_000;

// A dozen flows and more: softflowd's first NetFlow v9 packet holds its templates as well, in nine flow sets,
// and GoFlow2 reads no more flow sets than the header's count, which softflowd fills with the records'.
const TRAFFIC: readonly Traffic[] = [
  ...Array.from({ length: 10 }, (_, index): Traffic => ({
    source: `192.0.2.${10 + index}`,
    destination: '198.51.100.20',
    protocol: 'tcp',
    ports: [13774 + index, 443],
    tcpFlags: 0x12,
    packets: 5 + index,
    length: 100,
    first: START + index,
    last: START + 8 + index,
  })),
  {
    source: '192.0.2.30',
    destination: '198.51.100.21',
    protocol: 'udp',
    ports: [123, 123],
    packets: 3,
    length: 76,
    first: START + 1,
    last: START + 4,
  },
  {
    source: '192.0.2.31',
    destination: '198.51.100.22',
    protocol: 'icmp',
    ports: [8, 0],
    packets: 2,
    length: 84,
    first: START + 2,
    last: START + 3,
  },
  {
    source: '2001:db8::1',
    destination: '2001:db8:1::2',
    protocol: 'tcp',
    ports: [50000, 22],
    tcpFlags: 0x18,
    packets: 4,
    length: 120,
    first: START + 1,
    last: START + 7,
  },
  {
    source: '2001:db8::3',
    destination: '2001:db8:1::4',
    protocol: 'icmp-ipv6',
    ports: [128, 0],
    packets: 2,
    length: 104,
    first: START + 2,
    last: START + 3,
  },
  {
    source: '2001:db8::5',
    destination: '2001:db8:1::6',
    protocol: 'udp',
    ports: [40000, 53],
    packets: 1,
    length: 90,
    first: START + 2,
    last: START + 2,
  },
];

/** What is asked of a flow's document. */
interface Seen {
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly ports: readonly number[] | 'icmp';
  readonly bytes: number;
  readonly packets: number;
  readonly tcpFlags: string;
  readonly times: readonly number[];
}

const FLAGS: Record<number, string> = { 0: '', 0x12: 'syn ack', 0x18: 'psh ack' };

function expected(flow: Traffic, exactTimes: boolean): Seen {
  const icmp = flow.protocol.startsWith('icmp');
  return {
    source: flow.source,
    destination: flow.destination,
    protocol: flow.protocol,
    ports: icmp ? 'icmp' : flow.ports,
    bytes: flow.packets * flow.length,
    packets: flow.packets,
    tcpFlags: FLAGS[flow.tcpFlags ?? 0] ?? 'unexpected',
    times: exactTimes ? [flow.first, flow.last] : [],
  };
}

interface Document {
  readonly 'export-packet': { readonly 'flow-data-record': readonly object[] };
}

/** A document below its root; integers of more than 15 digits as texts, with all of them. */
function documentOf(text: string): Document {
  return (exact(text) as { readonly 'netflow-v9:netflow': Document })['netflow-v9:netflow'];
}

async function send(packet: Buffer, port: number): Promise<void> {
  const socket = createSocket('udp4');
  await new Promise((done) => {
    socket.send(packet, port, '127.0.0.1', done);
  });
  socket.close();
}

/** The leaves of a document's only record that tell one flow from another. */
function seen(text: string, exactTimes: boolean): Seen {
  const [record] = documentOf(text)['export-packet']['flow-data-record'];
  const leaf = record as Record<string, unknown>;
  const addresses = (leaf.ipv4 ?? leaf.ipv6) as Record<string, string>;
  const protocol = String(leaf.protocol);
  return {
    source: addresses['src-address'] ?? '',
    destination: addresses['dst-address'] ?? '',
    protocol,
    // Exporters differ in where they put ICMP's type and code (destination port, field 32, or nowhere).
    ports: protocol.startsWith('icmp') ? 'icmp' : [Number(leaf['src-port']), Number(leaf['dst-port'])],
    bytes: Number(leaf['bytes-in']),
    packets: Number(leaf['pkts-in']),
    tcpFlags: String(leaf['tcp-flags']),
    times: exactTimes ? [Number(leaf['first-switched']), Number(leaf['last-switched'])] : [],
  };
}

type Exporter = (
  capture: string,
  port: number,
  folder: string,
) => { readonly command: string; readonly args: string[] };

const softflowd =
  (...version: string[]): Exporter =>
  (capture, port) => ({
    command: 'softflowd',
    args: ['-d', '-a', '-r', capture, '-n', `127.0.0.1:${port}`, '-v', ...version],
  });

const pmacctd =
  (version: number): Exporter =>
  (capture, port, folder) => {
    const file = join(folder, `pmacctd-${version}.conf`);
    const settings = {
      daemonize: 'false',
      pcap_savefile: capture,
      plugins: 'nfprobe',
      aggregate: 'src_host, dst_host, src_port, dst_port, proto, tos, tcpflags',
      nfprobe_receiver: `127.0.0.1:${port}`,
      nfprobe_version: String(version),
    };
    writeFileSync(
      file,
      Object.entries(settings)
        .map(([key, value]) => `${key}: ${value}\n`)
        .join(''),
    );
    return { command: 'pmacctd', args: ['-f', file] };
  };

describe('every flow of a capture arrives', () => {
  let folder: string;
  let cluster: KafkaCluster;
  let collector: Collector;
  let normalizer: Normalizer;
  let client: Kafka;
  let admin: Admin;

  beforeAll(async () => {
    requireTools('softflowd', 'pmacctd');
    folder = mkdtempSync(join(tmpdir(), 'packets-'));
    writeFileSync(join(folder, 'traffic.pcap'), pcap(TRAFFIC));
    cluster = await startKafka('reference');
    await createTopics('reference', cluster);
    collector = await startGoflow2('reference', cluster.brokers);
    normalizer = await startNormalizer('reference', cluster);
    client = new Kafka({ ...cluster.connection, logLevel: logLevel.NOTHING });
    admin = client.admin();
    await admin.connect();
  });
  afterAll(async () => {
    await admin.disconnect();
    await normalizer.stop();
    await collector.stop();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    // NetFlow v5 has no IPv6. pmacctd tells a capture's times only in IPFIX: by its own clock otherwise.
    { exporter: 'softflowd', version: 'NetFlow v5', export_: softflowd('5'), ipv6: false, exactTimes: true },
    { exporter: 'softflowd', version: 'NetFlow v9', export_: softflowd('9'), ipv6: true, exactTimes: true },
    {
      exporter: 'softflowd',
      version: 'IPFIX',
      export_: softflowd('10', '-A', 'milli'),
      ipv6: true,
      exactTimes: true,
    },
    { exporter: 'pmacctd', version: 'NetFlow v5', export_: pmacctd(5), ipv6: false, exactTimes: false },
    { exporter: 'pmacctd', version: 'NetFlow v9', export_: pmacctd(9), ipv6: true, exactTimes: false },
    { exporter: 'pmacctd', version: 'IPFIX', export_: pmacctd(10), ipv6: true, exactTimes: true },
  ])('$exporter, $version', async ({ export_, ipv6, exactTimes }) => {
    const before = await messageCount(admin, 'netflow-output');
    const flows = TRAFFIC.filter(({ source }) => ipv6 || !source.includes(':'));
    const { command, args } = export_(join(folder, 'traffic.pcap'), collector.netflowPort, folder);
    const { status, stderr } = spawnSync(command, args, {
      encoding: 'utf8',
      timeout: 30_000,
      env: { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin` },
    });
    const ended = `${command} ended with exit code ${String(status)}: ${stderr}`;
    await eventually(
      `all flows are normalised; ${ended}`,
      async () => (await messageCount(admin, 'netflow-output')) >= before + flows.length,
      { server: normalizer },
    );
    const output = await readTopic(client, admin, 'netflow-output');
    const arrived = output
      .sort((one, other) => Number(one.timestamp) - Number(other.timestamp))
      .slice(before)
      .map(({ value }) => seen(value?.toString() ?? '', exactTimes));
    const inOrder = (list: readonly Seen[]) =>
      list.map((flow) => JSON.stringify(flow, Object.keys(flow).sort())).sort();
    expect(inOrder(arrived)).toEqual(inOrder(flows.map((flow) => expected(flow, exactTimes))));
    expect(await messageCount(admin, 'flows-rejected')).toBe(0);
  });

  test.each([
    // 100 seconds after the exporter started.
    { version: 'NETFLOW_V9', packet: netflowV9, times: TIMES_BY_UPTIME },
    { version: 'IPFIX', packet: ipfix, times: TIMES_BY_CLOCK },
  ])('$version: every field arrives in its leaf, 64-bit counters with all their digits', async (example) => {
    const before = await messageCount(admin, 'netflow-output');
    const header = { uptime: 100_000, time: START, sequence: 77, sourceId: 258 };
    await send(example.packet(header, [...EVERY_FIELD, ...example.times]), collector.netflowPort);
    await eventually(
      'the flow is normalised',
      async () => (await messageCount(admin, 'netflow-output')) > before,
      {
        server: normalizer,
        seconds: 20,
      },
    );
    const output = await readTopic(client, admin, 'netflow-output');
    const [newest] = output.sort((one, other) => Number(other.timestamp) - Number(one.timestamp));
    const { 'export-packet': packet } = documentOf(newest?.value?.toString() ?? '{}');
    expect(packet).toMatchObject({ 'sequence-number': 77, 'source-id': 258 });
    expect(packet['flow-data-record']).toEqual([EVERY_LEAF]);
  });

  test('the flows of one exporter share a partition, because the mapping makes its address their key', async () => {
    const partitions = await admin.fetchTopicOffsets('flows');
    expect(partitions.filter(({ high }) => Number(high) > 0)).toHaveLength(1);
  });
});
