/**
 * The Flink job of the normaliser, as its image and its main method know it: the image's Dockerfile puts the
 * JAR there, the class is the one with `main`, and the arguments are read in this order.
 */
import { writeIntervals } from '#normalizer/configuration';
import { bootstrapServers, caFile, credentialsFolder } from '../kafka/client';
import type { Values } from '../values/schema';

export const NETFLOW_JOB = {
  jarFile: '/opt/flink/usrlib/netflow-normalizer.jar',
  className: 'org.netflowgitops.normalizer.NormalizerJob',
} as const;

/** The job's arguments: bootstrap servers, input topic, output topic; then what may be left out, by name. */
export function netflowJobArguments(values: Values): string[] {
  const { kafka, normalizer, topics } = values;
  const { protocol, saslMechanism } = kafka.security;
  const options = {
    'rejected-topic': topics.rejected.name,
    group: normalizer.consumerGroup,
    encoding: normalizer.encoding,
    'time-unit': normalizer.timeUnit,
    'default-sampling-interval': normalizer.defaultSamplingInterval?.toString(),
    'sampling-intervals': writeIntervals(normalizer.samplingIntervals),
    extensions: normalizer.extensions ? 'true' : undefined,
    'not-ip': normalizer.notIp === 'reject' ? undefined : normalizer.notIp,
    'delivery-guarantee': normalizer.deliveryGuarantee,
    'transaction-timeout': `${normalizer.transactionTimeoutSeconds}s`,
    'security-protocol': protocol,
    'sasl-mechanism': saslMechanism,
    'ca-file': caFile(values),
    'credentials-folder': credentialsFolder(values),
  };
  return [
    bootstrapServers(values),
    topics.flows.name,
    topics.output.name,
    ...Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value])),
  ];
}
