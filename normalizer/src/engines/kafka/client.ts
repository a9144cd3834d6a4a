/** Makes the kafkajs client: the one place that says where the brokers are and how they are spoken to. */
import { logLevel, type LogEntry, type RetryOptions } from 'kafkajs';
import type { Logger } from 'pino';
import type { Configuration } from '../../configuration';
import type { Security } from '../../security';
import { clientSecurity } from '../credentials';
import './codecs';
import { Client } from './connections';
import './records';

// A broker that is away comes back, and until then there is nothing better to do than to wait.
export const forEver: RetryOptions = {
  initialRetryTime: 300,
  maxRetryTime: 10_000,
  retries: Number.MAX_SAFE_INTEGER,
};

/** New partitions are noticed when metadata is asked for again. */
export const METADATA_MILLISECONDS = 30_000;

/** The partitions of a member that was killed are another's after this: the shortest that brokers allow. */
export const SESSION_MILLISECONDS = 6000;

/** A member tells its group so often that it is alive: a quarter of its session. */
export const HEARTBEAT_MILLISECONDS = SESSION_MILLISECONDS / 4;

/** A client that tries for ever to reach the brokers. */
export function makeClient(configuration: Configuration, logger: Logger): Client {
  return new Client({
    clientId: 'netflow-normalizer',
    brokers: [...configuration.brokers],
    ...clientSecurity(configuration.security),
    retry: forEver,
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => {
      logKafka(logger, entry, configuration);
    },
  });
}

/** What a message of kafkajs may mean, where that says too little; absent: it says enough. */
export function hintOf(message: string, { protocol }: Security): string | undefined {
  // All that a broker does whose listener speaks TLS.
  return message === 'Closed connection' && protocol.endsWith('PLAINTEXT')
    ? 'the broker may want TLS: NORMALIZER_KAFKA_SECURITY_PROTOCOL'
    : undefined;
}

function logKafka(logger: Logger, { namespace, level, log }: LogEntry, { security }: Configuration): void {
  const { message, ...details } = log;
  const hint = hintOf(message, security);
  // The logger writes its own time; `logger` is always kafkajs.
  const line = {
    ...details,
    timestamp: undefined,
    logger: undefined,
    kafkajs: namespace,
    ...(hint !== undefined && { hint }),
  };
  if (level === logLevel.ERROR) {
    logger.error(line, message);
  } else if (level === logLevel.WARN) {
    logger.warn(line, message);
  } else {
    logger.debug(line, message);
  }
}
