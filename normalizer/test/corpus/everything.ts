import { parseExact, type Message } from '../../src/record/json';
import { printers } from './dialects';
import { generator, netflowV9, type Flow } from './flow';
import { inSnakeCase } from './v1';

const labels = Array.from({ length: 10 }, (_, index) => ({
  label: 16 + index,
  trafficClass: 0,
  bottom: false,
}));
const base = {
  ...netflowV9(generator(1)),
  sampler: '192.0.2.1',
  sourceId: 7,
  vlan: 5,
  fragmentOffset: 9,
  bytesOut: 1n,
  packetsOut: 1n,
};
const ipv4: Flow = {
  ...base,
  ipVersion: 4,
  src: '10.0.0.1',
  dst: '10.0.0.2',
  srcMask: 8,
  dstMask: 8,
  labels,
  topLabelAddress: '10.0.0.3',
  nextHop: '10.0.0.4',
  bgpNextHop: '10.0.0.5',
};
const ipv6: Flow = {
  ...ipv4,
  ipVersion: 6,
  src: '2001:db8::1',
  dst: '2001:db8::2',
  nextHop: '2001:db8::4',
  bgpNextHop: '2001:db8::5',
  topLabelAddress: '2001:db8::3',
  sampler: '2001:db8::6',
};

/** What the corpus' flows have no place for, under the keys of all dialects. */
const extras: Message = {
  ObservationDomainID: 7,
  ObservationDomainId: 7,
  BiFlowDirection: 1,
  bi_flow_direction: 1,
  SrcPrefix: '10.0.0.0',
  DstPrefix: '10.0.0.0',
  VlanId: 4196,
  vlan_id: 4196,
  ip_flags: 2,
};

const mapped: Message = {
  dst_tos: 1,
  engine_type: 1,
  engine_id: 1,
  ipv6_option_headers: 1,
  src_prefix: '10.0.0.0',
  dst_prefix: '10.0.0.0',
  src_mac_out: '00:00:5e:00:53:01',
  dst_mac_out: '00:00:5e:00:53:02',
  mpls_pal_rd: 1,
  mpls_prefix_len: 1,
  mpls_top_label_type: 1,
  mpls_top_label_ipv6: '2001:db8::3',
  sampling_interval: 1,
};

const inWords = (message: Message): Message =>
  Object.fromEntries(Object.entries(message).map(([key, value]) => [inSnakeCase(key), value]));

/** Messages of a dialect that together tell all it can tell. */
export function everythingIn(dialect: string): Message[] {
  const spelled = dialect === 'v1.2-json' ? inWords : (message: Message) => message;
  const print = (flow: Flow) => parseExact(printers[dialect]?.(flow) ?? '') as Message;
  const stock = dialect.startsWith('v2') ? { ...extras, bi_flow_direction: undefined } : extras;
  const known = dialect === 'v2, mapped' ? { ...extras, ...mapped } : spelled(stock);
  const v4 = { ...print(ipv4), ...known };
  // v2 lists as many labels as there are, in one key; v1.2 tells the last of a deep stack.
  const depths = [4, 5, 6, 7, 8, 9, 10].map((depth) => spelled({ MplsCount: depth, MplsLastLabel: depth }));
  const withoutPrefixes = { SrcPrefix: '', DstPrefix: '', src_prefix: undefined, dst_prefix: undefined };
  return [
    { ...v4, ...(dialect === 'v2' && { mpls_label: labels.map(({ label }) => label) }) },
    { ...print(ipv6), ...known, ...withoutPrefixes },
    {
      ...print({ ...ipv4, type: 'SFLOW_5', labels: [] }),
      ...spelled({ FragmentOffset: 0x4001 }),
      ip_flags: 2,
    },
    { ...print({ ...ipv4, type: 'NETFLOW_V5', labels: [] }), ...spelled({ SamplingRate: 0x4001 }) },
    ...depths.map((depth) => ({ ...v4, ...depth })),
  ];
}
