/** One run of the Flink job, with topics and a consumer group of its own. */
import type { Kafka, KafkaMessage } from 'kafkajs';
import { jobArguments } from './flink-job';
import { eventually } from './process';
import { SubmittedJob, type Deployment } from './submitted-job';
import { committedCount } from './topics';

/** What all runs share. */
export interface World extends Deployment {
  readonly client: Kafka;
  readonly brokers: readonly string[];
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

/** Topics, the job that joins them, and what comes out as a consumer sees it that reads committed records. */
export class FlinkRun {
  readonly outputs: Output[] = [];
  readonly job: SubmittedJob;
  readonly topics: { readonly input: string; readonly output: string; readonly rejected: string };
  private readonly admin;
  private readonly producer;
  private readonly consumer;
  /** How many records have been produced. */
  produced = 0;

  constructor(
    world: World,
    private readonly name: string,
    options: readonly string[],
  ) {
    this.topics = { input: `${name}-flows`, output: `${name}-output`, rejected: `${name}-rejected` };
    const places = { brokers: world.brokers, topics: this.topics, group: name, worker: world.worker };
    this.job = new SubmittedJob(world, jobArguments(world.rendered, places, options));
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
    await this.job.submit();
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
    // If there's something to come twice, it comes.
    await this.job.checkpointed();
  }

  /** How many of the records that were produced the job's group has confirmed. */
  committed(): Promise<number> {
    return committedCount(this.admin, this.name, this.topics.input);
  }

  /** Cancels the job and lets go of everything. */
  async stop(): Promise<void> {
    await this.job.cancel();
    await Promise.all([this.admin.disconnect(), this.producer.disconnect(), this.consumer.disconnect()]);
  }
}
