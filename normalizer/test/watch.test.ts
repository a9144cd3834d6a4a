/** What the probes are told; the answers of the brokers are played, for they may not be away for minutes here. */
import { KafkaJSProtocolError } from 'kafkajs';
import { Watch } from '../src/engines/kafka/watch';

const configuration = {
  inputTopic: 'flows',
  outputTopic: 'netflow-output',
  rejectedTopic: 'flows-rejected',
  consumerGroup: 'group',
};

const forbidden = () =>
  Object.assign(new KafkaJSProtocolError('Not authorized to access group'), {
    type: 'GROUP_AUTHORIZATION_FAILED',
  });

function world() {
  const state = {
    now: 0,
    away: false,
    forbidden: false,
    silent: undefined as Promise<void> | undefined,
    topics: ['flows', 'netflow-output', 'flows-rejected'],
    high: '10',
    committed: '10',
    lag: {} as Record<number, number>,
    warnings: [] as unknown[],
  };
  const admin = {
    connect: () => Promise.resolve(),
    listTopics: async () => {
      await state.silent;
      if (state.away) throw new Error('connect ECONNREFUSED');
      return state.topics;
    },
    fetchTopicOffsets: () =>
      Promise.resolve([
        { partition: 0, offset: state.high, high: state.high, low: '2' },
        { partition: 1, offset: '99', high: '99', low: '0' },
      ]),
    fetchOffsets: () => {
      if (state.forbidden) throw forbidden();
      const partitions = [{ partition: 0, offset: state.committed, metadata: null }];
      return Promise.resolve([{ topic: 'flows', partitions }]);
    },
  };
  const metrics = { setLag: (partition: number, records: number) => (state.lag[partition] = records) };
  const logger = { warn: (line: unknown) => state.warnings.push(line), info: () => undefined };
  const watch = new Watch(admin, configuration, metrics, logger as never, () => state.now, 50);
  watch.assign([0]);
  return { state, watch };
}

test('nothing is in the way when brokers answer and topics are there', async () => {
  const { watch } = world();
  expect(watch.obstacle()).toBe('the brokers have not been asked yet');
  await watch.look();
  expect(watch.obstacle()).toBeUndefined();
});

test('names the topic that is absent, in the log once', async () => {
  const { state, watch } = world();
  state.topics = ['flows', 'flows-rejected'];
  await watch.look();
  await watch.look();
  const reason = "absent, or not to be seen with this user's rights: netflow-output";
  expect(watch.obstacle()).toBe(reason);
  expect(state.warnings).toEqual([{ reason }]);
});

test('brokers that say nothing are in the way, until they do', async () => {
  const { state, watch } = world();
  let speak: () => void = () => undefined;
  state.silent = new Promise((resolve) => (speak = resolve));
  await watch.look();
  await watch.look();
  expect(watch.obstacle()).toBe('the brokers do not answer: no word for 0.05 s');
  expect(state.warnings).toHaveLength(1);
  speak();
  await watch.look();
  expect(watch.obstacle()).toBeUndefined();
});

test('a restart helps no broker, but one that moves nothing while records wait', async () => {
  const { state, watch } = world();
  Object.assign(state, { high: '30', away: true });
  await watch.look();
  state.now = 3_600_000;
  expect(watch.obstacle()).toContain('ECONNREFUSED');
  expect(watch.stuck()).toBeUndefined();
  state.away = false;
  await watch.look();
  expect(watch.stuck()).toBe('no progress for 3600 s, though 20 records wait and the brokers answer');
  watch.progress();
  expect(watch.stuck()).toBeUndefined();
});

test('the lag moves while nothing else does, of the own partitions; before a first commit from the earliest on', async () => {
  const { state, watch } = world();
  await watch.look();
  expect(state.lag).toEqual({ 0: 0 });
  state.high = '25';
  await watch.look();
  expect(state.lag).toEqual({ 0: 15 });
  state.committed = '-1';
  await watch.look();
  expect(state.lag).toEqual({ 0: 23 });
});

test('what led to nothing does not wait, though it is not committed', async () => {
  const { state, watch } = world();
  watch.assign([0]);
  Object.assign(state, { high: '12' });
  await watch.look();
  expect(state.lag[0]).toBe(2);
  watch.pass(0, 12);
  await watch.look();
  expect(state.lag[0]).toBe(0);
});

test('a refusal is told until something succeeds, or comes no more; a restart would not help', async () => {
  const { state, watch } = world();
  state.high = '30';
  await watch.look();
  watch.refuse('Not authorized to access topics');
  expect(watch.obstacle()).toBe('refused: Not authorized to access topics');
  watch.progress();
  expect(watch.obstacle()).toBeUndefined();
  watch.refuse('Not authorized to access topics');
  state.now = 29_000;
  expect(watch.obstacle()).toBe('refused: Not authorized to access topics');
  state.now = 31_000;
  expect(watch.obstacle()).toBeUndefined();
  state.now = 3_600_000;
  watch.refuse('Not authorized to access topics');
  expect(watch.stuck()).toBeUndefined();
});

test('brokers that answer, and refuse, are not said to be silent', async () => {
  const { state, watch } = world();
  state.forbidden = true;
  await watch.look();
  expect(watch.obstacle()).toBe('refused: Not authorized to access group');
});
