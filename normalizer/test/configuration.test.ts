import {
  ConfigurationError,
  readConfiguration,
  writeIntervals,
  type NormalizerEnvironment,
} from '../src/configuration';

const least: NormalizerEnvironment = { NORMALIZER_KAFKA_BROKERS: 'kafka:9092' };

const problemsOf = (environment: Record<string, string | undefined>) => {
  try {
    readConfiguration(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return error.problems;
    }
    throw error;
  }
  return [];
};

test('everything but the brokers has a default', () => {
  expect(readConfiguration({ ...least, HOME: '/root' })).toEqual({
    brokers: ['kafka:9092'],
    security: { protocol: 'PLAINTEXT' },
    inputTopic: 'flows',
    outputTopic: 'netflow-output',
    rejectedTopic: 'flows-rejected',
    consumerGroup: 'netflow-normalizer',
    deliveryGuarantee: 'at-least-once',
    transactionTimeoutSeconds: 60,
    encoding: 'numeric',
    timeUnit: 'seconds',
    extensions: false,
    notIp: 'reject',
    httpHost: '0.0.0.0',
    httpPort: 8080,
    logLevel: 'info',
  });
});

test('every variable is read', () => {
  expect(
    readConfiguration({
      NORMALIZER_KAFKA_BROKERS: 'kafka-0.kafka:9092, [::1]:9093',
      NORMALIZER_KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
      NORMALIZER_KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
      NORMALIZER_KAFKA_CA_FILE: '/ca/ca.crt',
      NORMALIZER_KAFKA_CREDENTIALS_FOLDER: '/credentials',
      NORMALIZER_INPUT_TOPIC: 'in',
      NORMALIZER_OUTPUT_TOPIC: 'out',
      NORMALIZER_REJECTED_TOPIC: 'bad',
      NORMALIZER_CONSUMER_GROUP: 'group',
      NORMALIZER_DELIVERY_GUARANTEE: 'exactly-once',
      NORMALIZER_TRANSACTION_TIMEOUT_SECONDS: '2147483',
      NORMALIZER_ENCODING: 'rfc7951',
      NORMALIZER_TIME_UNIT: 'milliseconds',
      NORMALIZER_DEFAULT_SAMPLING_INTERVAL: '4294967295',
      NORMALIZER_SAMPLING_INTERVALS: '192.0.2.0/24=1000, 2001:db8::/32=512,192.0.2.7=1',
      NORMALIZER_EXTENSIONS: 'true',
      NORMALIZER_NOT_IP: 'drop',
      NORMALIZER_HTTP_HOST: '127.0.0.1',
      NORMALIZER_HTTP_PORT: '65535',
      NORMALIZER_LOG_LEVEL: 'debug',
    } satisfies NormalizerEnvironment),
  ).toEqual({
    brokers: ['kafka-0.kafka:9092', '[::1]:9093'],
    security: {
      protocol: 'SASL_SSL',
      saslMechanism: 'SCRAM-SHA-512',
      caFile: '/ca/ca.crt',
      credentialsFolder: '/credentials',
    },
    inputTopic: 'in',
    outputTopic: 'out',
    rejectedTopic: 'bad',
    consumerGroup: 'group',
    deliveryGuarantee: 'exactly-once',
    transactionTimeoutSeconds: 2_147_483,
    encoding: 'rfc7951',
    timeUnit: 'milliseconds',
    defaultSamplingInterval: 4_294_967_295,
    samplingIntervals: { '192.0.2.0/24': 1000, '2001:db8::/32': 512, '192.0.2.7': 1 },
    extensions: true,
    notIp: 'drop',
    httpHost: '127.0.0.1',
    httpPort: 65535,
    logLevel: 'debug',
  });
});

const intervals =
  'a comma-separated list of prefix=interval, such as 192.0.2.0/24=1000, ' +
  'each prefix once and each interval a number from 1 to 4294967295';

test.each([
  ['NORMALIZER_KAFKA_BROKERS', 'kafka', 'a comma-separated list of host:port'],
  ['NORMALIZER_KAFKA_BROKERS', 'kafka:9092,', 'a comma-separated list of host:port'],
  ['NORMALIZER_KAFKA_BROKERS', 'kafka:65536', 'a comma-separated list of host:port'],
  [
    'NORMALIZER_INPUT_TOPIC',
    'two words',
    '1 to 249 letters, digits, ".", "_" or "-", but neither "." nor ".."',
  ],
  ['NORMALIZER_OUTPUT_TOPIC', '..', '1 to 249 letters, digits, ".", "_" or "-", but neither "." nor ".."'],
  ['NORMALIZER_CONSUMER_GROUP', '', 'a non-empty name'],
  ['NORMALIZER_DELIVERY_GUARANTEE', 'none', 'one of at-least-once, exactly-once'],
  ['NORMALIZER_TRANSACTION_TIMEOUT_SECONDS', '0', 'a number from 1 to 2147483'],
  ['NORMALIZER_TRANSACTION_TIMEOUT_SECONDS', '2147484', 'a number from 1 to 2147483'],
  ['NORMALIZER_ENCODING', 'xml', 'one of numeric, rfc7951'],
  ['NORMALIZER_DEFAULT_SAMPLING_INTERVAL', '0', 'a number from 1 to 4294967295'],
  ['NORMALIZER_DEFAULT_SAMPLING_INTERVAL', '4294967296', 'a number from 1 to 4294967295'],
  ['NORMALIZER_SAMPLING_INTERVALS', '192.0.2.0/33=1000', intervals],
  ['NORMALIZER_SAMPLING_INTERVALS', '192.0.2.0/24=1e3', intervals],
  ['NORMALIZER_SAMPLING_INTERVALS', '192.0.2.0/24=1000,', intervals],
  ['NORMALIZER_SAMPLING_INTERVALS', '192.0.2.0/24=1000,192.0.2.0/24=10', intervals],
  ['NORMALIZER_EXTENSIONS', 'yes', 'one of true, false'],
  ['NORMALIZER_NOT_IP', 'keep', 'one of reject, drop'],
  ['NORMALIZER_HTTP_PORT', '0', 'a port from 1 to 65535'],
  ['NORMALIZER_HTTP_PORT', '8080.5', 'a port from 1 to 65535'],
  ['NORMALIZER_LOG_LEVEL', 'loud', 'one of trace, debug, info, warn, error, fatal, silent'],
  ['NORMALIZER_KAFKA_SECURITY_PROTOCOL', 'TLS', 'one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL'],
  ['NORMALIZER_KAFKA_SASL_MECHANISM', 'SCRAM', 'one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512'],
  ['NORMALIZER_KAFKA_SASL_MECHANISM', 'PLAIN', 'nothing with PLAINTEXT'],
  ['NORMALIZER_KAFKA_CA_FILE', 'ca.crt', 'an absolute path'],
  ['NORMALIZER_KAFKA_CA_FILE', '/ca.crt', 'nothing with PLAINTEXT'],
  ['NORMALIZER_KAFKA_CREDENTIALS_FOLDER', '/credentials', 'nothing with PLAINTEXT'],
  ['NORMALIZER_REJECTED_TOPIC', 'flows', 'a topic other than that of NORMALIZER_INPUT_TOPIC'],
])('%s=%s is refused', (name, found, allowed) => {
  expect(problemsOf({ ...least, [name]: found })).toEqual([{ name, found, allowed }]);
});

test('sampling intervals are written as they are read', () => {
  const samplingIntervals = { '192.0.2.0/24': 1000, '2001:db8::/32': 512 };
  const written = writeIntervals(samplingIntervals);
  expect(readConfiguration({ ...least, NORMALIZER_SAMPLING_INTERVALS: written })).toMatchObject({
    samplingIntervals,
  });
  expect(writeIntervals({})).toBeUndefined();
});

test('with SASL, the mechanism and the credentials are asked for', () => {
  expect(problemsOf({ ...least, NORMALIZER_KAFKA_SECURITY_PROTOCOL: 'SASL_SSL' })).toEqual([
    {
      name: 'NORMALIZER_KAFKA_SASL_MECHANISM',
      found: undefined,
      allowed: 'one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512',
    },
    {
      name: 'NORMALIZER_KAFKA_CREDENTIALS_FOLDER',
      found: undefined,
      allowed: 'with SASL_SSL, a folder with the files username and password',
    },
  ]);
});

test('all problems are told together, one line each', () => {
  const environment = {
    NORMALIZER_ENCODING: 'xml',
    NORMALIZER_TOPIC: 'flows',
    NORMALIZER_PORT_8080_TCP: 'tcp://',
  };
  expect(problemsOf(environment).map(({ name }) => name)).toEqual([
    'NORMALIZER_KAFKA_BROKERS',
    'NORMALIZER_ENCODING',
    'NORMALIZER_TOPIC',
    'NORMALIZER_PORT_8080_TCP',
  ]);
  expect(() => readConfiguration(environment)).toThrow(
    /^NORMALIZER_KAFKA_BROKERS: found nothing, allowed is a comma-separated list of host:port\nNORMALIZER_ENCODING: found "xml", allowed is one of numeric, rfc7951\nNORMALIZER_TOPIC: found "flows", allowed is one of NORMALIZER_KAFKA_BROKERS, .*\nNORMALIZER_PORT_8080_TCP: .*enableServiceLinks: false/,
  );
});
