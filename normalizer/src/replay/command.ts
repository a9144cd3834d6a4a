/** `normalizer replay` as a process: the configuration of the kafka engine, a selection, a report. */
import { Kafka, logLevel } from 'kafkajs';
import { pino } from 'pino';
import {
  ConfigurationError,
  readConfiguration,
  type Configuration,
  type ConfigurationProblem,
} from '../configuration';
import { hintOf } from '../engines/kafka/client';
import '../engines/kafka/codecs';
import '../engines/kafka/records';
import { clientSecurity } from '../engines/credentials';
import { variableOf } from './options';
import { replay } from './replay';
import { readSelection, REPLAY_PREFIX, type Selection } from './selection';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Runs a replay and prints what it did.
 * @param given the command line's options, which win over variables
 * @returns the exit code
 */
export async function runReplay(
  environment: Variables,
  given: Record<string, string | true>,
): Promise<number> {
  const merged = { ...environment };
  for (const [name, value] of Object.entries(given)) merged[variableOf(name)] = String(value);
  try {
    const { configuration, selection } = read(merged);
    const logger = pino({ level: configuration.logLevel }, pino.destination(2));
    const kafka = new Kafka({
      clientId: 'netflow-normalizer-replay',
      brokers: [...configuration.brokers],
      ...clientSecurity(configuration.security),
      logLevel: logLevel.ERROR,
      logCreator: () => (entry) => {
        logger.warn({ kafkajs: entry.namespace, error: entry.log.error }, entry.log.message);
      },
    });
    const report = await replay(kafka, configuration, selection, logger).catch((error: unknown) => {
      throw explained(error, configuration);
    });
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(error instanceof ConfigurationError ? `${message}\n` : `normalizer: ${message}\n`);
    return 1;
  }
}

/** The error with what it may mean, where kafkajs says too little. */
function explained(error: unknown, { security }: Configuration): unknown {
  const hint = error instanceof Error ? hintOf(error.message, security) : undefined;
  return error instanceof Error && hint !== undefined
    ? new Error(`${error.message}: ${hint}`, { cause: error })
    : error;
}

/** @throws {ConfigurationError} with the problems of both */
function read(variables: Variables): { configuration: Configuration; selection: Selection } {
  const others = Object.entries(variables).filter(([name]) => !name.startsWith(REPLAY_PREFIX));
  const problems: ConfigurationProblem[] = [];
  const tried = <T>(reader: () => T): T | undefined => {
    try {
      return reader();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  };
  const selection = tried(() => readSelection(variables));
  const configuration = tried(() => readConfiguration(Object.fromEntries(others)));
  if (selection === undefined || configuration === undefined) throw new ConfigurationError(problems);
  return { configuration, selection };
}
