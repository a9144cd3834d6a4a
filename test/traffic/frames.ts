/** Ethernet frames: what sFlow switches sample. */
import { ipv4, ipv6, mac, uint } from './bytes';

const [IPV4, IPV6, VLAN, MPLS] = [0x0800, 0x86dd, 0x8100, 0x8847];
export const ARP = 0x0806;
const TCP = 6;

/** A frame of any protocol. */
export function frame(etherType: number, payload: Buffer): Buffer {
  const addresses = [mac('00:00:5e:00:53:02'), mac('00:00:5e:00:53:01')];
  return Buffer.concat([...addresses, uint(etherType, 2), payload]);
}

/** The ether type and the payload of a frame. */
interface Inner {
  readonly etherType: number;
  readonly payload: Buffer;
}

/** @param tag priority, eligibility to be dropped, and VLAN id (IEEE 802.1Q) */
export const tagged = (tag: number, { etherType, payload }: Inner): Inner => ({
  etherType: VLAN,
  payload: Buffer.concat([uint(tag, 2), uint(etherType, 2), payload]),
});

/** Behind a stack of labels, each with its time to live (RFC 3032). */
export const labelled = (labels: readonly (readonly [number, number])[], { payload }: Inner): Inner => ({
  etherType: MPLS,
  payload: Buffer.concat([
    ...labels.map(([label, ttl], index) =>
      uint(label * 4096 + (index === labels.length - 1 ? 256 : 0) + ttl, 4),
    ),
    payload,
  ]),
});

/** An IPv4 packet, of which the flags and the offset of a fragment share a word (RFC 791). */
export function inIpv4(protocol: number, content: Buffer, { fragment = 0 } = {}): Inner {
  const [version, tos, identification, ttl, checksum] = [0x45, 184, 777, 63, 0];
  const header = [uint(version, 1), uint(tos, 1), uint(20 + content.length, 2), uint(identification, 2)];
  const rest = [uint(fragment, 2), uint(ttl, 1), uint(protocol, 1), uint(checksum, 2)];
  const addresses = [ipv4('198.51.100.1'), ipv4('203.0.113.1')];
  return { etherType: IPV4, payload: Buffer.concat([...header, ...rest, ...addresses, content]) };
}

/** An IPv6 packet (RFC 8200). */
export function inIpv6(protocol: number, content: Buffer): Inner {
  const [version, trafficClass, flowLabel, hopLimit] = [6n, 184n, 0x12345n, 64];
  const first = uint((version << 28n) | (trafficClass << 20n) | flowLabel, 4);
  const addresses = [ipv6('2001:db8::1'), ipv6('2001:db8:1::2')];
  const header = [first, uint(content.length, 2), uint(protocol, 1), uint(hopLimit, 1), ...addresses];
  return { etherType: IPV6, payload: Buffer.concat([...header, content]) };
}

/** A TCP header from port 1000 to 443. */
export function tcp(flags: number): Buffer {
  const [sequence, acknowledgement, window, offset] = [1, 0, 0, 0x50];
  const numbers = [uint(1000, 2), uint(443, 2), uint(sequence, 4), uint(acknowledgement, 4)];
  return Buffer.concat([...numbers, uint(offset, 1), uint(flags, 1), uint(window, 2), uint(0, 4)]);
}

/** The frame of a TCP packet of IPv4. */
export const tcpInIpv4 = (flags: number): Inner => inIpv4(TCP, tcp(flags));

export const frameOf = ({ etherType, payload }: Inner): Buffer => frame(etherType, payload);

/** A frame with a UDP datagram from one address to another. */
export function udpFrame(source: string, destination: string): Buffer {
  const udp = Buffer.concat([uint(40000, 2), uint(53, 2), uint(16, 2), uint(0, 2), Buffer.alloc(8)]);
  const [version, ttl, protocol] = [0x45, 64, 17];
  const ip = [uint(version, 1), uint(0, 1), uint(20 + udp.length, 2), uint(1, 2), uint(0, 2), uint(ttl, 1)];
  const addresses = [uint(protocol, 1), uint(0, 2), ipv4(source), ipv4(destination)];
  return frame(IPV4, Buffer.concat([...ip, ...addresses, udp]));
}
