/**
 * One flow, whatever dialect it was told in. Values are checked: each fits the leaf of the module
 * netflow-v9 that it goes to, so the encoder needn't look again.
 *
 * `undefined` means that the collector does not tell the fact at all (the key is not there). A fact
 * that the packet lacks is told by GoFlow2 as 0 or `''`, and stays so.
 */

/**
 * An unsigned 64-bit integer without loss: a number while it is a safe integer, above that its
 * decimal digits.
 */
export type U64 = number | string;

/** The record types of GoFlow2 (its protobuf enumeration FlowMessage.FlowType), in their order. */
export const recordTypes = ['FLOWUNKNOWN', 'SFLOW_5', 'NETFLOW_V5', 'NETFLOW_V9', 'IPFIX'] as const;

export type RecordType = (typeof recordTypes)[number];

/** The ether types of IP, as IANA lists them; records of any other are not flows of this model. */
export const ETHERTYPE_IPV4 = 0x0800;
export const ETHERTYPE_IPV6 = 0x86dd;

/**
 * A moment. Collectors that tell whole seconds only leave `milliseconds` undefined.
 */
export interface Moment {
  /** Seconds since 1970. */
  readonly seconds: U64;
  /** Milliseconds since 1970. */
  readonly milliseconds: U64 | undefined;
}

export interface FlowRecord {
  readonly recordType: RecordType | undefined;
  /** Seconds since 1970, 32 bits. */
  readonly timeReceived: number;
  /** The exporter's address; `''` when the collector could not print it. */
  readonly samplerAddress: string | undefined;
  readonly sequenceNumber: number;
  /** Records in the exported packet, 16 bits. */
  readonly count: number | undefined;
  /** Milliseconds since the exporter started. */
  readonly systemUptime: number | undefined;
  /** Seconds since 1970 at which the packet left the exporter. */
  readonly unixSeconds: number | undefined;
  readonly sourceId: number | undefined;

  readonly start: Moment;
  readonly end: Moment;
  readonly bytesIn: U64;
  readonly packetsIn: U64;
  readonly bytesOut: U64 | undefined;
  readonly packetsOut: U64 | undefined;

  readonly ipVersion: 4 | 6;
  readonly protocol: number;
  /** As received, since flow-id is made of the text: dotted in an IPv6 record if it is IPv4-mapped. */
  readonly srcAddress: string;
  readonly dstAddress: string;
  readonly srcMask: number | undefined;
  readonly dstMask: number | undefined;
  /** An IPv4 prefix with its length, or `''`. */
  readonly srcPrefix: string | undefined;
  readonly dstPrefix: string | undefined;
  /** Of either family, or `''`. */
  readonly nextHop: string | undefined;
  readonly bgpNextHop: string | undefined;
  readonly srcAs: number | undefined;
  readonly dstAs: number | undefined;

  readonly srcPort: number;
  readonly dstPort: number;
  readonly tcpFlags: number | undefined;
  /** ICMP type * 256 + ICMP code. */
  readonly icmpType: number | undefined;
  readonly srcTos: number | undefined;
  readonly dstTos: number | undefined;
  readonly minTtl: number | undefined;
  readonly maxTtl: number | undefined;
  readonly flowLabel: number | undefined;
  readonly optionHeaders: number | undefined;
  /** 16 bits in an IPv4 record, 32 in an IPv6 one. */
  readonly fragmentId: number | undefined;
  readonly fragmentOffset: number | undefined;
  /** 1 more fragments, 2 don't fragment, 4 reserved. */
  readonly ipFlags: number | undefined;

  /** SNMP interface indexes. */
  readonly inInterface: number | undefined;
  readonly outInterface: number | undefined;
  /** 0 ingress, 1 egress. */
  readonly direction: number | undefined;
  readonly biflowDirection: number | undefined;
  readonly forwardingStatus: number | undefined;
  readonly srcMacIn: string;
  readonly dstMacIn: string;
  readonly srcMacOut: string | undefined;
  readonly dstMacOut: string | undefined;
  readonly srcVlan: number | undefined;
  readonly dstVlan: number | undefined;
  /** The tag word as captured: priority (3 bits), DEI (1) and VLAN id (12). */
  readonly vlanTag: number | undefined;

  readonly mplsRouteDistinguisher: U64 | undefined;
  readonly mplsPrefixLength: number | undefined;
  readonly mplsTopLabelType: number | undefined;
  /** Of either family, or `''`. */
  readonly mplsTopLabelAddress: string | undefined;
  /** Label stack entries from the top, 24 bits each: label (20), traffic class (3), bottom (1). At most ten. */
  readonly mplsLabels: readonly (number | undefined)[];

  readonly samplingInterval: number | undefined;
  /** 1 deterministic, 2 random. */
  readonly samplingAlgorithm: number | undefined;
  readonly engineType: number | undefined;
  readonly engineId: number | undefined;
}

/** How GoFlow2 prints a MAC address that the packet lacks. */
export const NO_MAC = '00:00:00:00:00:00';

/** The label stack of a packet that has none, from a dialect that tells ten entries always. */
export const NO_LABELS: FlowRecord['mplsLabels'] = new Array<number>(10).fill(0);
