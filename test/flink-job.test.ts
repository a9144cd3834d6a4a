/**
 * The normaliser on a real Flink, between topics of a real Kafka: the same as `normalizer stdio` says of every
 * record, and nothing lost (nor, exactly once, doubled) when workers die, TaskManagers go, or the job is moved.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { printers } from '../normalizer/test/corpus/dialects';
import { anyFlow, generator } from '../normalizer/test/corpus/flow';
import { flows } from './flows';
import { scrape } from './monitoring/exposition';
import { numbersOf, recordNumbers, type RecordNumbers } from './monitoring/record-numbers';
import { rendered } from './rendered';
import { startFlink } from './servers/flink';
import { buildJob, renderedFlinkCluster, submitterArguments } from './servers/flink-job';
import { differences, stdioAnswers, type Answer } from './servers/flink-outcomes';
import { FlinkRun, numberOf, type Input, type World } from './servers/flink-run';
import { startKafka, type KafkaCluster } from './servers/kafka';
import { eventually } from './servers/process';

let kafka: KafkaCluster;
let world: World;
let savepoints: string;
let runs = 0;

beforeAll(async () => {
  savepoints = mkdtempSync(join(tmpdir(), 'savepoints-'));
  const scraped = rendered('reference', '--set', 'monitoring.mode=operator');
  const cluster = renderedFlinkCluster('reference', scraped);
  const job = buildJob();
  kafka = await startKafka('reference');
  const { brokers } = kafka;
  const client = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  world = { rendered: cluster, flink: await startFlink(cluster), client, brokers, ...job };
});

afterAll(async () => {
  await (world as World | undefined)?.flink.stop();
  await (kafka as KafkaCluster | undefined)?.stop();
  rmSync(savepoints, { recursive: true, force: true });
});

const inputs: Input[] = flows(6000).map(({ key, value }) => ({ key, value: Buffer.from(value) }));

/** Runs the job until the work is done, then cancels it. */
async function during(options: readonly string[], work: (run: FlinkRun) => Promise<void>): Promise<FlinkRun> {
  const run = new FlinkRun(world, `run-${++runs}`, ['--checkpoint-interval', '500ms', ...options]);
  try {
    await run.start();
    await work(run);
  } finally {
    await run.stop();
  }
  return run;
}

describe('what comes out', () => {
  const random = generator(4);
  const corpus: Input[] = [
    ...inputs.slice(0, 1000),
    ...Object.values(printers).flatMap((print) =>
      Array.from({ length: 200 }, () => ({ key: 'corpus', value: Buffer.from(print(anyFlow(random))) })),
    ),
    { key: 'a', value: Buffer.from(''), headers: { router: 'r1', 'netflow-source-topic': 'of old' } },
    { key: null, value: Buffer.of(0xff, 0, 10, 13), headers: { router: 'r2' } },
    { key: null, value: inputs[0]?.value ?? null, headers: { router: 'r3' } },
    { key: 'b', value: null },
    {
      key: 'c',
      value: Buffer.from(String(inputs[0]?.value).replace(/"SrcVlan": ?\d+/, '"SrcVlan":4294967296')),
    },
  ];
  let run: FlinkRun;
  let counted: RecordNumbers;

  beforeAll(async () => {
    run = await during([], async (run) => {
      await run.produce(corpus);
      await run.allOut();
      await eventually('the group has all offsets', async () => (await run.committed()) === corpus.length);
      const samples = await Promise.all([...world.flink.metrics.values()].map(scrape));
      counted = recordNumbers(samples.flat());
    });
  });

  test('is counted, and scraped from the reporter, as the service counts it', async () => {
    expect(counted).toEqual(await numbersOf(corpus.map(({ value }) => value)));
    expect(counted).toMatchObject({ 'netflow_normalizer_rejections_total reason=no-value': 1 });
    expect(counted).toMatchObject({ 'netflow_normalizer_omitted_total field=SrcVlan': 1 });
  });

  test('is what `normalizer stdio` says, with the key, timestamp and headers that came in', () => {
    expect(differences(run, corpus, stdioAnswers(world.worker, corpus))).toEqual([]);
    expect(run.outputs.map(numberOf).sort((a, b) => a - b)).toEqual(corpus.map((_, number) => number));
  });

  test('is in the order in which it was read', () => {
    for (const topic of [run.topics.output, run.topics.rejected]) {
      for (const partition of [0, 1, 2]) {
        const numbers = run.outputs
          .filter((output) => output.topic === topic && output.partition === partition && output.key !== null)
          .map(numberOf);
        expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      }
    }
  });
});

test('what is not IP leads to no record and is counted, and sampling intervals are filled in, if told so', async () => {
  const silent = (value: string) => value.replace(/"SamplingRate": ?\d+/, '"SamplingRate":0');
  const arp = inputs.map(({ value }) => /"Etype": ?2054/.test(value?.toString() ?? ''));
  const corpus = inputs.map(({ key, value }) => ({
    key,
    value: Buffer.from(silent(value?.toString() ?? '')),
  }));
  const dropped = arp.filter(Boolean).length;
  const options = [
    ...['--not-ip', 'drop', '--default-sampling-interval', '512'],
    ...['--sampling-intervals', '192.168.165.0/24=1000'],
  ];
  const run = await during(options, async (run) => {
    await run.produce(corpus);
    await eventually('the group has all offsets', async () => (await run.committed()) === corpus.length);
    // Flink's REST fetches metrics when it is asked, at most each ten seconds.
    const metric = 'reason.not-ip.netflow_normalizer_dropped_total';
    await eventually('the drops are counted', async () => (await run.job.metric(metric)) > 0);
    expect(await run.job.metric(metric)).toBe(dropped);
    await eventually('the rest has come out', () => run.outputs.length === corpus.length - dropped);
  });
  expect(dropped).toBeGreaterThan(0);
  expect(run.outputs.filter((output) => arp[numberOf(output)])).toEqual([]);
  expect(differences(run, corpus, stdioAnswers(world.worker, corpus, options))).toEqual([]);
  const values = run.outputs
    .filter(({ topic }) => topic === run.topics.output)
    .map(({ value }) => String(value));
  expect(values.filter((value) => !value.includes('"sampling-interval":1000,'))).toEqual([]);
});

interface Disturbance {
  readonly when: string;
  readonly options?: readonly string[];
  readonly disturb: (run: FlinkRun) => Promise<void>;
}

const disturbances: Disturbance[] = [
  {
    when: 'a worker is killed while records wait for it',
    disturb: async (run) => {
      const [victim = 0] = run.job.workers();
      // It holds still until there's no doubt that it owes answers.
      process.kill(victim, 'SIGSTOP');
      await run.produce(inputs.slice(2000, 2500));
      await run.job.checkpointHeld();
      process.kill(victim, 'SIGKILL');
    },
  },
  {
    when: 'a worker hangs',
    options: ['--worker-timeout', '2s'],
    disturb: async (run) => {
      const [victim = 0] = run.job.workers();
      process.kill(victim, 'SIGSTOP');
      await run.produce(inputs.slice(2000, 2500));
    },
  },
  {
    when: 'a TaskManager is lost',
    disturb: async (run) => {
      await run.produce(inputs.slice(2000, 2500));
      await world.flink.replaceTaskManager();
    },
  },
  {
    when: 'the job is stopped with a savepoint and resumed',
    disturb: async (run) => {
      await run.produce(inputs.slice(2000, 2500));
      const savepoint = await run.job.endWithSavepoint('stop', savepoints);
      await run.produce(inputs.slice(2500, 3000));
      await run.job.submit(savepoint);
    },
  },
  {
    when: 'the operator updates it: a savepoint that cancels, then a new submission',
    disturb: async (run) => {
      await run.produce(inputs.slice(2000, 2500));
      await run.job.submit(await run.job.endWithSavepoint('cancel', savepoints));
    },
  },
];

describe.each(disturbances)('when $when', ({ options = [], disturb }) => {
  let answers: Answer[];

  beforeAll(() => {
    answers = stdioAnswers(world.worker, inputs);
  });

  test.each(['at-least-once', 'exactly-once'])('nothing is lost, %s', async (guarantee) => {
    const run = await during([...options, '--delivery-guarantee', guarantee], async (run) => {
      await run.produce(inputs.slice(0, 2000));
      await disturb(run);
      await run.produce(inputs.slice(run.produced));
      await run.allOut();
    });
    expect(differences(run, inputs, answers)).toEqual([]);
    if (guarantee === 'exactly-once') expect(run.outputs).toHaveLength(inputs.length);
  });
});

test.each([
  [
    ['--colour', 'red'],
    /found --colour; allowed: one of --ca-file, --capacity, --checkpoint-interval.* --not-ip, .* --sampling-intervals/,
  ],
  [['--capacity'], /found --capacity without a value; allowed: <bootstrap servers>/],
  [['--capacity', '0'], /found --capacity 0; allowed: a number from 1/],
  [['--delivery-guarantee', 'none'], /found --delivery-guarantee none; allowed: one of/],
  [['--transaction-timeout', 'long'], /found --transaction-timeout long; allowed: a number and a unit/],
  [['--rejected-topic', 'flows'], /found topics \[flows, output, flows\]; allowed: three topics that differ/],
])('the job refuses %j', async (options, message) => {
  const { rendered, flink, jar } = world;
  const args = ['localhost:1', 'flows', 'output', ...options];
  const refused = flink.flink(...submitterArguments(rendered, { jobManager: flink.jobManager, jar, args }));
  await expect(refused).rejects.toThrow(message);
});
