/**
 * The containers of a flow's list entry. An address goes to the leaf of its own family, whichever the
 * flow's: routers forward IPv4 to IPv6 next hops (RFC 8950) and the other way round.
 */
import { NO_LABELS, type FlowRecord } from '../record/flow-record';
import * as names from './enumerations';
import * as leaf from './leaf';
import type { Encoding } from './options';

// Bound once: without a bundler an imported name is looked up at each use.
const { container, integer, integer64, named, nonZero, text } = leaf;

const topLabelTypes = leaf.members(',"top-label-type":"', names.topLabelTypes);

const isIpv6 = (address: string) => address.includes(':');

/** The address if it is one of IPv4; for an address told as absent the given zero, if any. */
const ipv4Of = (address: string | undefined, absent: string | undefined) =>
  address === '' ? absent : address === undefined || isIpv6(address) ? undefined : address;

/** The address if it is one of IPv6; for an address told as absent the given zero, if any. */
const ipv6Of = (address: string | undefined, absent: string | undefined) =>
  address === '' ? absent : address === undefined || !isIpv6(address) ? undefined : address;

/** An endpoint of an IPv6 flow, without the short form that Go prints for IPv4-mapped addresses. */
const ipv6Endpoint = (address: string) =>
  address === '' ? undefined : isIpv6(address) ? address : `::ffff:${address}`;

const orAbsent = (value: string | undefined) => (value === '' ? undefined : value);

/** Container ipv4. In an IPv6 flow it holds what is of IPv4 there: a next hop, prefixes. */
export function ipv4(record: FlowRecord): string {
  const prefixes =
    text(',"src-prefix":"', orAbsent(record.srcPrefix)) + text(',"dst-prefix":"', orAbsent(record.dstPrefix));
  if (record.ipVersion === 6) {
    return container(',"ipv4":{', '', prefixes + text(',"next-hop":"', ipv4Of(record.nextHop, undefined)));
  }
  return container(
    ',"ipv4":{',
    text('"src-address":"', orAbsent(record.srcAddress)),
    text(',"dst-address":"', orAbsent(record.dstAddress)) +
      integer(',"src-mask":', record.srcMask) +
      integer(',"dst-mask":', record.dstMask) +
      prefixes +
      text(',"next-hop":"', ipv4Of(record.nextHop, '0.0.0.0')) +
      integer(',"identification":', record.fragmentId),
  );
}

/** Container ipv6. In an IPv4 flow it holds what is of IPv6 there: a next hop, a label, headers. */
export function ipv6(record: FlowRecord): string {
  if (record.ipVersion === 4) {
    return container(
      ',"ipv6":{',
      text('"next-hop":"', ipv6Of(record.nextHop, undefined)),
      nonZero(',"flow-label":', record.flowLabel) + nonZero(',"opt-headers":', record.optionHeaders),
    );
  }
  return container(
    ',"ipv6":{',
    text('"src-address":"', ipv6Endpoint(record.srcAddress)),
    text(',"dst-address":"', ipv6Endpoint(record.dstAddress)) +
      integer(',"src-mask":', record.srcMask) +
      integer(',"dst-mask":', record.dstMask) +
      text(',"next-hop":"', ipv6Of(record.nextHop, '::')) +
      integer(',"flow-label":', record.flowLabel) +
      integer(',"opt-headers":', record.optionHeaders) +
      nonZero(',"identification":', record.fragmentId),
  );
}

type Mpls = Pick<
  FlowRecord,
  'mplsRouteDistinguisher' | 'mplsPrefixLength' | 'mplsTopLabelType' | 'mplsTopLabelAddress' | 'mplsLabels'
>;

/** What the documented dialect tells of a packet without labels: most packets. */
const noMpls: Mpls = {
  mplsRouteDistinguisher: 0,
  mplsPrefixLength: 0,
  mplsTopLabelType: 0,
  mplsTopLabelAddress: '',
  mplsLabels: NO_LABELS,
};

const isNoMpls = (record: Mpls) =>
  record.mplsRouteDistinguisher === 0 &&
  record.mplsPrefixLength === 0 &&
  record.mplsTopLabelType === 0 &&
  record.mplsTopLabelAddress === '' &&
  record.mplsLabels === NO_LABELS;

const noMplsText = { numeric: mplsText(noMpls, 'numeric'), rfc7951: mplsText(noMpls, 'rfc7951') };

/** Container mpls. */
export const mpls = (record: Mpls, encoding: Encoding): string =>
  isNoMpls(record) ? noMplsText[encoding] : mplsText(record, encoding);

function mplsText(record: Mpls, encoding: Encoding): string {
  const labels = record.mplsLabels;
  return container(
    ',"mpls":{',
    integer64('"pal-rd":', record.mplsRouteDistinguisher, encoding),
    integer(',"prefix-len":', record.mplsPrefixLength) +
      named(topLabelTypes, record.mplsTopLabelType) +
      text(',"top-label-ip":"', ipv4Of(record.mplsTopLabelAddress, '0.0.0.0')) +
      text(',"top-label-ipv6":"', ipv6Of(record.mplsTopLabelAddress, undefined)) +
      integer(',"label-1":', labels[0]) +
      integer(',"label-2":', labels[1]) +
      integer(',"label-3":', labels[2]) +
      integer(',"label-4":', labels[3]) +
      integer(',"label-5":', labels[4]) +
      integer(',"label-6":', labels[5]) +
      integer(',"label-7":', labels[6]) +
      integer(',"label-8":', labels[7]) +
      integer(',"label-9":', labels[8]) +
      integer(',"label-10":', labels[9]),
  );
}

/** Container bgp. */
export function bgp(record: FlowRecord): string {
  const isV4 = record.ipVersion === 4;
  return container(
    ',"bgp":{',
    integer('"src-as":', record.srcAs),
    integer(',"dst-as":', record.dstAs) +
      text(',"next-hop":"', ipv4Of(record.bgpNextHop, isV4 ? '0.0.0.0' : undefined)) +
      text(',"next-hop-ipv6":"', ipv6Of(record.bgpNextHop, isV4 ? undefined : '::')),
  );
}

/** Container vlan; the tag only when it says more than src-id, as a captured frame's does. */
export function vlan(record: FlowRecord): string {
  const tag = record.vlanTag === record.srcVlan ? undefined : record.vlanTag;
  return container(
    ',"vlan":{',
    integer('"src-id":', record.srcVlan),
    integer(',"dst-id":', record.dstVlan) + nonZero(',"tag":', tag),
  );
}
