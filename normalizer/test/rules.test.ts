/** The rules that need more words than a number's range, on the documented record and its kin. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentOf, outcomeOf } from './outcome';
import type { ModelOptions } from '../src/model/options';
import { v2MappedMessage, v2Message } from './corpus/v2';
import { generator, netflowV9 } from './corpus/flow';
import { leavesOf } from './corpus/leaves';
import { v1NewMessage } from './corpus/v1';

type Members = Readonly<Record<string, unknown>>;

const documented = JSON.parse(
  readFileSync(join(__dirname, 'samples/documented-flow.json'), 'utf8'),
) as Members;
const ipv6: Members = { ...documented, Etype: 34525, SrcAddr: '2001:db8::1', DstAddr: '2001:db8::2' };
const flowV4 = {
  ...netflowV9(generator(1)),
  ipVersion: 4,
  src: '10.0.0.1',
  dst: '10.0.0.2',
  srcMask: 8,
} as const;
const asMembers = (text: string) => JSON.parse(text.replace(/:(\d{16,})/g, ':"$1"')) as Members;
const v1 = asMembers(v1NewMessage({ ...flowV4, labels: [] }));
const v2 = asMembers(v2Message(flowV4));
const v2Mapped = asMembers(v2MappedMessage(flowV4));

const run = (message: Members, options: Partial<ModelOptions> = {}) =>
  outcomeOf(JSON.stringify(message), options);

/** The leaves below a prefix that a message leads to, or what it is rejected for. */
function leaves(message: Members, prefix: string, options?: Partial<ModelOptions>): unknown {
  const outcome = run(message, options);
  if ('rejection' in outcome) {
    return `${outcome.rejection.reason} ${outcome.rejection.field ?? ''}`;
  }
  if ('dropped' in outcome) {
    return `dropped ${outcome.dropped}`;
  }
  const record = 'export-packet/flow-data-record/';
  const all = [...leavesOf(outcome.value)].map(([path, value]) => [path.replace(record, ''), value] as const);
  return Object.fromEntries(all.filter(([path]) => path.startsWith(prefix)));
}

describe('addresses', () => {
  test.each<[string, Members, Members, string, unknown]>([
    ['of IPv6 go to ipv6', ipv6, {}, 'ipv6/', ipv6Leaves('::')],
    ['of IPv6 leave no ipv4', ipv6, {}, 'ipv4/', {}],
    [
      'IPv4-mapped are told in full',
      ipv6,
      { SrcAddr: '10.0.0.1' },
      'ipv6/src',
      { 'ipv6/src-address': '::ffff:10.0.0.1', 'ipv6/src-mask': 0 },
    ],
    ['absent have no leaf', documented, { SrcAddr: '' }, 'ipv4/src-a', {}],
    ['of the other family are refused', documented, { SrcAddr: '2001:db8::1' }, '', 'invalid-value SrcAddr'],
    [
      'missing are refused, flow-id needs them',
      documented,
      { DstAddr: undefined },
      '',
      'missing-field DstAddr',
    ],
    [
      'lose their zone',
      ipv6,
      { SrcAddr: 'fe80::1%eth0', NextHop: 'fe80::2%1' },
      'ipv6/src-a',
      { 'ipv6/src-address': 'fe80::1' },
    ],
    [
      'of an IPv6 exporter',
      documented,
      { SamplerAddress: '2001:db8::9' },
      'collector-goflow2/s',
      { 'collector-goflow2/sampler-address-ipv6': '2001:db8::9' },
    ],
    ['of no exporter', documented, { SamplerAddress: '' }, 'collector-goflow2/s', {}],
  ])('%s', (_, base, change, prefix, expected) => {
    expect(leaves({ ...base, ...change }, prefix)).toEqual(expected);
  });

  test('flow-id is made of the text as received', () => {
    const mapped = leaves({ ...ipv6, SrcAddr: '10.0.0.1' }, 'flow-id');
    const spelled = leaves({ ...ipv6, SrcAddr: '::ffff:10.0.0.1' }, 'flow-id');
    expect(mapped).not.toEqual(spelled);
  });
});

function ipv6Leaves(nextHop: string) {
  return {
    'ipv6/src-address': '2001:db8::1',
    'ipv6/dst-address': '2001:db8::2',
    'ipv6/src-mask': 0,
    'ipv6/dst-mask': 0,
    'ipv6/next-hop': nextHop,
    'ipv6/flow-label': 0,
    'ipv6/opt-headers': 0,
  };
}

test.each<[string, Members, string, Members]>([
  ['absent', documented, 'ip', { 'ipv4/next-hop': '0.0.0.0' }],
  ['IPv4', { ...documented, NextHop: '10.0.0.9' }, 'ip', { 'ipv4/next-hop': '10.0.0.9' }],
  ['IPv6 of an IPv4 flow', { ...documented, NextHop: 'fe80::1' }, 'ip', { 'ipv6/next-hop': 'fe80::1' }],
  ['IPv4 of an IPv6 flow', { ...ipv6, NextHop: '10.0.0.9' }, 'ip', { 'ipv4/next-hop': '10.0.0.9' }],
  ['not told', { ...documented, NextHop: undefined }, 'ip', {}],
  ['absent', documented, 'bgp', { 'bgp/next-hop': '0.0.0.0' }],
  ['absent of an IPv6 flow', ipv6, 'bgp', { 'bgp/next-hop-ipv6': '::' }],
  [
    'IPv6 of an IPv4 flow',
    { ...documented, BgpNextHop: '2001:db8::9' },
    'bgp',
    { 'bgp/next-hop-ipv6': '2001:db8::9' },
  ],
  ['IPv4 of an IPv6 flow', { ...ipv6, BgpNextHop: '10.0.0.9' }, 'bgp', { 'bgp/next-hop': '10.0.0.9' }],
  ['bytes of IPv4', { ...v1, BgpNextHop: [10, 0, 0, 9] }, 'bgp', { 'bgp/next-hop': '10.0.0.9' }],
  [
    'bytes of IPv6',
    { ...v1, BgpNextHop: [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9] },
    'bgp',
    { 'bgp/next-hop-ipv6': '2001:db8::9' },
  ],
  [
    'bytes of a mapped one',
    { ...v1, BgpNextHop: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, 0, 0, 9] },
    'bgp',
    { 'bgp/next-hop-ipv6': '::ffff:10.0.0.9' },
  ],
])('next hop, %s', (_, message, container, expected) => {
  const found = Object.entries(leaves(message, container) as Members);
  expect(Object.fromEntries(found.filter(([path]) => path.includes('next-hop')))).toEqual(expected);
});

describe('prefixes', () => {
  test.each<[string, Members, unknown]>([
    [
      'take the length of the mask',
      { SrcPrefix: '10.1.0.0', SrcNet: 16 },
      { 'ipv4/src-prefix': '10.1.0.0/16' },
    ],
    [
      'keep a length of their own',
      { SrcPrefix: '10.1.0.0/12', SrcNet: 16 },
      { 'ipv4/src-prefix': '10.1.0.0/12' },
    ],
    ['absent have no leaf', {}, {}],
    ['without a length anywhere are left out', { SrcPrefix: '10.1.0.0', SrcNet: undefined }, {}],
    ['of IPv6 are left out', { SrcPrefix: '2001:db8::' }, {}],
  ])('%s', (_, change, expected) => {
    expect(leaves({ ...documented, ...change }, 'ipv4/src-prefix')).toEqual(expected);
  });

  test('of v2 take the length of its network', () => {
    expect(leaves({ ...v2Mapped, src_prefix: '10.0.0.0' }, 'ipv4/src-prefix')).toEqual({
      'ipv4/src-prefix': '10.0.0.0/8',
    });
  });
});

describe('masks of v2', () => {
  test.each<[unknown, unknown]>([
    ['10.0.0.0/8', { 'ipv4/src-mask': 8 }],
    [8, { 'ipv4/src-mask': 8 }],
    ['10.0.0.0/33', {}],
    ['10.0.0.0', {}],
    ['x/8', {}],
  ])('%s', (network, expected) => {
    expect(leaves({ ...v2, src_net: network }, 'ipv4/src-mask')).toEqual(expected);
  });

  test('which are too long for the address that is there are named; without an address there is none', () => {
    const text = { src_net: 'invalid Prefix' };
    expect(leaves({ ...v2, ...text }, 'ipv4/src-mask')).toEqual({});
    expect(run({ ...v2, ...text })).toMatchObject({ omitted: ['src_net'] });
    expect(run({ ...v2, ...text, src_addr: '' })).toMatchObject({ omitted: [] });
  });
});

describe('names', () => {
  test.each<[Members, Members, string, unknown]>([
    [documented, { Proto: 0 }, 'protocol', { protocol: 'hopopt' }],
    [documented, { Proto: 47 }, 'protocol', { protocol: 'gre' }],
    [documented, { Proto: 200 }, 'protocol', { protocol: 'unassigned-200' }],
    [documented, { Proto: 255 }, 'protocol', { protocol: 'reserved' }],
    [documented, { Proto: 256 }, 'protocol', 'invalid-value Proto'],
    [documented, { EngineType: 2 }, 'engine-type', { 'engine-type': 'pdc/dfc' }],
    [documented, { EngineType: 9 }, 'engine-type', { 'engine-type': 'unassigned-9' }],
    [documented, { ForwardingStatus: 137 }, 'forwarding', { 'forwarding-status': 'bad-ttl' }],
    [documented, { ForwardingStatus: 67 }, 'forwarding', { 'forwarding-status': 'unassigned-67' }],
    [
      documented,
      { MPLSTopLabelType: 7 },
      'mpls/top-label-type',
      { 'mpls/top-label-type': 'ospfv2-segment-routing' },
    ],
    [documented, { FlowDirection: 1 }, 'direction', { direction: 'egress' }],
    [documented, { FlowDirection: 255 }, 'direction', {}],
    [documented, { TCPFlags: 0x112 }, 'tcp-flags', { 'tcp-flags': 'syn ack ns' }],
    [documented, { TCPFlags: 0xf012 }, 'tcp-flags', { 'tcp-flags': 'syn ack' }],
    [documented, { TCPFlags: 0 }, 'tcp-flags', { 'tcp-flags': '' }],
    [v2, { proto: 'IPv6-ICMP' }, 'protocol', { protocol: 'icmp-ipv6' }],
    [v2, { proto: 'ICMPv6' }, 'protocol', { protocol: 'icmp-ipv6' }],
    [v2, { proto: 'Mobility Header' }, 'protocol', { protocol: 'mobility-header' }],
    [v2, { proto: 132 }, 'protocol', { protocol: 'sctp' }],
    [v2, { proto: 'unassigned' }, 'protocol', 'invalid-value proto'],
    [v2, { proto: '' }, 'protocol', 'invalid-value proto'],
  ])('%#: %j', (base, change, prefix, expected) => {
    expect(leaves({ ...base, ...change }, prefix)).toEqual(expected);
  });
});

describe('what is not IP', () => {
  test.each<[Members, Members, string]>([
    [documented, { Etype: 2054 }, 'not-ip Etype'],
    [documented, { Etype: 0 }, 'not-ip Etype'],
    [documented, { Etype: 2 ** 32 }, 'invalid-value Etype'],
    [documented, { Etype: undefined }, 'missing-field Etype'],
    [v1, { Etype: 0x8847 }, 'not-ip Etype'],
    [v2, { etype: 'ARP' }, 'not-ip etype'],
    [v2, { etype: '' }, 'not-ip etype'],
    [v2, { etype: 2054 }, 'not-ip etype'],
    [v2, { etype: 'Ethernet' }, 'invalid-value etype'],
  ])('%#: %j is rejected', (base, change, expected) => {
    expect(leaves({ ...base, ...change }, '')).toBe(expected);
  });
});

describe('the record type', () => {
  test.each<[unknown, Members, unknown]>([
    ['NETFLOW_V9', documented, {}],
    [undefined, documented, {}],
    ['IPFIX', documented, { 'export-packet/record-type': 'ipfix' }],
    ['NETFLOW_V5', documented, { 'export-packet/record-type': 'netflow-v5' }],
    ['SFLOW_5', documented, { 'export-packet/record-type': 'sflow-v5' }],
    ['FLOWUNKNOWN', documented, { 'export-packet/record-type': 'unknown' }],
    ['NETFLOW_V7', documented, {}],
  ])('%s', (type, base, expected) => {
    expect(leaves({ ...base, Type: type }, 'export-packet/record-type')).toEqual(expected);
  });

  test('of sampled headers says what their words mean', () => {
    expect(leaves({ ...documented, Type: 'NETFLOW_V5', SamplingRate: 16484 }, 'sampling')).toEqual({
      'sampling-interval': 100,
      'sampling-algorithm': 'deterministic',
    });
    expect(leaves({ ...documented, Type: 'NETFLOW_V5', SamplingRate: 0xc064 }, 'sampling')).toEqual({
      'sampling-interval': 100,
    });
    expect(leaves({ ...documented, Type: 'SFLOW_5', FragmentOffset: 16384 + 185 }, 'frag')).toEqual({
      'frag-offset': 185,
    });
    expect(leaves({ ...documented, Type: 'SFLOW_5', FragmentOffset: 16384 }, 'ip-flags')).toEqual({
      'ip-flags': 'df',
    });
    expect(leaves({ ...v2, ip_flags: 3 }, 'ip-flags')).toEqual({ 'ip-flags': 'mf df' });
    expect(leaves({ ...documented, Type: 'SFLOW_5', MPLS1Label: 16001 }, 'mpls/label-1')).toMatchObject({
      'mpls/label-1': 256016,
    });
  });

  test('the destination port of ICMP is its type and code in NetFlow v5, which has no other place for them', () => {
    const icmp = { ...documented, Proto: 1, DstPort: 769 };
    expect(leaves({ ...icmp, Type: 'NETFLOW_V5' }, 'icmp-type')).toEqual({ 'icmp-type': 769 });
    expect(leaves({ ...icmp, Type: 'NETFLOW_V5', Proto: 17 }, 'icmp-type')).toEqual({ 'icmp-type': 0 });
    expect(leaves({ ...icmp, IcmpType: 8 }, 'icmp-type')).toEqual({ 'icmp-type': 2048 });
  });

  test('of other types than NetFlow v9 says that the fork left its header facts at zero', () => {
    const facts = { Count: 0, SystemUptime: 0, UnixSeconds: 0, SourceId: 0 };
    expect(leaves({ ...documented, ...facts, Type: 'IPFIX' }, 'export-packet/')).toEqual({
      'export-packet/sequence-number': 1172678,
      'export-packet/record-type': 'ipfix',
    });
  });
});

describe('nothing told is dropped', () => {
  test.each<[string, Members, string, unknown]>([
    ['a fragment offset', { FragmentOffset: 185 }, 'frag-offset', { 'frag-offset': 185 }],
    [
      'a VLAN tag with its priority',
      { SrcVlan: 100, VlanId: 24676 },
      'vlan',
      { 'vlan/src-id': 100, 'vlan/dst-id': 0, 'vlan/tag': 24676 },
    ],
    [
      'a VLAN tag that repeats src-id',
      { SrcVlan: 100, VlanId: 100 },
      'vlan',
      { 'vlan/src-id': 100, 'vlan/dst-id': 0 },
    ],
    ['a flow label of an IPv4 flow', { IPv6FlowLabel: 5 }, 'ipv6/', { 'ipv6/flow-label': 5 }],
    [
      'an IPv6 address of a top label',
      { MPLSTopLabelIP: '2001:db8::9' },
      'mpls/top-label-ip',
      { 'mpls/top-label-ipv6': '2001:db8::9' },
    ],
    ['ICMP type and code', { Proto: 1, IcmpType: 3, IcmpCode: 1 }, 'icmp-type', { 'icmp-type': 769 }],
    ['the direction of a two-way flow', { BiFlowDirection: 2 }, 'biflow', { 'biflow-direction': 2 }],
  ])('%s', (_, change, prefix, expected) => {
    expect(leaves({ ...documented, ...change }, prefix)).toEqual(expected);
  });

  test('the identification of an IPv6 fragment', () => {
    expect(leaves({ ...ipv6, FragmentId: 4294967295 }, 'ipv6/identification')).toEqual({
      'ipv6/identification': 4294967295,
    });
  });

  test('the last label of v1.2, in its place', () => {
    const stack = {
      HasMpls: true,
      MplsCount: 5,
      Mpls_1Label: 1,
      Mpls_2Label: 2,
      Mpls_3Label: 3,
      MplsLastLabel: 5,
    };
    expect(leaves({ ...v1, ...stack }, 'mpls/label')).toEqual({
      'mpls/label-1': 16,
      'mpls/label-2': 32,
      'mpls/label-3': 48,
      'mpls/label-5': 80,
    });
  });

  test('a record without label stack gets no container for it', () => {
    expect(leaves(v1, 'mpls')).toEqual({});
    expect(leaves(v2, 'mpls')).toEqual({});
  });
});

describe('times', () => {
  const time = 'first-switched';
  test.each<[string, Members, unknown, unknown]>([
    [
      'seconds and milliseconds',
      { ...documented, TimeFlowStartMs: 1646564299123 },
      1646564299,
      1646564299123,
    ],
    ['seconds only', documented, 1646564299, 1646564299000],
    ['milliseconds left at 0', { ...documented, TimeFlowStartMs: 0 }, 1646564299, 1646564299000],
    ['nanoseconds', { ...v2, time_flow_start_ns: '1760001338999999999' }, 1760001338, 1760001338999],
    ['text', { ...v2, time_flow_start_ns: '2025-10-09T09:15:38.999999999Z' }, 1760001338, 1760001338999],
  ])('%s', (_, message, seconds, milliseconds) => {
    expect(leaves(message, time)).toEqual({ [time]: seconds });
    expect(leaves(message, time, { timeUnit: 'milliseconds' })).toEqual({ [time]: milliseconds });
  });

  test('nanoseconds are read to the last digit, bare as they come', () => {
    const text = v2Message(flowV4).replace(
      /"time_flow_start_ns":\d+/,
      '"time_flow_start_ns":1760001338999999999',
    );
    const path = 'export-packet/flow-data-record/first-switched';
    expect(leavesOf(documentOf(text)).get(path)).toBe(1760001338);
  });

  test.each([
    '1760001338110125599.5',
    '17600013381101255990',
    '18446744073709551616',
    '-1760001338110125599',
  ])('nanoseconds are not %s', (nanoseconds) => {
    const text = v2Message(flowV4).replace(/"time_received_ns":\d+/, `"time_received_ns":${nanoseconds}`);
    expect(outcomeOf(text)).toMatchObject({
      rejection: { reason: 'invalid-value', field: 'time_received_ns' },
    });
  });

  test('when the collector received the packet must be told', () => {
    expect(leaves({ ...v2, time_received_ns: 0 }, '')).toBe('invalid-value time_received_ns');
    expect(leaves({ ...documented, TimeReceived: 0 }, '')).toBe('invalid-value TimeReceived');
    expect(leaves({ ...documented, TimeReceived: 2 ** 32 }, '')).toBe('invalid-value TimeReceived');
  });
});

describe('what no dialect knows', () => {
  test.each(['{}', '{"hello":"world"}', '{"time_received":1,"src_addr":""}'])('%s', (text) => {
    expect(outcomeOf(text)).toMatchObject({
      rejection: { reason: 'unknown-shape', field: null },
    });
  });
  test.each(['[]', '1', 'null', '"text"'])('%s', (text) => {
    expect(outcomeOf(text)).toMatchObject({
      rejection: { reason: 'unknown-shape', message: 'a JSON value that is not an object' },
    });
  });
});

test('a rejection says what was found and what is allowed', () => {
  expect(run({ ...documented, Proto: 256 })).toMatchObject({
    rejection: { message: 'Proto: found 256, allowed is 0 to 255' },
  });
  expect(run({ ...v2, proto: 'unassigned' })).toMatchObject({
    rejection: { message: 'proto: found "unassigned", allowed is 0 to 255, or the name of one protocol' },
  });
  expect(run({ ...documented, Etype: 2054 })).toMatchObject({
    rejection: { message: 'Etype: found 2054, allowed is 2048 (IPv4) or 34525 (IPv6)' },
  });
});
