/** The pieces of the kafka engine that need no broker. */
import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { gather } from '../src/engines/kafka/records/headers';
import { Limits } from '../src/engines/kafka/limits';
import { murmur2, partitioner } from '../src/engines/kafka/partitioner';
import { cut } from '../src/engines/kafka/too-large';
import { sizeOf, type RoutedRecord } from '../src/engines/routing';
import { Rejection } from '../src/record/rejection';

test.each([
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
])('the hash of %j is the one of the Java client', (key, hash) => {
  expect(murmur2(Buffer.from(key))).toBe(hash);
});

const metadata = Array.from({ length: 7 }, (_, partitionId) => ({ partitionId }));
const choose = (make: typeof partitioner, message: { key: Buffer | null; value: null }) =>
  make()({ topic: 'output', partitionMetadata: metadata as never, message });

test("chooses kafkajs' partition for any key", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      const key = Buffer.from(bytes);
      expect(choose(partitioner, { key, value: null })).toBe(
        choose(Partitioners.DefaultPartitioner, { key, value: null }),
      );
    }),
    { seed: 1 },
  );
});

test('a record without a key stays in its partition when it is sent again, and others go elsewhere', () => {
  const partition = partitioner();
  const [first, second] = [
    { key: null, value: null },
    { key: null, value: null },
  ];
  const of = (message: typeof first) =>
    partition({ topic: 'output', partitionMetadata: metadata as never, message });
  expect([of(first), of(second), of(first), of(second)]).toEqual([0, 1, 0, 1]);
});

test('headers have any name, any number of times', () => {
  const header = (key: string, value: string) => ({ key, value: Buffer.from(value) });
  const headers = gather([
    header('__proto__', 'a'),
    header('constructor', 'b'),
    header('', 'c'),
    header('', 'd'),
    { key: 'none', value: null },
  ]);
  expect(Object.entries(headers).map(([name, value]) => [name, String(value)])).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
    ['', 'c,d'],
    ['none', ''],
  ]);
});

describe('a record that is too large', () => {
  const value = Buffer.alloc(5000, 'x');
  const incoming = {
    key: Buffer.from('key'),
    value,
    timestamp: '1',
    offset: '42',
    headers: { trace: Buffer.alloc(500), list: [Buffer.alloc(500), Buffer.alloc(500)] },
  };
  const routed: RoutedRecord = {
    incoming,
    source: { topic: 'flows', partition: 3 },
    outcome: { rejection: new Rejection('not-json', null, 'no JSON') },
    outgoing: { topic: 'flows-rejected', key: null, value, timestamp: '1', headers: {} },
  };

  test.each([
    [4000, { key: 'key', trace: true, leftOut: undefined }],
    [1500, { key: 'key', trace: false, leftOut: '2' }],
  ])('is cut to %i bytes', (limit, { key, trace, leftOut }) => {
    const { outgoing, outcome } = cut(routed, limit, 'flows-rejected');
    expect(sizeOf(outgoing)).toBe(limit);
    expect(outcome).toMatchObject({ rejection: { reason: 'too-large', field: null } });
    expect(outgoing?.key?.toString()).toBe(key);
    expect(outgoing?.value).toEqual(value.subarray(0, outgoing?.value?.length));
    expect('trace' in (outgoing?.headers ?? {})).toBe(trace);
    expect(outgoing?.headers).toMatchObject({
      'netflow-rejection-reason': 'too-large',
      'netflow-rejection-message': expect.stringContaining('rejected for not-json: no JSON') as string,
      'netflow-source-offset': '42',
      'netflow-value-length': '5000',
      'netflow-value-sha256': 'c59d3c0480cc2d71d8f646e735e92da65450311eec46e81a5db8c7e6e8a92054',
    });
    expect(outgoing?.headers['netflow-headers-left-out']).toBe(leftOut);
  });

  test('loses a key only when that alone is too large, and says what it was', () => {
    const big = { ...routed, incoming: { ...incoming, key: Buffer.alloc(3000, 'k') } };
    const { outgoing } = cut(big, 2000, 'flows-rejected');
    expect(outgoing?.key).toBeNull();
    expect(outgoing?.headers['netflow-key-length']).toBe('3000');
    expect(sizeOf(outgoing)).toBe(2000);
  });
});

test('limits: what brokers say, less what was refused, until they say otherwise', async () => {
  let said = '5000';
  const admin = {
    connect: () => Promise.resolve(),
    describeConfigs: () =>
      Promise.resolve({
        throttleTime: 0,
        resources: [{ configEntries: [{ configName: 'max.message.bytes', configValue: said }] }],
      } as never),
  };
  const logger = { info: () => undefined, debug: () => undefined } as never;
  const limits = new Limits(admin, ['output'], logger);
  expect(limits.of('output')).toBe(1_048_588);
  await limits.learn();
  expect(limits.of('output')).toBe(5000);
  limits.refused('output', 4000);
  await limits.learn();
  expect(limits.of('output')).toBe(2000);
  said = '3000';
  await limits.learn();
  expect(limits.of('output')).toBe(3000);
});
