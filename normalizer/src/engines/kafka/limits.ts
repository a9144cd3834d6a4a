/** How large a batch a topic takes, learnt from the brokers. */
import { ConfigResourceTypes, type Admin } from 'kafkajs';
import type { Logger } from 'pino';

const SETTING = 'max.message.bytes';

/** What brokers take unless told otherwise, and what is believed while they can't be asked. */
export const DEFAULT_LIMIT = 1_048_588;

export class Limits {
  private readonly learnt = new Map<string, number>();
  /** What was found out by being refused; valid until a topic's setting changes. */
  private readonly found = new Map<string, number>();

  constructor(
    private readonly admin: Pick<Admin, 'connect' | 'describeConfigs'>,
    private readonly topics: readonly string[],
    private readonly logger: Logger,
  ) {}

  /** In bytes, of one batch. */
  of(topic: string): number {
    return Math.min(this.learnt.get(topic) ?? DEFAULT_LIMIT, this.found.get(topic) ?? Infinity);
  }

  /** Takes less to be allowed, since a batch of this many bytes was refused. */
  refused(topic: string, bytes: number): void {
    this.found.set(topic, Math.min(this.of(topic), Math.floor(bytes / 2)));
  }

  /** Asks the brokers. What they don't tell (there is no such topic, or no right to ask) stays as it was. */
  async learn(): Promise<void> {
    for (const name of this.topics) {
      try {
        await this.admin.connect();
        const { resources } = await this.admin.describeConfigs({
          includeSynonyms: false,
          resources: [{ type: ConfigResourceTypes.TOPIC, name, configNames: [SETTING] }],
        });
        const [entry] = resources[0]?.configEntries ?? [];
        if (entry !== undefined && Number(entry.configValue) !== this.learnt.get(name)) {
          this.learnt.set(name, Number(entry.configValue));
          this.found.delete(name);
          this.logger.info({ topic: name, [SETTING]: entry.configValue }, 'learnt how large a batch may be');
        }
      } catch (error) {
        this.logger.debug({ topic: name, err: error }, `could not ask for ${SETTING}`);
      }
    }
  }
}
