import { route } from '../src/engines/routing';
import { Rejection } from '../src/record/rejection';
import { readRejected, type RejectedRecord } from '../src/replay/rejected';
import { decide, groupOf, readSelection } from '../src/replay/selection';

const record = {
  key: Buffer.from('[192 0 2 1]-'),
  value: Buffer.from([0xff, 0x00]),
  timestamp: '1700000000000',
  offset: '42',
  headers: { trace: Buffer.from('abc'), many: ['a', Buffer.from('b')] },
};
const to = { outputTopic: 'netflow-output', rejectedTopic: 'flows-rejected' };

function rejected(incoming: Omit<typeof record, 'headers'> & { headers: object }): RejectedRecord {
  const rejection = new Rejection('invalid-value', 'SrcVlan', 'SrcVlan: found 5000');
  const headers = incoming.headers as typeof record.headers;
  const outgoing = route({ ...incoming, headers }, { rejection }, { topic: 'flows', partition: 3 }, to);
  const read = readRejected({ ...(outgoing ?? record), offset: '7' });
  if (read === undefined) throw new Error('not read');
  return read;
}

test('what is put back is the record as it was read, and says that it was put back', () => {
  expect(rejected(record)).toEqual({
    reason: 'invalid-value',
    field: 'SrcVlan',
    topic: 'flows',
    partition: 3,
    replays: 0,
    timestamp: 1700000000000,
    original: {
      key: record.key,
      value: record.value,
      timestamp: record.timestamp,
      headers: { ...record.headers, 'netflow-replays': '1' },
    },
  });
});

test('a record that is rejected again counts on', () => {
  const again = rejected({ ...record, headers: rejected(record).original.headers });
  expect(again.replays).toBe(1);
  expect(again.original.headers['netflow-replays']).toBe('2');
});

test.each([
  ['none of its own', {}],
  ['no source', { 'netflow-rejection-reason': 'not-ip', 'netflow-source-topic': 'flows' }],
  [
    'a source that is no number',
    { 'netflow-rejection-reason': 'a', 'netflow-source-topic': 'b', 'netflow-source-partition': 'c' },
  ],
])('a record with headers of others (%s) is none that was rejected', (_, headers) => {
  expect(readRejected({ ...record, headers })).toBeUndefined();
});

const prefixed = (variables: Record<string, string>) =>
  readSelection(
    Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [`NORMALIZER_REPLAY_${name}`, value]),
    ),
  );

test.each([
  [{}, 'selected'],
  [{ REASONS: 'not-json, invalid-value' }, 'selected'],
  [{ REASONS: 'not-json' }, 'notSelected'],
  [{ FIELDS: 'SrcVlan' }, 'selected'],
  [{ FIELDS: 'DstVlan,Proto' }, 'notSelected'],
  [{ PARTITIONS: '0,3' }, 'selected'],
  [{ PARTITIONS: '0' }, 'notSelected'],
  [{ FROM: '2023-11-14T22:13:20Z' }, 'selected'],
  [{ FROM: '2023-11-14T22:13:20.001Z' }, 'notSelected'],
  [{ UNTIL: '2023-11-14T22:13:20Z' }, 'notSelected'],
  [{ UNTIL: '2023-11-14T23:13:20.001+01:00' }, 'selected'],
  [{ FROM: '2023-11-14', UNTIL: '2023-11-15' }, 'selected'],
])('%j: the record is %s', (variables, decision) => {
  expect(decide(rejected(record), prefixed(variables as Record<string, string>), 'flows')).toBe(decision);
});

test('a record that was put back before is left out, unless it is asked for', () => {
  const again = rejected({ ...record, headers: rejected(record).original.headers });
  expect(decide(again, prefixed({}), 'flows')).toBe('replayedBefore');
  expect(decide(again, prefixed({ INCLUDE_REPLAYED: 'true' }), 'flows')).toBe('selected');
});

test('what was read from another topic, or written by others, is not put back', () => {
  expect(decide(rejected(record), prefixed({}), 'other-flows')).toBe('otherTopic');
  expect(decide(undefined, prefixed({}), 'flows')).toBe('foreign');
});

test('the group is one for a selection, however it is written, and another for every other', () => {
  const group = (variables: Record<string, string>) => groupOf('group', prefixed(variables));
  expect(group({ REASONS: 'not-ip,not-json' })).toBe(group({ REASONS: 'not-json, not-ip', DRY_RUN: 'true' }));
  const groups = [
    {},
    { REASONS: 'not-ip' },
    { FIELDS: 'not-ip' },
    { RUN: 'not-ip' },
    { FROM: '2026-01-01' },
    { UNTIL: '2026-01-01' },
  ];
  expect(new Set(groups.map((variables) => group(variables as Record<string, string>))).size).toBe(
    groups.length,
  );
});

test('a variable that is unknown, or not understood, is told with what is allowed', () => {
  expect(() => prefixed({ REASON: 'not-ip', FIELDS: 'a,', DRY_RUN: 'yes', UNTIL: '1700000000' })).toThrow(
    [
      'NORMALIZER_REPLAY_FIELDS: found "a,", allowed is names of fields, separated by commas',
      'NORMALIZER_REPLAY_UNTIL: found "1700000000", allowed is a time such as 2026-03-01T12:00:00Z, or a date',
      'NORMALIZER_REPLAY_DRY_RUN: found "yes", allowed is true or false',
      'NORMALIZER_REPLAY_REASON: found "not-ip", allowed is one of NORMALIZER_REPLAY_REASONS,',
    ].join('\n'),
  );
});
