/**
 * A broker's metrics for Prometheus: the JMX exporter as a Java agent, its jar brought by an init container,
 * and which of Kafka's hundreds of beans it shows (https://kafka.apache.org/39/documentation.html#monitoring).
 */
import { imageReference } from '../kubernetes/image';
import { resourceRequirements, restrictedContainer, scratch } from '../kubernetes/pod';
import { scrapeAnnotations } from '../kubernetes/scrape';
import type { Values } from '../values/schema';
import type { FurtherParts } from './servers';

/** The port that a broker's metrics are on. */
export const METRICS_PORT = 9404;

const FOLDER = '/opt/jmx-exporter';

/** The rules of the exporter, as a file beside the broker's own configuration. */
export const JMX_EXPORTER_YML = `lowercaseOutputName: true
lowercaseOutputLabelNames: true
includeObjectNames:
  - kafka.server:type=ReplicaManager,*
  - kafka.controller:type=KafkaController,*
  - kafka.server:type=BrokerTopicMetrics,*
  - kafka.network:type=RequestMetrics,name=TotalTimeMs,*
  - kafka.log:type=Log,name=Size,*
rules:
  - pattern: kafka.(server|controller)<type=(ReplicaManager|KafkaController), name=(\\w+)><>Value
    name: kafka_$1_$2_$3
    type: GAUGE
  - pattern: kafka.server<type=BrokerTopicMetrics, name=(\\w+)PerSec, topic=(.+)><>Count
    name: kafka_server_brokertopicmetrics_$1_total
    labels: { topic: $2 }
    type: COUNTER
  - pattern: kafka.network<type=RequestMetrics, name=TotalTimeMs, request=(Produce|FetchConsumer|FetchFollower|Metadata)><>99thPercentile
    name: kafka_network_requestmetrics_totaltimems
    labels: { request: $1, quantile: '0.99' }
    type: GAUGE
  - pattern: kafka.log<type=Log, name=Size, topic=(.+), partition=(.+)><>Value
    name: kafka_log_log_size
    labels: { topic: $1, partition: $2 }
    type: GAUGE
`;

/** Whether brokers have metrics. */
export function isMonitored({ monitoring }: Values): boolean {
  return monitoring.mode !== 'none';
}

/** A line of the start script: the server's JVM alone gets the agent, not the tools that people run beside it. */
export function agentLine(values: Values): string {
  return isMonitored(values)
    ? `export KAFKA_OPTS="$KAFKA_OPTS -javaagent:${FOLDER}/agent.jar=${METRICS_PORT}:/etc/kafka/jmx-exporter.yml"\n`
    : '';
}

/** The agent's parts of a broker's pod: its init container puts the jar where the broker finds it. */
export function metricsAgent(values: Values): FurtherParts {
  const { images, registry } = values;
  const volume = scratch('jmx-exporter', '16Mi');
  return {
    images: [images.jmxExporter],
    initContainers: [
      {
        name: 'jmx-exporter',
        image: imageReference(images.jmxExporter, registry.endpoint),
        ...restrictedContainer,
        volumeMounts: [{ name: volume.name, mountPath: FOLDER }],
        resources: resourceRequirements({
          requests: { cpu: '10m', memory: '16Mi' },
          limits: { cpu: '100m', memory: '32Mi' },
        }),
      },
    ],
    volumes: [volume],
    volumeMounts: [{ name: volume.name, mountPath: FOLDER, readOnly: true }],
    ports: [{ name: 'metrics', containerPort: METRICS_PORT }],
    annotations: scrapeAnnotations(values, METRICS_PORT),
  };
}
