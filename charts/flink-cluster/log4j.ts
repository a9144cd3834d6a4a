/** Log4j 2 configurations for Flink: to the container's output, where Kubernetes collects logs. */

/** The levels that a configuration may be asked for. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/**
 * The files for the operator's `logConfig`: of the servers, and of the submitter's `flink run`, which has no
 * default in v0.3.9. The operator's defaults are Log4j 1, of which Flink understands nothing.
 */
export function log4jFiles(level: LogLevel): Record<string, string> {
  return {
    'log4j-console.properties': toConsole(level),
    'log4j-cli.properties': toConsole('warn'),
  };
}

function toConsole(level: LogLevel): string {
  return `rootLogger.level = ${level.toUpperCase()}
rootLogger.appenderRef.console.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{ISO8601} %p %c{1} %m%n%throwable
logger.kafka.name = org.apache.kafka
logger.kafka.level = WARN
`;
}
