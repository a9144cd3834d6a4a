/** The leaves of the containers within a flow's list entry. */
import * as names from '../model/enumerations';
import { nextHop, ofBytes, topLabelAddress, topLabelAddressOfV1 } from '../values/addresses';
import { endpoint } from '../values/identity';
import { counter64, lowBits, uint32, upTo } from '../values/integers';
import { firstLabel, lastLabel, listedEntry, stackEntry } from '../values/labels';
import { mask, prefix } from '../values/masks';
import { named } from '../values/names';
import { fragmentId, ofIpv6 } from '../values/packets';
import { vlanId, vlanTag } from '../values/vlans';
import { as, leaf, mapped, mappedAddress, type Leaf, type MappedField } from './leaf';

/** Keys that the fork and both spellings of v1 share, beside that of v2. */
const shared = (key: string, v2: string) => ({ custom: key, 'v1.0': key, 'v1.2': key, v2 });

const masks = (side: 'src' | 'dst', family: 4 | 6) =>
  leaf(
    `ipv${family}/${side}-mask`,
    mask(side, family),
    side === 'src' ? shared('SrcNet', 'src_net') : shared('DstNet', 'dst_net'),
  );

const ipv4 = [
  leaf('ipv4/src-address', endpoint('src', 4), shared('SrcAddr', 'src_addr')),
  leaf('ipv4/dst-address', endpoint('dst', 4), shared('DstAddr', 'dst_addr')),
  masks('src', 4),
  masks('dst', 4),
  leaf('ipv4/src-prefix', prefix, {
    custom: ['SrcPrefix', 'SrcNet'],
    v2: [mappedAddress('src_prefix', 44), 'src_net'], // IPV4_SRC_PREFIX
  }),
  leaf('ipv4/dst-prefix', prefix, {
    custom: ['DstPrefix', 'DstNet'],
    v2: [mappedAddress('dst_prefix', 45), 'dst_net'], // IPV4_DST_PREFIX
  }),
  leaf('ipv4/next-hop', nextHop(4), shared('NextHop', 'next_hop')),
  leaf('ipv4/identification', fragmentId(4), shared('FragmentId', 'fragment_id')),
];

const ipv6 = [
  leaf('ipv6/src-address', endpoint('src', 6), shared('SrcAddr', 'src_addr')),
  leaf('ipv6/dst-address', endpoint('dst', 6), shared('DstAddr', 'dst_addr')),
  masks('src', 6),
  masks('dst', 6),
  leaf('ipv6/next-hop', nextHop(6), shared('NextHop', 'next_hop')),
  leaf('ipv6/flow-label', ofIpv6(lowBits(20)), {
    custom: 'IPv6FlowLabel',
    'v1.0': 'IPv6FlowLabel',
    'v1.2': 'Ipv6FlowLabel',
    v2: 'ipv6_flow_label',
  }),
  leaf('ipv6/opt-headers', ofIpv6(uint32), {
    custom: 'IPv6OptionHeaders',
    v2: mapped('ipv6_option_headers', 64), // IPV6_OPTION_HEADERS
  }),
  leaf('ipv6/identification', fragmentId(6), shared('FragmentId', 'fragment_id')),
];

const topLabel: readonly (string | MappedField)[] = [
  mappedAddress('mpls_top_label_ip', 47), // MPLS_TOP_LABEL_IP_ADDR
  mappedAddress('mpls_top_label_ipv6', 140), // mplsTopLabelIPv6Address
  'mpls_ip',
];

const entry = (place: number) => mapped(`mpls_label_${place}`, 69 + place); // MPLS_LABEL_1..10

/** Of v1.2's labels: the first three, and the last in its place. */
const labelOfV1 = (place: number) =>
  place <= 3
    ? as(firstLabel(place), `Mpls_${place}Label`, 'HasMpls', 'MplsCount')
    : as(lastLabel(place), 'MplsLastLabel', 'MplsCount');

const label = (place: number): Leaf =>
  leaf(`mpls/label-${place}`, stackEntry, {
    custom: `MPLS${place}Label`,
    'v1.2': labelOfV1(place),
    v2: as(listedEntry(place), entry(place), 'mpls_label', entry(1)),
  });

const mpls = [
  leaf('mpls/pal-rd', counter64, { custom: 'MPLSPalRd', v2: mapped('mpls_pal_rd', 90) }),
  leaf('mpls/prefix-len', upTo(32), { custom: 'MPLSPrefixLen', v2: mapped('mpls_prefix_len', 91) }),
  leaf('mpls/top-label-type', named(names.topLabelTypes), {
    custom: 'MPLSTopLabelType',
    v2: mapped('mpls_top_label_type', 46), // MPLS_TOP_LABEL_TYPE
  }),
  leaf('mpls/top-label-ip', topLabelAddress(4), {
    custom: 'MPLSTopLabelIP',
    'v1.2': as(topLabelAddressOfV1(4), 'MplsLabelIp', 'HasMpls'),
    v2: topLabel,
  }),
  leaf('mpls/top-label-ipv6', topLabelAddress(6), {
    custom: 'MPLSTopLabelIP',
    'v1.2': as(topLabelAddressOfV1(6), 'MplsLabelIp', 'HasMpls'),
    v2: topLabel,
  }),
  ...Array.from({ length: 10 }, (_, index) => label(index + 1)),
];

const bgp = [
  leaf('bgp/src-as', uint32, { custom: 'SrcAS', 'v1.0': 'SrcAS', 'v1.2': 'SrcAs', v2: 'src_as' }),
  leaf('bgp/dst-as', uint32, { custom: 'DstAS', 'v1.0': 'DstAS', 'v1.2': 'DstAs', v2: 'dst_as' }),
  leaf('bgp/next-hop', nextHop(4), {
    custom: 'BgpNextHop',
    'v1.2': as(ofBytes(nextHop(4)), 'BgpNextHop'),
    v2: 'bgp_next_hop',
  }),
  leaf('bgp/next-hop-ipv6', nextHop(6), {
    custom: 'BgpNextHop',
    'v1.2': as(ofBytes(nextHop(6)), 'BgpNextHop'),
    v2: 'bgp_next_hop',
  }),
];

const vlan = [
  leaf('vlan/src-id', vlanId, {
    ...shared('SrcVlan', ''),
    v2: ['src_vlan', mapped('dot1q_vlan_id', 243)], // dot1qVlanId
  }),
  leaf('vlan/dst-id', vlanId, {
    ...shared('DstVlan', ''),
    v2: ['dst_vlan', mapped('post_dot1q_vlan_id', 254)], // postDot1qVlanId
  }),
  leaf('vlan/tag', vlanTag, {
    custom: ['VlanId', 'SrcVlan', 'DstVlan'],
    'v1.0': ['VlanId', 'SrcVlan', 'DstVlan'],
    'v1.2': ['VlanId', 'SrcVlan', 'DstVlan'],
    v2: ['vlan_id', 'src_vlan', 'dst_vlan'],
  }),
];

export const containers = [...ipv4, ...ipv6, ...mpls, ...bgp, ...vlan];
