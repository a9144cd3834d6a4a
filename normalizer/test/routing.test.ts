import { chunks, route, type OutgoingRecord, type RoutedRecord } from '../src/engines/routing';
import type { Accepted } from '../src/normalize';
import { Rejection } from '../src/record/rejection';

const to = { outputTopic: 'netflow-output', rejectedTopic: 'flows-rejected' };
const source = { topic: 'flows', partition: 3 };
const accepted: Accepted = {
  value: '{}',
  omitted: [],
  dialect: 'v2',
  recordType: 'IPFIX',
  timeReceived: 0,
};
const record = {
  key: Buffer.from('[192 0 2 1]-'),
  value: Buffer.from([0xff, 0x00]),
  timestamp: '1700000000000',
  offset: '42',
  headers: { trace: Buffer.from('abc'), many: ['a', Buffer.from('b')] },
};

test('an accepted record keeps key, timestamp and headers', () => {
  expect(route(record, accepted, source, to)).toEqual({
    topic: 'netflow-output',
    key: record.key,
    value: Buffer.from('{}'),
    timestamp: '1700000000000',
    headers: record.headers,
  });
});

test('an accepted record names what was left out of it', () => {
  const routed = route(record, { ...accepted, omitted: ['in_if', 'dst_vlan'] }, source, to);
  expect(routed?.headers).toEqual({ ...record.headers, 'netflow-omitted': 'in_if,dst_vlan' });
});

test('a rejected record keeps its bytes too, and says why and whence', () => {
  const rejection = new Rejection('invalid-value', 'SrcVlan', 'SrcVlan: found 5000, allowed is 0 to 4095');
  expect(route(record, { rejection }, source, to)).toEqual({
    topic: 'flows-rejected',
    key: record.key,
    value: record.value,
    timestamp: '1700000000000',
    headers: {
      ...record.headers,
      'netflow-rejection-reason': 'invalid-value',
      'netflow-rejection-field': 'SrcVlan',
      'netflow-rejection-message': 'SrcVlan: found 5000, allowed is 0 to 4095',
      'netflow-source-topic': 'flows',
      'netflow-source-partition': '3',
      'netflow-source-offset': '42',
    },
  });
});

test('a tombstone stays one, and a rejection without a field has no header for it', () => {
  const rejection = new Rejection('no-value', null, 'the record has no value');
  const routed = route({ ...record, key: null, value: null }, { rejection }, source, to);
  expect(routed).toMatchObject({ key: null, value: null });
  expect(routed?.headers).not.toHaveProperty('netflow-rejection-field');
});

test('headers without a value become empty ones', () => {
  const headers = { none: null, some: [null, 'a'] } as unknown as typeof record.headers;
  expect(route({ ...record, headers }, accepted, source, to)?.headers).toEqual({
    none: '',
    some: ['', 'a'],
  });
});

test('a dropped flow leads to no record, a part of a message that is rejected to one of its own', () => {
  expect(route(record, { dropped: 'not-ip' }, source, to)).toBeUndefined();
  const rejection = new Rejection('not-json', null, 'no JSON');
  const part = Buffer.from('{');
  expect(route(record, { rejection, part }, source, to)).toMatchObject({ value: part, key: record.key });
});

describe('chunks', () => {
  const routed = (offset: number, length: number): RoutedRecord => ({
    incoming: { ...record, offset: String(offset) },
    source,
    outcome: accepted,
    outgoing: { topic: 'out', key: null, value: Buffer.alloc(length), timestamp: '0', headers: {} },
  });
  const offsets = (lengths: readonly number[], limit: number) =>
    [
      ...chunks(
        lengths.map((length, index) => routed(index, length)),
        () => limit,
      ),
    ].map((chunk) => chunk.map(({ incoming }) => Number(incoming.offset)));

  test.each([
    [[], 100, []],
    [[10, 20, 30], 400, [[0, 1, 2]]],
    [[60, 40, 1], 300, [[0, 1], [2]]],
    [[200, 1, 200], 200, [[0], [1], [2]]],
  ])('of %j, at most %i bytes each, are %j', (lengths, limit, expected) => {
    expect(offsets(lengths, limit)).toEqual(expected);
  });

  test('count keys and headers', () => {
    const big = routed(0, 10);
    const outgoing: OutgoingRecord = {
      topic: 'out',
      value: Buffer.alloc(10),
      timestamp: '0',
      key: Buffer.alloc(50),
      headers: { name: 'x'.repeat(50), list: ['a', 'b'] },
    };
    expect([...chunks([{ ...big, outgoing }, routed(1, 10)], () => 350)]).toHaveLength(2);
  });
  test('keep together what one record led to', () => {
    expect([...chunks([routed(0, 60), routed(0, 60), routed(1, 60)], () => 400)]).toHaveLength(2);
  });
});
