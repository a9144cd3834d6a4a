/** The names in TypeScript against those in the module: each is the other's check. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as names from '../src/model/enumerations';
import { protocolNames } from '../src/model/protocol';
import { recordTypes } from '../src/record/record-type';
import { all, one, parse } from '../yang/statement';

const netflowV9 = parse(readFileSync(join(__dirname, '../yang/netflow-v9.yang'), 'utf8'));

/** The names of a typedef's enums or bits, by their numbers. */
function namesOf(typedef: string): Record<string, string> {
  const definition = all(netflowV9, 'typedef').find(({ argument }) => argument === typedef);
  const type = definition && all(definition, 'type')[0];
  if (type === undefined) {
    throw new Error(`the module has no typedef ${typedef}`);
  }
  const members = [
    ...all(type, 'enum').map((member) => [one(member, 'value'), member.argument]),
    ...all(type, 'bit').map((member) => [one(member, 'position'), member.argument]),
  ];
  expect(new Set(members.map(([number]) => number)).size).toBe(members.length);
  return Object.fromEntries(members) as Record<string, string>;
}

test.each([
  ['protocol-type', protocolNames],
  ['engine-type', names.engineTypes],
  ['top-label-type', names.topLabelTypes],
  ['forwarding-status-type', names.forwardingStatuses],
  ['direction-type', names.directions],
  ['tcp-flags-type', names.tcpFlagBits],
  ['ip-flags-type', names.ipFlagBits],
  ['record-type', recordTypes.map((type) => names.recordTypeNames[type])],
])('%s', (typedef, listed) => {
  expect(Object.assign({}, listed)).toEqual(namesOf(typedef));
});

test('sampling-mode-type, which begins at 1', () => {
  expect(Object.assign({}, names.samplingModes)).toEqual({ 0: '', ...namesOf('sampling-mode-type') });
});

test('the names of revision 2021-10-08 are kept', () => {
  expect(namesOf('protocol-type')).toMatchObject({
    1: 'icmp',
    2: 'igmp',
    6: 'tcp',
    8: 'egp',
    9: 'igp',
    17: 'udp',
    58: 'icmp-ipv6',
    103: 'pim',
    115: 'l2tp',
    132: 'sctp',
    143: 'eth',
  });
  expect(namesOf('forwarding-status-type')).toMatchObject({
    0: 'unknown',
    142: 'bad-out-interf',
    195: 'term-for-us',
  });
  expect(namesOf('engine-type')).toMatchObject({ 0: 'rp', 1: 'vip-linecard', 2: 'pdc/dfc' });
});

test.each([
  [0x00, ''],
  [0x12, 'syn ack'],
  [0xff, 'fin syn rst psh ack urg ece cwr'],
  [0x100, 'ns'],
  [0xfff, 'fin syn rst psh ack urg ece cwr ns reserved-9 reserved-10 reserved-11'],
])('TCP flags %i are "%s"', (flags, text) => {
  expect(names.tcpFlagSets[flags]).toBe(text);
});
