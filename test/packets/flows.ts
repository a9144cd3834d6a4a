/** The flow that the suites' packets tell, each with something more, and the document that it has become. */
import { flowId } from '../flows';
import { ipv4, uint } from '../traffic/bytes';
import { field, ipfix, netflowV9, type Field, type Header } from '../traffic/netflow';

/** When the packet was sent, 5 seconds after the exporter has started. */
export const HEADER: Header = { uptime: 5000, time: 1_760_000_000, sequence: 7, sourceId: 1 };

export const ENDPOINTS: readonly Field[] = [
  field(8, ipv4('198.51.100.1')),
  field(12, ipv4('203.0.113.1')),
  field(4, uint(6, 1)),
  field(7, uint(1000, 2)),
  field(11, uint(443, 2)),
];

export const FLOW: readonly Field[] = [...ENDPOINTS, field(1, uint(1500, 4)), field(2, uint(2, 4))];

/** Leaves of a document by their paths; of those that it lacks, undefined. */
export type Leaves = Readonly<Record<string, unknown>>;

/** The id of the flow between the endpoints. */
export const idOf = (protocol: number, ports: readonly [number, number] = [0, 0]): number =>
  Number(flowId(['198.51.100.1', ports[0], '203.0.113.1', ports[1], protocol]));

export const idOfIpv6 = (protocol: number, ports: readonly [number, number] = [0, 0]): number =>
  Number(flowId(['2001:db8::1', ports[0], '2001:db8:1::2', ports[1], protocol]));

/** What a packet tells beside the flow, the leaves that are others for it, and the keys that are left out. */
export type Row = readonly [
  what: string,
  fields: readonly Field[],
  leaves: Leaves,
  omitted: readonly string[],
];

export const row = (
  what: string,
  fields: readonly Field[],
  leaves: Leaves,
  omitted: readonly string[] = [],
): Row => [what, fields, leaves, omitted];

/** What stands in every document of GoFlow2 v2, whose stock keys are there whether the packet tells them or not. */
export const STOCK: Leaves = {
  'ip-version': 'ipv4',
  'flow-id': idOf(6, [1000, 443]),
  'bytes-in': 1500,
  'pkts-in': 2,
  protocol: 'tcp',
  'src-tos': 0,
  'tcp-flags': '',
  'src-port': 1000,
  'dst-port': 443,
  'snmp-in': 0,
  'snmp-out': 0,
  'first-switched': 1_760_000_000,
  'last-switched': 1_760_000_000,
  'icmp-type': 0,
  'min-ttl': 0,
  'src-mac-in': '00:00:00:00:00:00',
  'dst-mac-in': '00:00:00:00:00:00',
  'forwarding-status': 'unknown',
  'ipv4/src-address': '198.51.100.1',
  'ipv4/dst-address': '203.0.113.1',
  'ipv4/src-mask': 0,
  'ipv4/dst-mask': 0,
  'ipv4/next-hop': '0.0.0.0',
  'ipv4/identification': 0,
  'bgp/src-as': 0,
  'bgp/dst-as': 0,
  'bgp/next-hop': '0.0.0.0',
  'vlan/src-id': 0,
  'vlan/dst-id': 0,
};

/** Of an IPv6 flow: what takes the place of those of an IPv4 one. */
export const STOCK_IPV6: Leaves = {
  'ip-version': 'ipv6',
  ...Object.fromEntries(
    Object.keys(STOCK)
      .filter((path) => path.startsWith('ipv4/'))
      .map((path) => [path, undefined]),
  ),
  'ipv6/src-address': '2001:db8::1',
  'ipv6/dst-address': '2001:db8:1::2',
  'ipv6/src-mask': 0,
  'ipv6/dst-mask': 0,
  'ipv6/next-hop': '::',
  'ipv6/flow-label': 0,
  'bgp/next-hop': undefined,
  'bgp/next-hop-ipv6': '::',
};

/** The two that have templates, and the leaves that their headers lead to. */
export const TEMPLATED = [
  { version: 'NetFlow v9', packet: netflowV9, header: {} as Leaves },
  { version: 'IPFIX', packet: ipfix, header: { 'export-packet/record-type': 'ipfix' } as Leaves },
].map(({ version, packet, header }) => ({
  version,
  packet,
  stock: {
    ...STOCK,
    ...header,
    'collector-goflow2/sampler-address': '127.0.0.1',
    'export-packet/sequence-number': HEADER.sequence,
    'export-packet/source-id': HEADER.sourceId,
  },
}));
