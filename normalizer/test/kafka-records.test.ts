/** Our reading and writing of Kafka's records, held against those of kafkajs. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Message } from 'kafkajs';
import decodeMessages from 'kafkajs/src/protocol/requests/fetch/v4/decodeMessages';
import Decoder from 'kafkajs/src/protocol/decoder';
import Encoder from 'kafkajs/src/protocol/encoder';
import { requests } from 'kafkajs/src/protocol/requests';
import { createCRC32 } from 'hash-wasm';
import { writeProduceRequest, type ProduceRequest } from '../src/engines/kafka/records/produce';
import { readBatches, type ReadRecord } from '../src/engines/kafka/records/read';
import { Cursor, varintSize, writeVarint } from '../src/engines/kafka/records/varint';
import { prepareBatch, writeBatch } from '../src/engines/kafka/records/write';

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));
const optional = (maxLength: number) => fc.option(bytes(maxLength));

/** kafkajs sorts timestamps as text and loses headers of special names; here it doesn't matter. */
const message: fc.Arbitrary<Message> = fc.record({
  key: optional(40),
  value: optional(300),
  timestamp: fc.integer({ min: 1_000_000_000_000, max: 9_999_999_999_999 }).map(String),
  headers: fc.dictionary(
    fc.string({ maxLength: 20 }).filter((name) => !(name in {})),
    fc.oneof(bytes(200), fc.string(), fc.array(bytes(9), { minLength: 2, maxLength: 4 })),
    { maxKeys: 4, noNullPrototype: true },
  ),
});

const request: fc.Arbitrary<ProduceRequest> = fc.record({
  transactionalId: fc.constantFrom(null, 'normalizer-3'),
  producerId: fc.bigInt({ min: -1n, max: 2n ** 63n - 1n }).map(String),
  producerEpoch: fc.integer({ min: 0, max: 32_767 }),
  acks: fc.constant(-1),
  timeout: fc.integer({ min: 0, max: 100_000 }),
  compression: fc.constant(0),
  topicData: fc.array(
    fc.record({
      topic: fc.string({ minLength: 1, unit: 'grapheme-ascii' }),
      partitions: fc.array(
        fc.record({
          partition: fc.nat(),
          firstSequence: fc.nat(),
          messages: fc.array(message, { minLength: 1, maxLength: 30 }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
    { minLength: 1, maxLength: 2 },
  ),
});

const checksum = async () => {
  const crc = await createCRC32(0x82f63b78);
  return (input: Uint8Array) => crc.init().update(input).digest('binary');
};

test("a request's bytes are those that kafkajs writes", async () => {
  const crc = await checksum();
  await fc.assert(
    fc.asyncProperty(request, async (asked) => {
      const { request: theirs } = requests.Produce.protocol({ version: 7 })(asked as never);
      const { encode } = theirs as { encode: () => Promise<Encoder> };
      const written = writeProduceRequest(asked, crc);
      expect(written.buffer.equals((await encode()).buffer)).toBe(true);
      expect(written.size()).toBe(written.buffer.length);
    }),
    { numRuns: 300 },
  );
});

const batchOf = async (messages: readonly Message[], transactional = false) => {
  const prepared = prepareBatch(messages, 0);
  const into = Buffer.alloc(prepared.size);
  const author = { producerId: 5n, producerEpoch: 1, transactional };
  expect(writeBatch(prepared, author, into, 0, await checksum())).toBe(prepared.size);
  return into;
};

const seen = ({ attributes, timestamp, offset, key, value, headers, ...rest }: ReadRecord) => ({
  ...{ attributes, timestamp, offset, key, value },
  headers: Object.entries(headers),
  control: rest.isControlRecord,
  producer: rest.batchContext.producerId,
  inTransaction: rest.batchContext.inTransaction,
});

test('records are read as kafkajs reads them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(message, { minLength: 1, maxLength: 20 }), { maxLength: 3 }),
      fc.boolean(),
      fc.bigInt({ min: 0n, max: 2n ** 50n }),
      async (lists, transactional, firstOffset) => {
        const batches = await Promise.all(lists.map((messages) => batchOf(messages, transactional)));
        for (const batch of batches) batch.writeBigInt64BE(firstOffset);
        const answer = Buffer.concat(batches);
        const theirs = await decodeMessages(new Decoder(new Encoder().writeBytes(answer).buffer));
        const ours = await readBatches(answer);
        expect(ours.map(seen)).toEqual((theirs as ReadRecord[]).map(seen));
      },
    ),
    { numRuns: 200 },
  );
});

test('a batch that the answer cuts is left out', async () => {
  const [one, other] = [await batchOf([{ value: 'one' }]), await batchOf([{ value: 'other' }])];
  for (let length = 0; length < other.length; length++) {
    const read = await readBatches(Buffer.concat([one, other.subarray(0, length)]));
    expect(read.map(({ value }) => String(value))).toEqual(['one']);
  }
});

test.each([
  ['0', '-1', '1', '-9223372036854775808', '9223372036854775807'],
  ['1760045052871', '-1', '99999999999999999'],
])('timestamps of any 64 bits stay what they are: %s, %s, %s', async (...timestamps) => {
  const read = await readBatches(await batchOf(timestamps.map((timestamp) => ({ value: null, timestamp }))));
  expect(read.map(({ timestamp }) => timestamp)).toEqual(timestamps);
});

test('a number of variable length takes the bytes that it is said to take', () => {
  fc.assert(
    fc.property(fc.oneof(fc.integer(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })), (value) => {
      const into = Buffer.alloc(10);
      const end = writeVarint(into, 0, value);
      expect(end).toBe(varintSize(value));
      const cursor = new Cursor(into);
      expect(BigInt(cursor.varlong())).toBe(BigInt(value));
      expect(cursor.at).toBe(end);
    }),
  );
});

test('a batch of 300,000 small records, packed into a few bytes, is read', async () => {
  const plain = await batchOf(Array.from({ length: 300_000 }, () => ({ value: null, timestamp: '1' })));
  const head = Buffer.from(plain.subarray(0, 61));
  head.writeInt16BE(1, 21); // gzip
  const packed = Buffer.concat([head, gzipSync(plain.subarray(61))]);
  packed.writeInt32BE(packed.length - 12, 8);
  const read = await readBatches(packed);
  expect(read).toHaveLength(300_000);
  expect(read.at(-1)?.offset).toBe('299999');
});

test('headers have any name, any number of times', async () => {
  const list = [Buffer.from('1'), Buffer.from('2'), Buffer.from('3')];
  const headers = Object.fromEntries([
    ['__proto__', 'a'],
    ['constructor', 'b'],
    ['', 'c'],
    ['list', list],
  ]) as NonNullable<Message['headers']>;
  const [record] = await readBatches(await batchOf([{ value: null, headers }]));
  expect(Object.entries(record?.headers ?? {}).map(([name, value]) => [name, String(value)])).toEqual([
    ['__proto__', 'a'],
    ['constructor', 'b'],
    ['', 'c'],
    ['list', '1,2,3'],
  ]);
});
