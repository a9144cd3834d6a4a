/** The kafka engine as a service: configuration from the environment, logs, probes, metrics, signals. */
import { once } from 'node:events';
import { pino } from 'pino';
import { tell } from '../command-line';
import { ConfigurationError, readConfiguration, type Configuration } from '../configuration';
import { normalize } from '../normalize';
import { serveHttp } from './http';
import { startKafka } from './kafka/engine';
import { Metrics } from './metrics';

/**
 * Runs until it is told to stop (SIGTERM or SIGINT) or can't go on.
 * @returns the exit code: 0 after a stop in good order, 1 after a failure or for a wrong configuration
 */
export async function runService(environment: NodeJS.ProcessEnv): Promise<number> {
  try {
    return await serve(readConfiguration(environment));
  } catch (error) {
    tell(error, ConfigurationError);
    return 1;
  }
}

/** @throws what keeps it from starting; what ends it later is logged */
async function serve(configuration: Configuration): Promise<number> {
  const logger = pino({ level: configuration.logLevel });
  const metrics = new Metrics();
  const engine = startKafka(configuration, (value) => normalize(value, configuration), metrics, logger);
  const told = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  await serveHttp(configuration.httpHost, configuration.httpPort, engine, metrics.registry);
  try {
    logger.info({ ...configuration }, 'started');
    await Promise.race([told, engine.failed]);
    logger.info('stopping');
    await engine.stop();
    logger.info('stopped');
    return 0;
  } catch (error) {
    logger.fatal({ err: error }, 'cannot go on');
    return 1;
  }
}
