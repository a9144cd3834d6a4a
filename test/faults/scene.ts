/** One fault's stage: topics of its own, records that flow, and what has come of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, KafkaMessage } from 'kafkajs';
import { generator } from '../../normalizer/test/corpus/flow';
import { eventually } from '../servers/process';
import { declaredTopics, readTopic } from '../servers/topics';
import type { Places } from './engine';
import { count, type Counts, type Seen } from './count';
import { Load, numberOf } from './load';
import { ENVIRONMENT, type World } from './world';

const RECORDS_A_SECOND = 200;
const PARTITIONS = 6;

/** The longest that a recovery may take, in seconds. */
const RECOVERY_SECONDS = 300;

type Role = keyof Places['topics'];
const ROLES: readonly Role[] = ['input', 'output', 'rejected'];

/** Which topic of the manifests plays which part. */
const DECLARED: Readonly<Record<Role, string>> = {
  input: 'flows',
  output: 'netflow-output',
  rejected: 'flows-rejected',
};

export class Scene {
  readonly places: Places;
  readonly random;
  /** Seconds from the end of each stroke until all that had been there then was done. */
  readonly recoveries: number[] = [];
  readonly admin: Admin;
  private load: Load;
  private readonly seen: Readonly<Record<Role, Seen[]>> = { input: [], output: [], rejected: [] };

  /**
   * @param name of its topics and its group
   * @param seed of what is left to chance
   * @param brokers where the engine finds them, if not where everybody does
   */
  constructor(
    readonly world: World,
    name: string,
    seed: number,
    brokers = world.cluster.brokers,
  ) {
    const topics = { input: `${name}-input`, output: `${name}-output`, rejected: `${name}-rejected` };
    this.places = { brokers, topics, group: name };
    this.random = generator(seed);
    this.admin = world.admin;
    this.load = this.newLoad();
  }

  /** Until no particular moment of the work. */
  aWhile(): Promise<void> {
    return sleep(this.random.integer(200, 3000));
  }

  /** Makes topics as they are declared, with fewer partitions. */
  async makeTopics(roles: readonly Role[] = ROLES): Promise<void> {
    const declared = declaredTopics(ENVIRONMENT);
    const topics = roles.map((role) => {
      const { replicas, config } = declared.find(({ name }) => name === DECLARED[role]) ?? {
        replicas: 0,
        config: {},
      };
      return {
        topic: this.places.topics[role],
        numPartitions: PARTITIONS,
        replicationFactor: replicas,
        configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
      };
    });
    // A broker that has just come may be one that the client has not heard of yet.
    await eventually('the topics are made', async () => {
      await this.admin.createTopics({ topics, waitForLeaders: false });
      return true;
    });
    await eventually('the topics have leaders', async () => {
      const made = await this.admin.fetchTopicMetadata({ topics: topics.map(({ topic }) => topic) });
      return made.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
    });
  }

  startLoad(): Promise<void> {
    this.load = this.newLoad(this.load);
    return this.load.start();
  }

  stopLoad(): Promise<void> {
    return this.load.stop();
  }

  /** Waits until all that is in the input now is done, and notes how long that takes. */
  async recover(): Promise<void> {
    const begin = Date.now();
    await this.done();
    this.recoveries.push((Date.now() - begin) / 1000);
  }

  /** Waits until the group has committed all that is in the input now. */
  async done(): Promise<void> {
    const { group, topics } = this.places;
    const topic = topics.input;
    let ends: { partition: number; high: string }[] | undefined;
    await eventually(
      'the engine has done what there was',
      async () => {
        ends ??= await this.admin.fetchTopicOffsets(topic);
        const [committed] = await this.admin.fetchOffsets({ groupId: group, topics: [topic] });
        const offsets = new Map(
          committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]),
        );
        // Beyond the end is what was done of a topic of this name that has gone.
        const now = new Map(
          (await this.admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]),
        );
        return ends.every(({ partition, high }) => {
          const offset = offsets.get(partition) ?? -1;
          return high === '0' || (offset >= Number(high) && offset <= (now.get(partition) ?? -1));
        });
      },
      { seconds: RECOVERY_SECONDS },
    );
  }

  /** Remembers what topics hold, before they are deleted, or at the end. */
  async take(roles: readonly Role[] = ROLES): Promise<void> {
    for (const role of roles) {
      const messages = await readTopic(this.world.client, this.admin, this.places.topics[role]);
      // One by one: a soak leaves more than a call takes arguments.
      for (const message of messages) this.seen[role].push(seen(message));
    }
  }

  counts(): Counts {
    return count(this.seen.input, [this.seen.output, this.seen.rejected]);
  }

  private newLoad(before?: Load): Load {
    return new Load(this.world.client, this.places.topics.input, RECORDS_A_SECOND, before?.produced);
  }
}

function seen({ key, timestamp }: KafkaMessage): Seen {
  return { key: key?.toString() ?? null, number: numberOf(timestamp) };
}
