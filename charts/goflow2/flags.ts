import { bootstrapServers, type NamedIn } from '../kafka/endpoints';
import type { Values } from '../values/schema';

/** The port of GoFlow2's health, metrics and templates pages. */
export const HTTP_PORT = 8080;

/** Where the container finds its field mapping. */
export const MAPPING_FOLDER = '/etc/goflow2';

/** GoFlow2 v2's command line; `goflow2 -h` names every flag. */
export function flags(values: NamedIn & Pick<Values, 'goflow2' | 'topics'>): string[] {
  const { goflow2, topics } = values;
  const { netflow, sflow, queueSize, workers } = goflow2;
  const options = `queue_size=${queueSize}&workers=${workers}`;
  const listeners = [`netflow://:${netflow.port}?${options}`];
  if (sflow.enabled) listeners.push(`sflow://:${sflow.port}?${options}`);
  return [
    `-listen=${listeners.join(',')}`,
    `-mapping=${MAPPING_FOLDER}/mapping.yaml`,
    '-format=json',
    '-transport=kafka',
    `-transport.kafka.brokers=${bootstrapServers(values)}`,
    `-transport.kafka.topic=${topics.flows.name}`,
    `-transport.kafka.flushfreq=${goflow2.flushFrequency}`,
    `-transport.kafka.compression=${goflow2.compression}`,
    // By the key that the mapping makes of the exporter's address.
    '-transport.kafka.hashing=true',
    `-addr=:${HTTP_PORT}`,
    `-loglevel=${goflow2.logLevel}`,
    '-logfmt=json',
  ];
}
