/**
 * Records of real exporters, and of reports about them, with what must become of each: the addresses are
 * made up, the rest is what GoFlow2 has printed.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { leavesOf } from './corpus/leaves';
import { documentOf, outcomeOf } from './outcome';

/** A record on one line, as GoFlow2 prints it. */
const sample = (name: string) =>
  readFileSync(join(__dirname, 'samples/exporters', `${name}.json`), 'utf8')
    .replace(/\n\s*/g, '')
    .replace(/": /g, '":');

test.each([
  ['without-sampling-rate', []],
  ['vlans-with-priority', []],
  ['direction-255', ['flow_direction']],
  ['mpls-without-addresses', []],
  ['sflow-vlan-unknown', ['dst_vlan']],
  ['sflow-several-outputs', ['out_if']],
  ['v1.2-snake-case', []],
  ['v1.3-without-times', ['TimeFlowEnd', 'TimeFlowStart']],
])('%s gives the document beside it, without %j', (name, omitted) => {
  const record = sample(name);
  expect(outcomeOf(record)).toMatchObject({ omitted });
  expect(JSON.parse(documentOf(record))).toEqual(JSON.parse(sample(`${name}.output`)));
});

test.each([
  ['ethernet-over-mpls', 34887],
  ['wireless-controller', 0],
  ['sflow-not-ip', 0],
])('%s is no flow of IP: its ether type is %i', (name, etherType) => {
  const message = `etype: found ${etherType}, allowed is IPv4, IPv6, 2048 or 34525`;
  expect(outcomeOf(sample(name))).toEqual({ rejection: { reason: 'not-ip', field: 'etype', message } });
  expect(outcomeOf(sample(name), { notIp: 'drop' })).toEqual({ dropped: 'not-ip' });
});

/** A change to the record that has no sampling rate, and what changes in its document: leaves, or those that go. */
test.each<[string, Readonly<Record<string, string>>, readonly string[], Readonly<Record<string, unknown>>]>([
  ['an unknown interface', { in_if: '4294967295' }, ['in_if'], { 'snmp-in': undefined }],
  ['an unknown direction', { flow_direction: '255' }, ['flow_direction'], {}],
  [
    'a start that has come after the end since the exporter counts its uptime anew',
    { time_flow_start_ns: '1718089348296000000' },
    [],
    { 'first-switched': 1713794381 },
  ],
  [
    'two top label addresses of one family, of which the first has the leaf',
    { mpls_ip: '["192.0.2.1","192.0.2.2"]' },
    ['mpls_ip'],
    { 'mpls/top-label-ip': '192.0.2.1' },
  ],
  [
    'a top label address of each family',
    { mpls_ip: '["192.0.2.1","2001:db8::1"]' },
    [],
    { 'mpls/top-label-ip': '192.0.2.1', 'mpls/top-label-ipv6': '2001:db8::1' },
  ],
  [
    'an output that is a reason of discard',
    { type: '"SFLOW_5"', in_if: '571', out_if: '1073741825' },
    ['out_if'],
    { 'snmp-in': 571, 'snmp-out': undefined, 'record-type': 'sflow-v5', 'source-id': undefined },
  ],
  [
    'an output that is a number of interfaces',
    { type: '"SFLOW_5"', in_if: '571', out_if: '2147483651' },
    ['out_if'],
    { 'snmp-in': 571, 'snmp-out': undefined, 'record-type': 'sflow-v5', 'source-id': undefined },
  ],
  [
    'the direction of a two-way flow',
    { type: '"IPFIX"', bi_flow_direction: '1' },
    [],
    { 'record-type': 'ipfix', 'biflow-direction': 1 },
  ],
])('%s', (_, change, omitted, changed) => {
  const record = sample('without-sampling-rate');
  const text = Object.entries(change).reduce(
    (before, [key, value]) =>
      `${before.replace(new RegExp(`"${key}":("[^"]*"|\\[[^\\]]*\\]|\\d+),`), '').slice(0, -1)},"${key}":${value}}`,
    record,
  );
  const named = (document: string) =>
    Object.fromEntries(
      [...leavesOf(document)].map(([path, value]) => [
        path.replace(/^export-packet\/(flow-data-record\/)?/, ''),
        value,
      ]),
    );
  expect(outcomeOf(text)).toMatchObject({ omitted });
  expect(named(documentOf(text))).toEqual({ ...named(documentOf(record)), ...changed });
});

test('a record without the time at which it was received is rejected', () => {
  const text = sample('without-sampling-rate').replace(/"time_received_ns":\d+/, '"time_received_ns":0');
  expect(outcomeOf(text)).toMatchObject({
    rejection: { reason: 'invalid-value', field: 'time_received_ns' },
  });
});

test('what the fork tells of an unknown direction costs the direction', () => {
  const documented = readFileSync(join(__dirname, 'samples/documented-flow.json'), 'utf8');
  const text = documented.replace(/"FlowDirection": \d+/, '"FlowDirection": 255');
  expect(outcomeOf(text)).toMatchObject({ omitted: ['FlowDirection'] });
  const path = 'export-packet/flow-data-record/direction';
  expect(leavesOf(documentOf(documented)).get(path)).toBe('ingress');
  expect(leavesOf(documentOf(text)).has(path)).toBe(false);
});

test('an exporter that tells no rate has that of the site', () => {
  const text = documentOf(sample('without-sampling-rate'), { defaultSamplingInterval: 512 });
  expect(leavesOf(text).get('export-packet/flow-data-record/sampling-interval')).toBe(512);
});
