/**
 * The kafka engine's configuration: one schema of the environment variables it reads. It is the
 * contract between the container and the Deployment that runs it, so this module imports nothing heavier
 * than zod and may be read by the charts.
 */
import { z } from 'zod';
import { encodings, notIpActions, timeUnits, type ModelOptions } from './model/options';
import { intervalAllowed, intervalsAllowed, readInterval, readIntervals } from './model/sampling-intervals';
import { readSecurity, securityThatMeets, securityVariables, type Security } from './security';

export { isPrefix, LARGEST_INTERVAL, writeIntervals } from './model/sampling-intervals';

/** Every variable of the normaliser starts with this; one that does and is unknown is refused. */
export const PREFIX = 'NORMALIZER_';

/** What a reader of committed records is promised after a failure. */
export const deliveryGuarantees = ['at-least-once', 'exactly-once'] as const;
export type DeliveryGuarantee = (typeof deliveryGuarantees)[number];

const port = /^([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/;
const broker = new RegExp(`^(\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9._-]+):${port.source.slice(1)}`);

const brokersAllowed = 'a comma-separated list of host:port';
const topicAllowed = '1 to 249 letters, digits, ".", "_" or "-", but neither "." nor ".."';

/** Kafka counts milliseconds in 32 bits. */
const LONGEST_TIMEOUT = 2_147_483;
const timeoutAllowed = `a number from 1 to ${LONGEST_TIMEOUT}`;

// Kafka's own rule for topic names (org.apache.kafka.common.internals.Topic).
const topic = z.string().regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/, topicAllowed);

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `one of ${values.join(', ')}` });

/** A text that `read` makes something of. */
const readBy = <T>(read: (text: string) => T | undefined, allowed: string) =>
  z.string().transform((text, context) => {
    const found = read(text);
    if (found !== undefined) {
      return found;
    }
    context.addIssue({ code: 'custom', message: allowed });
    return z.NEVER;
  });

const variables = z.strictObject({
  NORMALIZER_KAFKA_BROKERS: z
    .string({ error: brokersAllowed })
    .transform((list) => list.split(',').map((entry) => entry.trim()))
    .refine((list) => list.every((entry) => broker.test(entry)), brokersAllowed)
    .describe("Kafka's bootstrap servers, host:port,host:port; the one that must be said"),
  ...securityVariables,
  NORMALIZER_INPUT_TOPIC: topic.default('flows').describe('the topic that GoFlow2 writes'),
  NORMALIZER_OUTPUT_TOPIC: topic.default('netflow-output').describe('the topic of the accepted records'),
  NORMALIZER_REJECTED_TOPIC: topic
    .default('flows-rejected')
    .describe('the topic of the records that could not be accepted, with their reasons'),
  NORMALIZER_CONSUMER_GROUP: z
    .string()
    .min(1, 'a non-empty name')
    .default('netflow-normalizer')
    .describe('the consumer group whose committed offsets say how far the work is done'),
  NORMALIZER_DELIVERY_GUARANTEE: oneOf(deliveryGuarantees)
    .default('at-least-once')
    .describe(
      'whether a record may be written twice after a failure; not to readers with `isolation.level=read_committed`',
    ),
  NORMALIZER_TRANSACTION_TIMEOUT_SECONDS: z
    .string()
    .regex(/^[1-9]\d{0,6}$/, timeoutAllowed)
    .refine((text) => Number(text) <= LONGEST_TIMEOUT, timeoutAllowed)
    .default('60')
    .transform((text) => Number(text))
    .describe(
      'with exactly-once: how long brokers wait for the end of a transaction whose owner is away, in seconds',
    ),
  NORMALIZER_ENCODING: oneOf(encodings)
    .default('numeric')
    .describe(
      'how 64-bit integers are written: as JSON numbers, or as strings as RFC 7951 section 6.1 demands',
    ),
  NORMALIZER_TIME_UNIT: oneOf(timeUnits)
    .default('seconds')
    .describe('the unit of first-switched and last-switched'),
  NORMALIZER_DEFAULT_SAMPLING_INTERVAL: readBy(readInterval, intervalAllowed)
    .optional()
    .describe('the sampling interval of exporters that tell none'),
  NORMALIZER_SAMPLING_INTERVALS: readBy(readIntervals, intervalsAllowed)
    .optional()
    .describe(
      'the same for the exporters of a prefix, the longest first: `192.0.2.0/24=1000,2001:db8::/32=512`',
    ),
  NORMALIZER_EXTENSIONS: oneOf(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .describe('whether documents have the leaves of the module netflow-v9-extensions'),
  NORMALIZER_NOT_IP: oneOf(notIpActions)
    .default('reject')
    .describe('what becomes of flows that are none of IP: `reject` them as others, or `drop` and count them'),
  NORMALIZER_HTTP_HOST: z
    .string()
    .min(1, 'an address to bind')
    .default('0.0.0.0')
    .describe('the address that the health and metrics server binds'),
  NORMALIZER_HTTP_PORT: z
    .string()
    .regex(port, 'a port from 1 to 65535')
    .default('8080')
    .transform((text) => Number(text))
    .describe('the port of the health and metrics server'),
  NORMALIZER_LOG_LEVEL: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('the least level that is logged'),
});

/** The names of all variables. */
export const variableNames = Object.keys(variables.shape);

/** Each variable, and what it says, for `--help`. */
export function variableHelp(): (readonly [name: string, meaning: string])[] {
  return Object.entries(variables.shape).map(([name, schema]) => {
    const { description = '', default: value } = z.toJSONSchema(schema, { io: 'input' });
    return [name, value === undefined ? description : `${description} (default: ${JSON.stringify(value)})`];
  });
}

/** The variables as a Deployment writes them: names known, values texts, defaults optional. */
export type NormalizerEnvironment = z.input<typeof variables>;

/** The configuration as the kafka engine reads it. */
export interface Configuration extends ModelOptions {
  readonly brokers: readonly string[];
  readonly security: Security;
  readonly inputTopic: string;
  readonly outputTopic: string;
  readonly rejectedTopic: string;
  readonly consumerGroup: string;
  readonly deliveryGuarantee: DeliveryGuarantee;
  readonly transactionTimeoutSeconds: number;
  readonly httpHost: string;
  readonly httpPort: number;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
}

/** One variable that can't be used: its name, the text found (if any), and what may stand there. */
export interface ConfigurationProblem {
  readonly name: string;
  readonly found: string | undefined;
  readonly allowed: string;
}

/** All problems of an environment at once; the message has one line for each. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly problems: readonly ConfigurationProblem[]) {
    super(
      problems
        .map(
          ({ name, found, allowed }) =>
            `${name}: found ${found === undefined ? 'nothing' : JSON.stringify(found)}, allowed is ${allowed}`,
        )
        .join('\n'),
    );
  }
}

/**
 * Reads the configuration out of an environment such as `process.env`; variables without our prefix
 * are not looked at.
 * @throws {ConfigurationError} that names every problem, not just the first.
 */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const ours = Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith(PREFIX)));
  const result = variables.safeParse(ours);
  const problems = result.success
    ? [...topicsThatMeet(result.data), ...securityThatMeets(result.data)]
    : result.error.issues.flatMap(inOurWords(ours));
  if (!result.success || problems.length > 0) {
    throw new ConfigurationError(problems);
  }
  const read = result.data;
  return {
    brokers: read.NORMALIZER_KAFKA_BROKERS,
    security: readSecurity(read),
    inputTopic: read.NORMALIZER_INPUT_TOPIC,
    outputTopic: read.NORMALIZER_OUTPUT_TOPIC,
    rejectedTopic: read.NORMALIZER_REJECTED_TOPIC,
    consumerGroup: read.NORMALIZER_CONSUMER_GROUP,
    deliveryGuarantee: read.NORMALIZER_DELIVERY_GUARANTEE,
    transactionTimeoutSeconds: read.NORMALIZER_TRANSACTION_TIMEOUT_SECONDS,
    encoding: read.NORMALIZER_ENCODING,
    timeUnit: read.NORMALIZER_TIME_UNIT,
    defaultSamplingInterval: read.NORMALIZER_DEFAULT_SAMPLING_INTERVAL,
    samplingIntervals: read.NORMALIZER_SAMPLING_INTERVALS,
    extensions: read.NORMALIZER_EXTENSIONS,
    notIp: read.NORMALIZER_NOT_IP,
    httpHost: read.NORMALIZER_HTTP_HOST,
    httpPort: read.NORMALIZER_HTTP_PORT,
    logLevel: read.NORMALIZER_LOG_LEVEL,
  };
}

const inOurWords =
  (found: Readonly<Record<string, string | undefined>>) =>
  (issue: z.core.$ZodIssue): ConfigurationProblem[] => {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0])];
    return names.map((name) => ({
      name,
      found: found[name],
      allowed: issue.code === 'unrecognized_keys' ? unknownVariable(name) : issue.message,
    }));
  };

// Kubernetes tells containers of the Services around them in variables like NORMALIZER_PORT_8080_TCP.
const unknownVariable = (name: string) =>
  /_SERVICE_|_PORT/.test(name)
    ? `one of ${variableNames.join(', ')} (if a Service named normalizer made it, set enableServiceLinks: false in the pod)`
    : `one of ${variableNames.join(', ')}`;

// An engine that writes where it reads would feed itself for ever.
function topicsThatMeet(read: z.output<typeof variables>): ConfigurationProblem[] {
  const seen = new Map<string, string>();
  const problems: ConfigurationProblem[] = [];
  for (const name of [
    'NORMALIZER_INPUT_TOPIC',
    'NORMALIZER_OUTPUT_TOPIC',
    'NORMALIZER_REJECTED_TOPIC',
  ] as const) {
    const other = seen.get(read[name]);
    if (other !== undefined) {
      problems.push({ name, found: read[name], allowed: `a topic other than that of ${other}` });
    }
    seen.set(read[name], name);
  }
  return problems;
}
