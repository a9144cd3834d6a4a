/** Alerts on the brokers that we run. Metrics: those of charts/kafka/jmx-exporter.ts. */
import type { Alert, Watched } from './alert';

export function kafkaAlerts({ namespace, brokers }: Watched): Alert[] {
  if (brokers === 0) return [];
  return [
    {
      name: 'KafkaBrokerDown',
      expr: `(count(up{namespace="${namespace}", job="kafka"} == 1) or vector(0)) < ${brokers}`,
      severity: 'critical',
      summary: `{{ $value }} of ${brokers} brokers can be scraped`,
      description: 'With one broker nothing is collected; with three, one more that fails stops all writing.',
    },
    {
      name: 'KafkaUnderReplicatedPartitions',
      expr: `sum by (pod) (kafka_server_replicamanager_underreplicatedpartitions{namespace="${namespace}"}) > 0`,
      severity: 'warning',
      summary: '{{ $value }} partitions led by {{ $labels.pod }} lack a copy',
      description: 'A broker is away, or its disk or network is too slow to follow.',
    },
    {
      name: 'KafkaOfflinePartitions',
      expr: `sum(kafka_controller_kafkacontroller_offlinepartitionscount{namespace="${namespace}"}) > 0`,
      hold: '1m',
      severity: 'critical',
      summary: '{{ $value }} partitions have no leader',
      description: 'Nobody can write to them or read them; GoFlow2 drops what it can not keep.',
    },
  ];
}
