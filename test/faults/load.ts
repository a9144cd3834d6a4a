/** Records that go into a topic at a steady pace, whatever is done to the brokers. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka, Producer } from 'kafkajs';
import { flows, type Flow } from '../flows';

const BATCHES_A_SECOND = 10;

// New partitions are written to after this.
const METADATA_MILLISECONDS = 10_000;

// The same flows again and again, of 250 exporters: each hundredth is a bad one.
function* endless(): Generator<Flow, never> {
  const some = flows(1000);
  for (;;) yield* some;
}

// Recent: a record older than the retention of its topic is soon gone.
const FIRST_TIMESTAMP = Date.now() - 3_600_000;

/** The timestamp that tells a record from all others. */
export const timestampOf = (number: number) => String(FIRST_TIMESTAMP + number);

/** The number that a record was produced as, from 0; its timestamp says it. */
export const numberOf = (timestamp: string) => Number(timestamp) - FIRST_TIMESTAMP;

export class Load {
  private readonly producer: Producer;
  private readonly flows = endless();
  private running: Promise<void> | undefined;
  private wanted = false;

  constructor(
    client: Kafka,
    private readonly topic: string,
    private readonly recordsASecond: number,
    /** How many have been produced; a load that goes on where another has ended says it. */
    public produced = 0,
  ) {
    this.producer = client.producer({
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      metadataMaxAge: METADATA_MILLISECONDS,
    });
  }

  async start(): Promise<void> {
    await this.producer.connect();
    this.wanted = true;
    this.running = this.run();
  }

  /** Resolves when all that was begun has been acknowledged. */
  async stop(): Promise<void> {
    this.wanted = false;
    await this.running;
    await this.producer.disconnect();
  }

  private async run(): Promise<void> {
    while (this.wanted) {
      const pause = sleep(1000 / BATCHES_A_SECOND);
      await this.send();
      await pause;
    }
  }

  /** One batch, until it is acknowledged: it may lie in the topic twice, and is counted as often as it does. */
  private async send(): Promise<void> {
    const messages = Array.from({ length: this.recordsASecond / BATCHES_A_SECOND }, () => {
      const number = this.produced++;
      const { key, value } = this.flows.next().value;
      return { key, value, timestamp: timestampOf(number) };
    });
    for (;;) {
      try {
        await this.producer.send({ topic: this.topic, messages, acks: -1 });
        return;
      } catch {
        // Absent, or away for longer than kafkajs tries.
        await sleep(200);
      }
    }
  }
}
