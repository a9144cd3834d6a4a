/** What transactions make of what brokers answer; the brokers are played, for they would have to fail at the right moment. */
import { KafkaJSError, KafkaJSProtocolError, type ProducerBatch } from 'kafkajs';
import type { Client } from '../src/engines/kafka/connections';
import { ExactlyOnce } from '../src/engines/kafka/exactly-once';
import { Fitting } from '../src/engines/kafka/fitting';
import { Limits } from '../src/engines/kafka/limits';
import type { RoutedRecord } from '../src/engines/routing';

type Step = 'lock' | 'offsets' | 'send' | 'commit';

const answer = (type: string, retriable = false) =>
  new KafkaJSProtocolError({ type, code: 1, retriable, message: type, name: type } as never);
const connectionClosed = () => new KafkaJSError('Closed connection');

function record(key: string): RoutedRecord {
  const value = Buffer.from(key);
  const outgoing = { topic: 'output', key: value, value, timestamp: '1', headers: {} };
  const incoming = { key: value, value, timestamp: '1', offset: '0', headers: {} };
  return { incoming, source: { topic: 'flows', partition: 3 }, outcome: { dropped: 'not-ip' }, outgoing };
}

/** @param failures what the steps answer, each once, in order; a commit may have been done all the same */
function play(failures: readonly (readonly [Step, Error, done?: boolean])[]) {
  const log: string[] = [];
  const left = [...failures];
  let committed = 40n;
  const failing = (step: Step, words: string): Promise<void> => {
    log.push(words);
    if (left[0]?.[0] !== step) return Promise.resolve();
    const [, error, done = false] = left.shift() ?? [];
    if (done) committed = 45n;
    return Promise.reject(error ?? new Error('nothing left'));
  };
  const producer = () => {
    let locked = false;
    return {
      connect: () => Promise.resolve(),
      disconnect: () => Promise.resolve(void log.push('gone')),
      transaction: async () => {
        if (!locked) await failing('lock', 'lock');
        locked = true;
        return {
          abort: () => Promise.resolve(),
          sendOffsets: () => failing('offsets', 'offsets'),
          sendBatch: ({ topicMessages = [] }: ProducerBatch) =>
            failing(
              'send',
              `send ${topicMessages.flatMap(({ messages }) => messages.map(({ key }) => String(key))).join('')}`,
            ),
          commit: () => failing('commit', 'commit').then(() => void (committed = 45n)),
        };
      },
    };
  };
  const send = () => Promise.resolve(committed);
  const coordinator = { lookupRequest: () => () => ({}), connectionPool: { send } };
  const clusterOf = () => ({ findGroupCoordinator: () => Promise.resolve(coordinator) });
  const limits = new Limits(
    {
      connect: () => Promise.resolve(),
      describeConfigs: () => Promise.reject(new Error('no right')),
    },
    ['output'],
    { debug: () => undefined } as never,
  );
  const delivery = new ExactlyOnce(
    { producer, clusterOf } as unknown as Client,
    new Fitting(limits, 'flows-rejected'),
    { inputTopic: 'flows', consumerGroup: 'group', transactionTimeoutSeconds: 60 },
    { warn: () => undefined },
  );
  const heartbeat = () => Promise.resolve(void log.push('heartbeat'));
  const membership = { heartbeat, commitOffsetsIfNecessary: () => Promise.resolve() };
  const progress = { topic: 'flows', partition: 3, offset: '45' };
  const deliver = () => delivery.deliver(['a', 'b'].map(record), progress, membership);
  return { log, delivery, deliver, begin: (first: bigint) => delivery.begin(3, first, membership), left };
}

const ONCE = ['offsets', 'send ab', 'commit'];

test('offsets and records are in one transaction, and the lock is taken once', async () => {
  const { log, deliver, begin } = play([]);
  expect(await begin(40n)).toBeUndefined();
  await deliver();
  expect(await begin(45n)).toBeUndefined();
  expect(log).toEqual(['lock', ...ONCE]);
});

test('the lock is taken anew when partitions are dealt out', async () => {
  const { log, delivery, deliver, begin } = play([]);
  await begin(40n);
  await deliver();
  delivery.assigned();
  expect(await begin(45n)).toBeUndefined();
  expect(log).toEqual(['lock', ...ONCE, 'gone', 'lock']);
});

test('a batch of which some is done is read anew, and what is done asked again', async () => {
  const { log, begin } = play([]);
  expect(await begin(39n)).toBe(40n);
  expect(await begin(40n)).toBeUndefined();
  expect(log).toEqual(['lock', 'gone', 'lock']);
});

test.each<[string, [Step, Error, boolean?], string[]]>([
  [
    'the transaction before has not ended',
    ['offsets', answer('CONCURRENT_TRANSACTIONS', true)],
    ['offsets', ...ONCE],
  ],
  [
    'records do not arrive',
    ['send', connectionClosed()],
    ['offsets', 'send ab', 'gone', 'heartbeat', 'lock', ...ONCE],
  ],
  [
    'the brokers have forgotten the producer',
    ['send', answer('UNKNOWN_PRODUCER_ID')],
    ['offsets', 'send ab', 'gone', 'heartbeat', 'lock', ...ONCE],
  ],
  ['a commit was not done', ['commit', connectionClosed()], [...ONCE, 'gone', 'heartbeat', 'lock', ...ONCE]],
  [
    'a commit was done, without a word',
    ['commit', connectionClosed(), true],
    [...ONCE, 'gone', 'heartbeat', 'lock'],
  ],
  [
    'a batch is too large',
    ['send', answer('MESSAGE_TOO_LARGE')],
    ['offsets', 'send ab', 'gone', 'lock', 'offsets', 'send a', 'send b', 'commit'],
  ],
])('%s', async (_, failure, steps) => {
  const { log, deliver, left } = play([failure]);
  expect((await deliver()).map(({ incoming }) => String(incoming.key))).toEqual(['a', 'b']);
  expect(log).toEqual(['lock', ...steps]);
  expect(left).toEqual([]);
});

test.each(['INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED'])(
  '%s: the group is joined anew, nothing tried again',
  async (type) => {
    const { log, deliver } = play([['send', answer(type)]]);
    await expect(deliver()).rejects.toMatchObject({ type: 'NOT_COORDINATOR_FOR_GROUP' });
    expect(log).toEqual(['lock', 'offsets', 'send ab', 'gone']);
  },
);

test('a right that is missing is no matter of time', async () => {
  const { deliver } = play([['lock', answer('TRANSACTIONAL_ID_AUTHORIZATION_FAILED')]]);
  await expect(deliver()).rejects.toMatchObject({ type: 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED' });
});
