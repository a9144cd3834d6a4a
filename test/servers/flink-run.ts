/** One run of the Flink job, with topics and a consumer group of its own. */
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka, KafkaMessage } from 'kafkajs';
import type { FlinkCluster } from './flink';
import { jobArguments, submitterArguments, type RenderedFlinkCluster } from './flink-job';
import { eventually } from './process';
import { committedCount } from './topics';

/** What all runs share. */
export interface World {
  readonly rendered: RenderedFlinkCluster;
  readonly flink: FlinkCluster;
  readonly client: Kafka;
  readonly brokers: readonly string[];
  readonly jar: string;
  readonly worker: string;
}

/** A record for the input topic. */
export interface Input {
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers?: Record<string, string>;
}

/** A record that has come out. */
export type Output = KafkaMessage & {
  readonly topic: string;
  readonly partition: number;
};

const PARTITIONS = 3;

// Recent: a record older than the retention of its topic is soon gone. Unique: it tells records apart.
const FIRST_TIMESTAMP = Date.now() - 3_600_000;

/** The number that a record was produced as, from 0. */
export const numberOf = ({ timestamp }: KafkaMessage) => Number(timestamp) - FIRST_TIMESTAMP;

/** The processes that the TaskManagers of a cluster have started. */
export function workersOf({ taskManagers }: FlinkCluster): number[] {
  const parents = new Set(taskManagers.map(({ pid }) => pid));
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid = 0, parent = 0]) => (parents.has(parent) ? [pid] : []));
}

/** Topics, the job that joins them, and what comes out as a consumer sees it that reads committed records. */
export class FlinkRun {
  readonly outputs: Output[] = [];
  readonly topics: { readonly input: string; readonly output: string; readonly rejected: string };
  private readonly admin;
  private readonly producer;
  private readonly consumer;
  /** How many records have been produced. */
  produced = 0;
  private job = '';

  constructor(
    private readonly world: World,
    private readonly name: string,
    private readonly options: readonly string[],
  ) {
    this.topics = { input: `${name}-flows`, output: `${name}-output`, rejected: `${name}-rejected` };
    this.admin = world.client.admin();
    this.producer = world.client.producer();
    this.consumer = world.client.consumer({ groupId: `${name}-reader`, maxWaitTimeInMs: 200 });
  }

  /** Makes the topics, submits the job, and begins to read what comes out. */
  async start(): Promise<void> {
    await Promise.all([this.admin.connect(), this.producer.connect(), this.consumer.connect()]);
    const topics = Object.values(this.topics);
    await this.admin.createTopics({
      topics: topics.map((topic) => ({ topic, numPartitions: PARTITIONS })),
    });
    await this.consumer.subscribe({ topics: topics.slice(1), fromBeginning: true });
    await this.consumer.run({
      eachMessage: ({ topic, partition, message }) => {
        this.outputs.push({ ...message, topic, partition });
        return Promise.resolve();
      },
    });
    await this.submit();
  }

  /** Submits the job as the operator does, and waits until it runs. */
  async submit(fromSavepoint?: string): Promise<void> {
    const { rendered, flink, brokers, jar, worker } = this.world;
    const printed = await flink.flink(
      ...submitterArguments(rendered, {
        jobManager: flink.jobManager,
        jar,
        fromSavepoint,
        args: jobArguments(
          rendered,
          { brokers, topics: this.topics, group: this.name, worker },
          this.options,
        ),
      }),
    );
    this.job = /JobID (\w{32})/.exec(printed)?.[1] ?? '';
    await this.running();
  }

  /** Waits until all of the job's tasks run. */
  async running(): Promise<void> {
    await eventually('the job runs', async () => {
      const { vertices } = await this.world.flink.rest<{ vertices: { status: string }[] }>(
        `/jobs/${this.job}`,
      );
      return vertices.every(({ status }) => status === 'RUNNING');
    });
  }

  async produce(records: readonly Input[]): Promise<void> {
    for (let start = 0; start < records.length; start += 500) {
      const messages = records.slice(start, start + 500).map((record) => ({
        ...record,
        timestamp: String(FIRST_TIMESTAMP + this.produced++),
      }));
      await this.producer.send({ topic: this.topics.input, messages });
    }
  }

  /** Waits until every record that was produced has come out, and a checkpoint has confirmed it. */
  async allOut(): Promise<void> {
    const different = () => new Set(this.outputs.map(numberOf)).size;
    await eventually(`all ${this.produced} records come out`, () => different() === this.produced).catch(
      (error: unknown) => {
        throw new Error(`${different()} of ${this.produced} records have come out`, { cause: error });
      },
    );
    const { completed } = await this.checkpoints();
    // The next one may have begun already, the one after it has not. If there's something to come twice, it comes.
    await eventually('two checkpoints are made', async () => {
      return (await this.checkpoints()).completed >= completed + 2;
    });
  }

  /** How many of the records that were produced the job's group has confirmed. */
  committed(): Promise<number> {
    return committedCount(this.admin, this.name, this.topics.input);
  }

  /** The sum of a metric of the operator `normalise`, such as `reason.not-ip.netflow_normalizer_dropped_total`. */
  async metric(name: string): Promise<number> {
    const { rest } = this.world.flink;
    const { vertices } = await rest<{ vertices: { id: string }[] }>(`/jobs/${this.job}`);
    const sums = vertices.map(({ id }) =>
      rest<{ sum: number }[]>(
        `/jobs/${this.job}/vertices/${id}/subtasks/metrics?get=normalise.${name}&agg=sum`,
      ),
    );
    return (await Promise.all(sums)).flat().reduce((total, { sum }) => total + sum, 0);
  }

  /** Waits until a checkpoint waits itself: for answers that a worker owes. */
  async checkpointHeld(): Promise<void> {
    await eventually('a checkpoint is held', async () => {
      const before = await this.checkpoints();
      await sleep(1000);
      const after = await this.checkpoints();
      return after.in_progress === 1 && after.completed === before.completed;
    });
  }

  private async checkpoints(): Promise<{ completed: number; in_progress: number }> {
    const { rest } = this.world.flink;
    const { counts } = await rest<{ counts: { completed: number; in_progress: number } }>(
      `/jobs/${this.job}/checkpoints`,
    );
    return counts;
  }

  /** Ends the job with a savepoint; resolves with its place. */
  async endWithSavepoint(how: 'stop' | 'cancel', folder: string): Promise<string> {
    const { flink } = this.world;
    const { 'request-id': request } = await (how === 'stop'
      ? flink.rest<{ 'request-id': string }>(`/jobs/${this.job}/stop`, 'POST', { targetDirectory: folder })
      : flink.rest<{ 'request-id': string }>(`/jobs/${this.job}/savepoints`, 'POST', {
          'target-directory': folder,
          'cancel-job': true,
        }));
    let location: string | undefined;
    let failure: object | undefined;
    await eventually('the savepoint is made', async () => {
      const { operation } = await flink.rest<{ operation?: { location?: string; 'failure-cause'?: object } }>(
        `/jobs/${this.job}/savepoints/${request}`,
      );
      failure = operation?.['failure-cause'];
      location = operation?.location;
      return location !== undefined || failure !== undefined;
    });
    if (location === undefined) {
      const servers = flink.taskManagers.map(({ output }) => output().slice(-4000)).join('\n');
      throw new Error(`no savepoint: ${JSON.stringify(failure)}\n${servers}`);
    }
    await this.ended();
    return location;
  }

  /** The processes that the TaskManagers have started. */
  workers(): number[] {
    return workersOf(this.world.flink);
  }

  /** Cancels the job and lets go of everything. */
  async stop(): Promise<void> {
    await this.world.flink.rest(`/jobs/${this.job}?mode=cancel`, 'PATCH').catch(() => undefined);
    await Promise.all([this.admin.disconnect(), this.producer.disconnect(), this.consumer.disconnect()]);
    await this.ended();
  }

  private async ended(): Promise<void> {
    await eventually('the job has ended', async () => {
      const { state } = await this.world.flink.rest<{ state: string }>(`/jobs/${this.job}`);
      return ['FINISHED', 'CANCELED', 'FAILED'].includes(state);
    });
  }
}
