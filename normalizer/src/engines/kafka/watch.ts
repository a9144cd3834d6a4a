/** Looks, from outside of the stream, whether it can move and does: for the probes, the log and the lag. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import type { Logger } from 'pino';
import type { Configuration } from '../../configuration';
import type { Metrics } from '../metrics';
import { isRefused } from './delivery';

const LOOK_MILLISECONDS = 5000;

/** So long without an answer, the brokers are taken to be away: kafkajs goes on trying, and says nothing. */
const SILENCE_MILLISECONDS = 10_000;

/** So long without a committed offset, though records wait and the brokers are there: a restart may help. */
const STUCK_MILLISECONDS = 5 * 60_000;

/** So long a refusal is told: it comes again before that, unless the right has been given meanwhile. */
const REFUSAL_MILLISECONDS = 30_000;

type Asked = Pick<Admin, 'connect' | 'listTopics' | 'fetchTopicOffsets' | 'fetchOffsets'>;

export class Watch {
  private trouble: string | undefined = 'the brokers have not been asked yet';
  private partitions: readonly number[] = [];
  /** Before these there is nothing to do, though it isn't committed. */
  private readonly passed = new Map<number, number>();
  private refusal: { readonly reason: string; readonly until: number } | undefined;
  private lag = 0;
  private moved: number;
  private connected = false;
  private asked: Promise<string | undefined> | undefined;

  constructor(
    private readonly admin: Asked,
    private readonly configuration: Pick<
      Configuration,
      'inputTopic' | 'outputTopic' | 'rejectedTopic' | 'consumerGroup'
    >,
    private readonly metrics: Pick<Metrics, 'setLag'>,
    private readonly logger: Pick<Logger, 'warn' | 'info'>,
    private readonly now: () => number = Date.now,
    private readonly silenceMilliseconds = SILENCE_MILLISECONDS,
  ) {
    this.moved = now();
  }

  /** Looks again and again, until the process ends. */
  start(): void {
    const again = () => {
      void this.look().then(() => setTimeout(again, LOOK_MILLISECONDS).unref());
    };
    again();
  }

  /** Which partitions of the input topic are this member's. */
  assign(partitions: readonly number[]): void {
    this.partitions = partitions;
    this.passed.clear();
    this.moved = this.now();
  }

  /** What was before the offset led to nothing: it does not wait. */
  pass(partition: number, offset: number): void {
    this.passed.set(partition, offset);
  }

  /** An offset has been committed. */
  progress(): void {
    this.moved = this.now();
    this.refusal = undefined;
  }

  /** A right is missing for what has to be done. */
  refuse(message: string): void {
    const reason = `refused: ${message}`;
    this.logger.warn({ reason }, 'no batch can succeed');
    this.refusal = { reason, until: this.now() + REFUSAL_MILLISECONDS };
  }

  /** Why no batch can succeed at present; undefined if nothing is known to be in its way. */
  obstacle(): string | undefined {
    if (this.trouble !== undefined) return this.trouble;
    return this.refusal !== undefined && this.now() < this.refusal.until ? this.refusal.reason : undefined;
  }

  /** Why the process had better be started again; undefined if that would not help. */
  stuck(): string | undefined {
    const seconds = Math.round((this.now() - this.moved) / 1000);
    return this.obstacle() === undefined && this.lag > 0 && seconds * 1000 >= STUCK_MILLISECONDS
      ? `no progress for ${seconds} s, though ${this.lag} records wait and the brokers answer`
      : undefined;
  }

  /** Looks once. */
  async look(): Promise<void> {
    this.asked ??= this.findTrouble().finally(() => (this.asked = undefined));
    const found = await Promise.race([this.asked, silence(this.silenceMilliseconds)]);
    if (found !== this.trouble) {
      if (found === undefined) this.logger.info('brokers and topics are there');
      else this.logger.warn({ reason: found }, 'no batch can succeed');
    }
    this.trouble = found;
  }

  private async findTrouble(): Promise<string | undefined> {
    const { inputTopic, outputTopic, rejectedTopic } = this.configuration;
    try {
      if (!this.connected) await this.admin.connect();
      this.connected = true;
      // Asking for a topic by its name could make it.
      const topics = new Set(await this.admin.listTopics());
      const absent = [inputTopic, outputTopic, rejectedTopic].filter((topic) => !topics.has(topic));
      // Also while another topic is absent: then is when records wait.
      if (topics.has(inputTopic)) await this.measure();
      return absent.length === 0
        ? undefined
        : `absent, or not to be seen with this user's rights: ${absent.join(', ')}`;
    } catch (error) {
      if (isRefused(error)) return `refused: ${error.message}`;
      return `the brokers do not answer: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  private async measure(): Promise<void> {
    const { inputTopic, consumerGroup } = this.configuration;
    const ends = await this.admin.fetchTopicOffsets(inputTopic);
    const [committed] = await this.admin.fetchOffsets({ groupId: consumerGroup, topics: [inputTopic] });
    const offsets = new Map(
      committed?.partitions.map(({ partition, offset }) => [partition, Number(offset)]),
    );
    let lag = 0;
    for (const { partition, low, high } of ends) {
      if (!this.partitions.includes(partition)) continue;
      // A group without an offset begins at the earliest record; so it does where records have gone.
      const begin = Math.max(Number(low), offsets.get(partition) ?? 0, this.passed.get(partition) ?? 0);
      const waiting = Math.max(0, Number(high) - begin);
      this.metrics.setLag(partition, waiting);
      lag += waiting;
    }
    this.lag = lag;
    if (lag === 0) this.moved = this.now();
  }
}

const silence = (milliseconds: number) =>
  sleep(milliseconds, `the brokers do not answer: no word for ${milliseconds / 1000} s`, { ref: false });
