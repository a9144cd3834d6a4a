/** What makes a flow: its IP version, its endpoints and its protocol. */
import { flowId as idOf } from '../model/flow-id';
import type { Reading } from '../record/reading';
import { integerOf, UINT16, UINT32 } from './integers';
import { addressOf, isIpv4, looksLikeIpv6 } from './ip';
import { ofRecord, type, type Type } from './type';
import { protocolNumbers } from './protocol-numbers';

/** The ether types of IP, as IANA lists them; records of any other are not flows of this model. */
const ETHERTYPE_IPV4 = 0x0800;
const ETHERTYPE_IPV6 = 0x86dd;

const versions = new Map<unknown, 4 | 6>([
  [ETHERTYPE_IPV4, 4],
  [ETHERTYPE_IPV6, 6],
  [String(ETHERTYPE_IPV4), 4],
  [String(ETHERTYPE_IPV6), 6],
]);
const versionsByName = new Map<unknown, 4 | 6>([...versions, ['IPv4', 4], ['IPv6', 6]]);
const namesOfOthers: readonly unknown[] = ['ARP', ''];

/** The IP version, by the ether type's number or, with `names`, by the names that v2 prints. */
export const ipVersion = ({ names }: { readonly names: boolean }): Type =>
  type('text', (key = '') => ({
    essential: true,
    read: (record, value) => {
      const version = (names ? versionsByName : versions).get(value);
      if (version === undefined) {
        const isEtherType =
          integerOf(value, UINT32) !== undefined || (names && namesOfOthers.includes(value));
        const allowed = names ? 'IPv4, IPv6, 2048 or 34525' : '2048 (IPv4) or 34525 (IPv6)';
        return record.refuse(key, value, allowed, isEtherType ? 'not-ip' : 'invalid-value');
      }
      record.ipVersion = version;
      return version === 4 ? 'ipv4' : 'ipv6';
    },
  }));

/**
 * The flow's key, made of the five values that the keys tell in this order: source address and port,
 * destination address and port, protocol. Other leaves take them from the record.
 */
export const flowId = ({ names }: { readonly names: boolean }): Type =>
  type('bare', (srcAddress = '', srcPort = '', dstAddress = '', dstPort = '', protocol = '') => ({
    essential: true,
    read: (record, source, sourcePort, destination, destinationPort, number) => {
      record.srcAddress = endpointOf(record, srcAddress, source);
      record.dstAddress = endpointOf(record, dstAddress, destination);
      record.protocol = protocolOf(record, protocol, number, names);
      record.srcPort = portOf(record, srcPort, sourcePort);
      record.dstPort = portOf(record, dstPort, destinationPort);
      return idOf(record);
    },
  }));

function endpointOf(record: Reading, key: string, value: unknown): string {
  const version = record.ipVersion;
  if (typeof value === 'string') {
    const fits = version === 4 ? isIpv4(value) : addressOf(value) !== undefined;
    if (fits || value === '' || (version === 4 && isZoned(value))) {
      return value;
    }
  }
  return record.refuse(key, value, version === 4 ? 'an IPv4 address or ""' : 'an IP address or ""');
}

const isZoned = (text: string) => !looksLikeIpv6(text) && addressOf(text) !== undefined;

function protocolOf(record: Reading, key: string, value: unknown, names: boolean): number {
  const number = integerOf(value, 0xff) ?? (names ? protocolNumbers.get(value) : undefined);
  const allowed = names ? '0 to 255, or the name of one protocol' : '0 to 255';
  if (number === undefined) {
    record.refuse(key, value, allowed);
  }
  return number ?? 0;
}

/** A mandatory leaf: 0 stands in for what is not told or doesn't fit. */
function portOf(record: Reading, key: string, value: unknown): number {
  const port = integerOf(value, UINT16);
  if (port === undefined) {
    record.omit(key);
  }
  return port ?? 0;
}

type Side = 'src' | 'dst';

/** An endpoint's address, in the container of the flow's family; none if the packet lacks it. */
export const endpoint = (side: Side, family: 4 | 6): Type =>
  ofRecord(
    'text',
    (record) => {
      const text = side === 'src' ? record.srcAddress : record.dstAddress;
      const zone = text.indexOf('%');
      const address = zone === -1 ? text : text.slice(0, zone);
      // Go prints an IPv4-mapped IPv6 address as the IPv4 one.
      return family === 4 || address === '' || looksLikeIpv6(address) ? address : `::ffff:${address}`;
    },
    family,
  );

/** An endpoint's port. */
export const port = (side: Side): Type =>
  ofRecord('bare', (record) => (side === 'src' ? record.srcPort : record.dstPort));

/** The protocol, by its number. */
export const protocol = (names: readonly string[]): Type =>
  ofRecord('text', (record) => names[record.protocol] ?? '');
