/**
 * The names that the module netflow-v9 gives to numbers, each list by number. A test holds them against
 * the module's own text.
 */
import type { RecordType } from '../record/record-type';

/** Registries of 8 bits grow. A number that has no name yet keeps its flow and its value this way. */
export const byNumber = (names: Readonly<Record<number, string>>): readonly string[] =>
  Array.from({ length: 256 }, (_, number) => names[number] ?? `unassigned-${number}`);

/** typedef engine-type: Cisco's NetFlow v9 field 38. */
export const engineTypes = byNumber({ 0: 'rp', 1: 'vip-linecard', 2: 'pdc/dfc' });

/** typedef top-label-type: IANA's registry of IPFIX element 46, mplsTopLabelType (6 to 10: RFC 9160). */
export const topLabelTypes = byNumber({
  0: 'unknown',
  1: 'te-midpt',
  2: 'atom',
  3: 'vpn',
  4: 'bgp',
  5: 'ldp',
  6: 'pce',
  7: 'ospfv2-segment-routing',
  8: 'ospfv3-segment-routing',
  9: 'isis-segment-routing',
  10: 'bgp-prefix-sid',
});

/** typedef forwarding-status-type: IANA's registry of IPFIX element 89, forwardingStatus (RFC 7270). */
export const forwardingStatuses = byNumber({
  0: 'unknown',
  64: 'unknown-forwarded',
  65: 'forwarded-frag',
  66: 'forwarded-not-frag',
  128: 'unknown-dropped',
  129: 'acl-deny',
  130: 'acl-drop',
  131: 'unroutable',
  132: 'adjacency',
  133: 'fragment-df',
  134: 'bad-header-check',
  135: 'bad-tot-len',
  136: 'bad-header-len',
  137: 'bad-ttl',
  138: 'policer',
  139: 'wred',
  140: 'rpf',
  141: 'for-us',
  142: 'bad-out-interf',
  143: 'hardware',
  192: 'unknown-consumed',
  193: 'term-punt-adjacency',
  194: 'term-incomp-adjacency',
  195: 'term-for-us',
});

/** typedef direction-type: IPFIX element 61, flowDirection. */
export const directions = ['ingress', 'egress'] as const;

/** typedef sampling-mode-type, by number from 1. */
export const samplingModes = ['', 'deterministic', 'random'] as const;

/** typedef record-type: what the exporter spoke, by GoFlow2's name. */
export const recordTypeNames: Readonly<Record<RecordType, string>> = {
  FLOWUNKNOWN: 'unknown',
  SFLOW_5: 'sflow-v5',
  NETFLOW_V5: 'netflow-v5',
  NETFLOW_V9: 'netflow-v9',
  IPFIX: 'ipfix',
};

// All values of a bits type: the names of the set bits in the order of their positions (RFC 7950 section
// 9.7.2), separated by one space.
const setsOf = (bits: readonly string[]): readonly string[] =>
  Array.from({ length: 2 ** bits.length }, (_, set) =>
    bits.filter((_, position) => set & (1 << position)).join(' '),
  );

/** typedef tcp-flags-type, by position (RFC 9293 section 3.1; ns: RFC 3540). */
export const tcpFlagBits = [
  ...['fin', 'syn', 'rst', 'psh', 'ack', 'urg', 'ece', 'cwr', 'ns'],
  ...['reserved-9', 'reserved-10', 'reserved-11'],
];

/** The text of each value of the TCP flags from 0 to 4095. */
export const tcpFlagSets = setsOf(tcpFlagBits);

/** typedef ip-flags-type, by position (RFC 791 section 3.1, counted from the low bit). */
export const ipFlagBits = ['mf', 'df', 'reserved'];

/** The text of each value of the IP flags from 0 to 7. */
export const ipFlagSets = setsOf(ipFlagBits);
