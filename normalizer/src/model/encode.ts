/**
 * Writes a flow record as the JSON text of one `netflow-v9` document (RFC 7951). The text is put
 * together leaf by leaf; nothing needs escaping, since the only texts in a record are addresses.
 *
 * A leaf whose fact is not told is left out, and so is a container without leaves. A fact told as absent
 * (0, "") keeps its leaf, with zero or the zero address, as the documented output has it; leaves that
 * this output lacks are written only when they are not zero.
 */
import { NO_MAC, type FlowRecord, type Moment, type U64 } from '../record/flow-record';
import { Rejection } from '../record/rejection';
import { bgp, ipv4, ipv6, mpls, vlan } from './containers';
import * as names from './enumerations';
import { flowId } from './flow-id';
import * as leaf from './leaf';
import type { Encoding, ModelOptions } from './options';
import { protocolNames } from './protocol';

// Bound once: without a bundler an imported name is looked up at each use.
const { integer, integer64, named, nonZero, text } = leaf;

const protocols = leaf.members(',"protocol":"', protocolNames);
const tcpFlags = leaf.members(',"tcp-flags":"', names.tcpFlagSets);
const samplingAlgorithms = leaf.members(',"sampling-algorithm":"', names.samplingModes);
const engineTypes = leaf.members(',"engine-type":"', names.engineTypes);
const directions = leaf.members(',"direction":"', names.directions);
const forwardingStatuses = leaf.members(',"forwarding-status":"', names.forwardingStatuses);
// Only flags that are set are told.
const ipFlags = leaf.members(',"ip-flags":"', names.ipFlagSets).with(0, '');

/** A MAC address's member: its beginning, and the whole of it for the address that stands for none. */
const macMember = (name: string) => ({ begin: `,"${name}":"`, none: `,"${name}":"${NO_MAC}"` });

const srcMacIn = macMember('src-mac-in');
const dstMacIn = macMember('dst-mac-in');
const srcMacOut = macMember('src-mac-out');
const dstMacOut = macMember('dst-mac-out');

const mac = (member: { readonly begin: string; readonly none: string }, address: string | undefined) =>
  address === NO_MAC ? member.none : text(member.begin, address);

/**
 * Encodes one record.
 * @returns ASCII text without line breaks, or a rejection if a time has no 64-bit value in the unit asked for
 */
export function encode(record: FlowRecord, options: ModelOptions): string | Rejection {
  const first = time(record.start, options);
  const last = time(record.end, options);
  if (first === undefined || last === undefined) {
    const field = first === undefined ? 'first-switched' : 'last-switched';
    return new Rejection('invalid-value', field, `${field}: the milliseconds do not fit 64 bits`);
  }
  return (
    `{"netflow-v9:netflow":{"collector-goflow2":{${collector(record)}},"export-packet":{${packet(record)}` +
    `,"flow-data-record":[{${flow(record, first, last, options.encoding)}}]}}}`
  );
}

const UINT64_MAX = 2n ** 64n - 1n;

// A collector that tells whole seconds only is not made to tell more: the milliseconds end in 000.
function time(moment: Moment, { timeUnit }: ModelOptions): U64 | undefined {
  if (timeUnit === 'seconds') {
    return moment.seconds;
  }
  if (moment.milliseconds !== undefined) {
    return moment.milliseconds;
  }
  const milliseconds = BigInt(moment.seconds) * 1000n;
  return milliseconds <= UINT64_MAX ? milliseconds.toString() : undefined;
}

function collector(record: FlowRecord): string {
  const sampler = record.samplerAddress ?? '';
  const address = sampler.includes(':') ? ',"sampler-address-ipv6":"' : ',"sampler-address":"';
  return `"time-received":${record.timeReceived}${sampler === '' ? '' : text(address, sampler)}`;
}

function packet(record: FlowRecord): string {
  const type = record.recordType;
  return (
    `"sequence-number":${record.sequenceNumber}` +
    integer(',"count":', record.count) +
    integer(',"system-uptime":', record.systemUptime) +
    integer(',"unix-seconds":', record.unixSeconds) +
    integer(',"source-id":', record.sourceId) +
    // The model is that of NetFlow v9: only another type needs saying.
    (type === undefined || type === 'NETFLOW_V9' ? '' : text(',"record-type":"', names.recordTypeNames[type]))
  );
}

const flow = (record: FlowRecord, first: U64, last: U64, encoding: Encoding): string =>
  `"flow-id":${flowId(record)}` +
  integer64(',"bytes-in":', record.bytesIn, encoding) +
  integer64(',"bytes-out":', record.bytesOut, encoding) +
  integer64(',"pkts-in":', record.packetsIn, encoding) +
  integer64(',"pkts-out":', record.packetsOut, encoding) +
  named(protocols, record.protocol) +
  integer(',"src-tos":', record.srcTos) +
  integer(',"dst-tos":', record.dstTos) +
  named(tcpFlags, record.tcpFlags) +
  integer(',"src-port":', record.srcPort) +
  integer(',"dst-port":', record.dstPort) +
  integer(',"snmp-in":', record.inInterface) +
  integer(',"snmp-out":', record.outInterface) +
  integer64(',"first-switched":', first, encoding) +
  integer64(',"last-switched":', last, encoding) +
  integer(',"icmp-type":', record.icmpType) +
  integer(',"sampling-interval":', record.samplingInterval) +
  named(samplingAlgorithms, record.samplingAlgorithm) +
  named(engineTypes, record.engineType) +
  integer(',"engine-id":', record.engineId) +
  integer(',"min-ttl":', record.minTtl) +
  integer(',"max-ttl":', record.maxTtl) +
  mac(srcMacIn, record.srcMacIn) +
  mac(dstMacIn, record.dstMacIn) +
  mac(srcMacOut, record.srcMacOut) +
  mac(dstMacOut, record.dstMacOut) +
  (record.ipVersion === 4 ? ',"ip-version":"ipv4"' : ',"ip-version":"ipv6"') +
  named(directions, record.direction) +
  nonZero(',"biflow-direction":', record.biflowDirection) +
  nonZero(',"frag-offset":', record.fragmentOffset) +
  named(ipFlags, record.ipFlags) +
  named(forwardingStatuses, record.forwardingStatus) +
  ipv4(record) +
  ipv6(record) +
  mpls(record, encoding) +
  bgp(record) +
  vlan(record);
