/** Each number of each dialect: what it may be, where it goes, and that it gets there unchanged. */
import type { Outcome } from '../src/normalize';
import { printers } from './corpus/dialects';
import { generator, netflowV9 } from './corpus/flow';
import { leavesOf } from './corpus/leaves';
import { outcomeOf } from './outcome';

const UINT8 = 255n;
const UINT16 = 65535n;
const UINT32 = 2n ** 32n - 1n;
const UINT64 = 2n ** 64n - 1n;
const INT31 = 2n ** 31n - 1n;

const packet = 'export-packet';
const flow = `${packet}/flow-data-record`;

/**
 * Key of the message, greatest value, leaf. A value that doesn't fit rejects the message if it is essential; 0 stands
 * in for it if its leaf is mandatory; else it costs its leaf. Of some fields the low bits count, whatever is above.
 */
type Row = readonly [key: string, max: bigint, leaf: string, need?: 'essential' | 'mandatory' | 'low bits'];

const custom: readonly Row[] = [
  ['SequenceNum', UINT32, `${packet}/sequence-number`, 'mandatory'],
  ['Count', UINT16, `${packet}/count`],
  ['SystemUptime', UINT32, `${packet}/system-uptime`],
  ['UnixSeconds', UINT32, `${packet}/unix-seconds`],
  ['SourceId', UINT32, `${packet}/source-id`],
  ['BytesIn', UINT64, `${flow}/bytes-in`, 'essential'],
  ['PacketsIn', UINT64, `${flow}/pkts-in`, 'essential'],
  ['BytesOut', UINT64, `${flow}/bytes-out`],
  ['PacketsOut', UINT64, `${flow}/pkts-out`],
  ['SrcPort', UINT16, `${flow}/src-port`, 'mandatory'],
  ['DstPort', UINT16, `${flow}/dst-port`, 'mandatory'],
  ['InIf', INT31, `${flow}/snmp-in`],
  ['OutIf', INT31, `${flow}/snmp-out`],
  ['SrcTos', UINT8, `${flow}/src-tos`],
  ['DstTos', UINT8, `${flow}/dst-tos`],
  ['MinTTL', UINT8, `${flow}/min-ttl`],
  ['MaxTTL', UINT8, `${flow}/max-ttl`],
  ['SamplingRate', UINT32, `${flow}/sampling-interval`],
  ['EngineId', UINT8, `${flow}/engine-id`],
  ['BiFlowDirection', UINT8, `${flow}/biflow-direction`],
  ['FragmentOffset', UINT16, `${flow}/frag-offset`],
  ['FragmentId', UINT16, `${flow}/ipv4/identification`],
  ['SrcNet', 32n, `${flow}/ipv4/src-mask`],
  ['DstNet', 32n, `${flow}/ipv4/dst-mask`],
  ['IPv6FlowLabel', 1048575n, `${flow}/ipv6/flow-label`, 'low bits'],
  ['IPv6OptionHeaders', UINT32, `${flow}/ipv6/opt-headers`],
  ['SrcAS', UINT32, `${flow}/bgp/src-as`],
  ['DstAS', UINT32, `${flow}/bgp/dst-as`],
  ['SrcVlan', 4095n, `${flow}/vlan/src-id`, 'low bits'],
  ['DstVlan', 4095n, `${flow}/vlan/dst-id`, 'low bits'],
  ['VlanId', UINT16, `${flow}/vlan/tag`],
  ['MPLSPalRd', UINT64, `${flow}/mpls/pal-rd`],
  ['MPLSPrefixLen', 32n, `${flow}/mpls/prefix-len`],
  ...Array.from({ length: 10 }, (_, index): Row => [
    `MPLS${index + 1}Label`,
    16777215n,
    `${flow}/mpls/label-${index + 1}`,
  ]),
];

const v1 = (acronym: (name: string) => string): readonly Row[] => [
  ['SequenceNum', UINT32, `${packet}/sequence-number`, 'mandatory'],
  ['Bytes', UINT64, `${flow}/bytes-in`, 'essential'],
  ['Packets', UINT64, `${flow}/pkts-in`, 'essential'],
  ['SrcPort', UINT16, `${flow}/src-port`, 'mandatory'],
  ['DstPort', UINT16, `${flow}/dst-port`, 'mandatory'],
  ['InIf', INT31, `${flow}/snmp-in`],
  ['OutIf', INT31, `${flow}/snmp-out`],
  [acronym('IPTos'), UINT8, `${flow}/src-tos`],
  [acronym('IPTTL'), UINT8, `${flow}/min-ttl`],
  ['SamplingRate', UINT32, `${flow}/sampling-interval`],
  ['BiFlowDirection', UINT8, `${flow}/biflow-direction`],
  ['FragmentOffset', UINT16, `${flow}/frag-offset`],
  ['FragmentId', UINT16, `${flow}/ipv4/identification`],
  ['SrcNet', 32n, `${flow}/ipv4/src-mask`],
  ['DstNet', 32n, `${flow}/ipv4/dst-mask`],
  [acronym('IPv6FlowLabel'), 1048575n, `${flow}/ipv6/flow-label`, 'low bits'],
  [acronym('SrcAS'), UINT32, `${flow}/bgp/src-as`],
  [acronym('DstAS'), UINT32, `${flow}/bgp/dst-as`],
  ['SrcVlan', 4095n, `${flow}/vlan/src-id`, 'low bits'],
  ['DstVlan', 4095n, `${flow}/vlan/dst-id`, 'low bits'],
  ['VlanId', UINT16, `${flow}/vlan/tag`],
];

const asWords: Readonly<Record<string, string>> = {
  IPTos: 'IpTos',
  IPTTL: 'IpTtl',
  IPv6FlowLabel: 'Ipv6FlowLabel',
  SrcAS: 'SrcAs',
  DstAS: 'DstAs',
};

const v2: readonly Row[] = [
  ['sequence_num', UINT32, `${packet}/sequence-number`, 'mandatory'],
  ['observation_domain_id', UINT32, `${packet}/source-id`],
  ['src_port', UINT16, `${flow}/src-port`, 'mandatory'],
  ['dst_port', UINT16, `${flow}/dst-port`, 'mandatory'],
  ['in_if', INT31, `${flow}/snmp-in`],
  ['out_if', INT31, `${flow}/snmp-out`],
  ['ip_tos', UINT8, `${flow}/src-tos`],
  ['sampling_rate', UINT32, `${flow}/sampling-interval`],
  ['fragment_offset', UINT16, `${flow}/frag-offset`],
  ['fragment_id', UINT16, `${flow}/ipv4/identification`],
  ['ipv6_flow_label', 1048575n, `${flow}/ipv6/flow-label`, 'low bits'],
  ['src_as', UINT32, `${flow}/bgp/src-as`],
  ['dst_as', UINT32, `${flow}/bgp/dst-as`],
  ['src_vlan', 4095n, `${flow}/vlan/src-id`, 'low bits'],
  ['dst_vlan', 4095n, `${flow}/vlan/dst-id`, 'low bits'],
  ['vlan_id', UINT16, `${flow}/vlan/tag`],
];

const v2Stock: readonly Row[] = [
  ...v2,
  ['bytes', UINT64, `${flow}/bytes-in`, 'essential'],
  ['packets', UINT64, `${flow}/pkts-in`, 'essential'],
  ['ip_ttl', UINT8, `${flow}/min-ttl`],
];

const v2Mapped: readonly Row[] = [
  ...v2,
  ['src_net', 32n, `${flow}/ipv4/src-mask`],
  ['dst_net', 32n, `${flow}/ipv4/dst-mask`],
  ['bytes_in', UINT64, `${flow}/bytes-in`, 'essential'],
  ['packets_in', UINT64, `${flow}/pkts-in`, 'essential'],
  ['bytes_out', UINT64, `${flow}/bytes-out`],
  ['packets_out', UINT64, `${flow}/pkts-out`],
  ['dst_tos', UINT8, `${flow}/dst-tos`],
  ['min_ttl', UINT8, `${flow}/min-ttl`],
  ['max_ttl', UINT8, `${flow}/max-ttl`],
  ['engine_id', UINT8, `${flow}/engine-id`],
  ['bi_flow_direction', UINT8, `${flow}/biflow-direction`],
  ['ipv6_option_headers', UINT32, `${flow}/ipv6/opt-headers`],
  ['mpls_pal_rd', UINT64, `${flow}/mpls/pal-rd`],
  ['mpls_prefix_len', 32n, `${flow}/mpls/prefix-len`],
  ...Array.from({ length: 10 }, (_, index): Row => [
    `mpls_label_${index + 1}`,
    16777215n,
    `${flow}/mpls/label-${index + 1}`,
  ]),
];

const rows: Readonly<Record<string, readonly Row[]>> = {
  custom,
  'v1.0': v1((name) => name),
  'v1.2': v1((name) => asWords[name] ?? name),
  v2: v2Stock,
  'v2, mapped': v2Mapped,
};

const ipv4 = { ...netflowV9(generator(1)), ipVersion: 4, src: '10.0.0.1', dst: '10.0.0.2' } as const;
const sample = { ...ipv4, nextHop: '', bgpNextHop: '', srcMask: 24, dstMask: 24, vlan: 0 };

const fields = (dialect: string) =>
  (rows[dialect] ?? []).map(([key, max, path, need]) => ({ key, max, path, need }));

/** What fits no field at all. */
const unfit = [
  '-1',
  '1.5',
  'null',
  '""',
  '"x"',
  '[]',
  '{}',
  'true',
  '18446744073709551616',
  '1e-400',
  '1e400',
];

describe.each(Object.keys(rows))('%s', (dialect) => {
  const message = printers[dialect]?.(sample) ?? '';
  /** The message with another value, or without the key. */
  const changed = (key: string, token: string | undefined): Outcome => {
    const without = message.replace(new RegExp(`,"${key}":("[^"]*"|[^,}]*)`), '');
    const text = token === undefined ? without : without.replace(/}$/, `,"${key}":${token}}`);
    return outcomeOf(text);
  };
  const leaf = (outcome: Outcome, path: string) =>
    'value' in outcome ? leavesOf(outcome.value).get(path)?.toString() : JSON.stringify(outcome);

  test.each(fields(dialect))('$key, at most $max, is $path', ({ key, max, path, need }) => {
    for (const value of [max, max - 1n, max / 2n, 1n]) {
      expect(leaf(changed(key, String(value)), path)).toBe(String(value));
      expect(leaf(changed(key, `"${value}"`), path)).toBe(String(value));
    }
    // However a JSON number is written, it is that number.
    if (max > 20n) {
      expect(leaf(changed(key, '2e1'), path)).toBe('20');
      expect(leaf(changed(key, '20.000'), path)).toBe('20');
    }
    const above = need === 'low bits' ? [] : [String(max + 1n), `"${max + 1n}"`];
    // 1e-400 and a last digit after many zeros are no integers, though a double can't tell.
    for (const token of [...above, ...unfit, '1.00000000000000000001', '9007199254740991.4']) {
      const outcome = changed(key, token);
      if (need === 'essential') {
        expect(outcome).toMatchObject({ rejection: { reason: 'invalid-value', field: key } });
      } else {
        expect(outcome).toMatchObject({ omitted: [key] });
        expect(leaf(outcome, path)).toBe(need === 'mandatory' ? '0' : undefined);
      }
    }
    const missing = changed(key, undefined);
    // v2 has two keys for an essential value.
    if (need === 'essential' && !key.endsWith('_in')) {
      expect(missing).toMatchObject({ rejection: { reason: 'missing-field', field: key } });
    } else {
      expect(missing).toMatchObject({ omitted: need === 'mandatory' ? [key] : [] });
    }
  });
});
