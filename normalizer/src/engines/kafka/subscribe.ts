/** Subscribes to the input topic: the one step that kafkajs doesn't try again by itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import { KafkaJSError, type Consumer } from 'kafkajs';
import type { Logger } from 'pino';

const RETRY_MILLISECONDS = 1000;

/**
 * Waits for the topic: it may be made after we start.
 * @param wanted whether to go on trying
 * @throws Error if trying again doesn't help, or isn't wanted any more
 */
export async function subscribe(
  consumer: Pick<Consumer, 'subscribe'>,
  topic: string,
  wanted: () => boolean,
  logger: Pick<Logger, 'warn'>,
): Promise<void> {
  for (;;) {
    try {
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      return;
    } catch (error) {
      if (!(error instanceof KafkaJSError && error.retriable) || !wanted()) throw error;
      logger.warn({ topic, reason: error.message }, 'cannot subscribe yet');
      await sleep(RETRY_MILLISECONDS);
    }
  }
}
