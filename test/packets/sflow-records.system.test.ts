/** What sFlow switches tell beside a frame: its way through them, and what they have counted. */
import { validate } from '../servers/yanglint';
import { frameOf, tcpInIpv4 } from '../traffic/frames';
import * as sflow from '../traffic/sflow';
import { seen, startExporter, type Exporter } from './exporter';
import type { Leaves } from './flows';
import { AGENT, OF_FRAME, SEQUENCE } from './sflow-flows';

let exporter: Exporter;
beforeAll(async () => {
  exporter = await startExporter('reference');
});
afterAll(async () => {
  await exporter.stop();
});

const send = (samples: readonly sflow.Formatted[], flows?: number) =>
  exporter.sflow(sflow.datagram(AGENT, SEQUENCE, samples), flows);

const HEADER = sflow.rawHeader(frameOf(tcpInIpv4(0x12)));
const UNKNOWN = 0xffffffff;

test.each<[string, sflow.Formatted, Leaves, readonly string[]]>([
  ['VLANs', sflow.extendedSwitch(100, 200), { 'vlan/src-id': 100, 'vlan/dst-id': 200 }, []],
  [
    'a VLAN that the switch does not know',
    sflow.extendedSwitch(100, UNKNOWN),
    { 'vlan/src-id': 100, 'vlan/dst-id': undefined },
    ['dst_vlan'],
  ],
  [
    'next hop and masks',
    sflow.extendedRouter('192.0.2.254', 24, 16),
    { 'ipv4/next-hop': '192.0.2.254', 'ipv4/src-mask': 24, 'ipv4/dst-mask': 16 },
    [],
  ],
  [
    'masks that are too long',
    sflow.extendedRouter('192.0.2.254', 33, UNKNOWN),
    { 'ipv4/next-hop': '192.0.2.254', 'ipv4/src-mask': undefined, 'ipv4/dst-mask': undefined },
    ['src_net', 'dst_net'],
  ],
  [
    "BGP, whose path ends with the destination's AS",
    sflow.extendedGateway('192.0.2.253', 64501, [64503, 64502]),
    { 'bgp/next-hop': '192.0.2.253', 'bgp/src-as': 64501, 'bgp/dst-as': 64502 },
    [],
  ],
  [
    "BGP within the router's own AS",
    sflow.extendedGateway('192.0.2.253', 0, []),
    { 'bgp/next-hop': '192.0.2.253', 'bgp/src-as': 64500, 'bgp/dst-as': 64500 },
    [],
  ],
])('%s', async (_, record, leaves, omitted) => {
  const [printed] = await send([sflow.flowSample({}, [HEADER, record])]);
  expect(seen(printed)).toEqual({ leaves: { ...OF_FRAME, ...leaves }, omitted });
});

const [INDEX, DISCARDED, SEVERAL] = [0, 1, 2];

test.each<[string, sflow.Formatted, Leaves, readonly string[]]>([
  [
    'none, since the frame was discarded',
    sflow.flowSample({ output: sflow.interfaceWord(DISCARDED, 2) }, [HEADER]),
    { 'snmp-out': undefined },
    ['out_if'],
  ],
  [
    'several',
    sflow.flowSample({ output: sflow.interfaceWord(SEVERAL, 7) }, [HEADER]),
    { 'snmp-out': undefined },
    ['out_if'],
  ],
  [
    'the switch itself',
    sflow.flowSample({ output: sflow.interfaceWord(INDEX, 0x3fffffff) }, [HEADER]),
    { 'snmp-out': undefined },
    ['out_if'],
  ],
  [
    'beyond what the compact word holds',
    sflow.expandedFlowSample([INDEX, 571], [INDEX, 0x3ffffffe], [HEADER]),
    { 'snmp-in': 571, 'snmp-out': 0x3ffffffe },
    [],
  ],
  [
    'unknown, in two words',
    sflow.expandedFlowSample([INDEX, 571], [INDEX, UNKNOWN], [HEADER]),
    { 'snmp-in': 571, 'snmp-out': undefined },
    ['out_if'],
  ],
  // GoFlow2 leaves the word of the format out, so that a count looks like an interface.
  [
    'several, in two words',
    sflow.expandedFlowSample([INDEX, 571], [SEVERAL, 7], [HEADER]),
    { 'snmp-in': 571, 'snmp-out': 7 },
    [],
  ],
])('the output is %s', async (_, sample, leaves, omitted) => {
  const [printed] = await send([sample]);
  expect(seen(printed)).toEqual({ leaves: { ...OF_FRAME, ...leaves }, omitted });
});

test('counters of interfaces are no flows, those beside them are', async () => {
  const flow = sflow.flowSample({}, [HEADER]);
  await exporter.sflow(sflow.datagram(AGENT, SEQUENCE, [sflow.counterSample()]), 0);
  const printed = await send([sflow.counterSample(), flow, sflow.counterSample(), flow], 2);
  expect(printed.map((record) => seen(record).leaves)).toEqual([OF_FRAME, OF_FRAME]);
});

test('all of it is valid', () => {
  validate(exporter.documents());
});
