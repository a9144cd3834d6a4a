/** Reads the three topics, as any consumer would, and keeps what the page shows. */
import type { Consumer, EachMessagePayload, Kafka } from 'kafkajs';
import { normalize } from '../normalizer/src/normalize';
import type { ModelOptions } from '../normalizer/src/model/options';
import { flowOf, leavesOf, membersOf, type Flow, type ShownLeaf } from './document';
import { application } from './services';
import { Statistics } from './statistics';

/** The topics by role. */
export interface Topics {
  readonly flows: string;
  readonly output: string;
  readonly rejected: string;
}

/** One line of the tail. */
export interface Seen {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly flow?: Flow;
  readonly rejection?: { readonly reason: string; readonly field: string; readonly message: string };
  readonly message: readonly { readonly key: string; readonly value: string }[];
  readonly leaves: readonly ShownLeaf[];
}

/** Lines per second that the tail shows; more can't be read. */
const TAIL = 10;

/** Messages whose documents have not come yet. */
const WAITING = 5000;

export class Watch {
  readonly statistics = new Statistics(Date.now);
  private readonly waiting = new Map<string, string>();
  private tail: Seen[] = [];
  private id = 0;
  private consumer: Consumer | undefined;

  /** @param options those of the normaliser, so that a message is known to be a document's origin */
  constructor(
    private readonly topics: Topics,
    private readonly options: ModelOptions,
  ) {}

  /** Begins to read, from the first message on. */
  async start(kafka: Kafka): Promise<void> {
    this.consumer = kafka.consumer({ groupId: 'demo-page', maxWaitTimeInMs: 250 });
    await this.consumer.connect();
    await this.consumer.subscribe({
      topics: [this.topics.flows, this.topics.output, this.topics.rejected],
      fromBeginning: true,
    });
    await this.consumer.run({
      eachMessage: (payload) => {
        this.take(payload);
        return Promise.resolve();
      },
    });
  }

  async stop(): Promise<void> {
    await this.consumer?.disconnect();
  }

  /** The lines of the tail since the last call. */
  takeTail(): Seen[] {
    const taken = this.tail;
    this.tail = [];
    return taken;
  }

  private take({ topic, message }: Pick<EachMessagePayload, 'topic' | 'message'>): void {
    const text = message.value?.toString() ?? '';
    if (topic === this.topics.flows) this.incoming(message.value, text);
    else if (topic === this.topics.output)
      this.outgoing(text, headerOf(message.headers?.['netflow-omitted']));
    else {
      const header = (name: string) => headerOf(message.headers?.[`netflow-rejection-${name}`]);
      this.statistics.reject(header('reason'));
      const rejection = { reason: header('reason'), field: header('field'), message: header('message') };
      this.show({ rejection, message: membersOf(text), leaves: [] });
    }
  }

  private incoming(value: Buffer | null, text: string): void {
    this.statistics.count('in');
    for (const outcome of normalize(value, this.options)) {
      if ('value' in outcome) this.waiting.set(outcome.value, text);
    }
    for (const oldest of this.waiting.keys()) {
      if (this.waiting.size <= WAITING) break;
      this.waiting.delete(oldest);
    }
  }

  private outgoing(document: string, omitted: string): void {
    this.statistics.count('out');
    for (const field of omitted.split(',')) if (field !== '') this.statistics.omit(field);
    const leaves = leavesOf(document);
    const flow = flowOf(leaves);
    this.statistics.add('talkers', flow.source, flow.bytes);
    this.statistics.add('protocols', flow.protocol, flow.bytes);
    this.statistics.add('exporters', `${flow.exporter} ${flow.recordType}`, flow.bytes);
    const used = application(flow.protocol, flow.ports);
    if (used !== undefined) this.statistics.add('applications', used, flow.bytes);
    const message = this.waiting.get(document);
    this.waiting.delete(document);
    this.show({ flow, leaves, message: message === undefined ? [] : membersOf(message) });
  }

  private show(seen: Omit<Seen, 'id' | 'time'>): void {
    if (this.tail.length < TAIL) this.tail.push({ id: ++this.id, time: Date.now(), ...seen });
  }
}

const headerOf = (value: unknown) => (Buffer.isBuffer(value) ? value.toString() : '');
