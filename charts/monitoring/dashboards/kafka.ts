import type { Shown } from './panels';
import { RATE, type Scope } from './scope';

/** The brokers that we run, by the metrics of charts/kafka/jmx-exporter.ts. */
export function kafka({ namespace }: Scope): Shown {
  const of = `{namespace="${namespace}"}`;
  const pods = `namespace="${namespace}", pod=~"kafka-[0-9]+"`;
  const rate = (metric: string, by: string) => `sum by (${by}) (rate(${metric}${of}${RATE}))`;
  return {
    title: 'NetFlow: Kafka',
    rows: [
      {
        title: 'Health',
        panels: [
          {
            title: 'Brokers',
            description: 'Brokers that can be scraped.',
            unit: 'short',
            single: true,
            queries: [{ expr: `count(up{${pods}} == 1)`, legend: 'brokers' }],
          },
          {
            title: 'Partitions that lack a copy',
            description: 'Nothing but 0 is good for long.',
            unit: 'short',
            single: true,
            queries: [
              {
                expr: `sum(kafka_server_replicamanager_underreplicatedpartitions${of})`,
                legend: 'partitions',
              },
            ],
          },
          {
            title: 'Partitions without a leader',
            description: 'Nothing but 0 is good.',
            unit: 'short',
            single: true,
            queries: [
              {
                expr: `sum(kafka_controller_kafkacontroller_offlinepartitionscount${of})`,
                legend: 'partitions',
              },
            ],
          },
        ],
      },
      {
        title: 'Traffic',
        panels: [
          {
            title: 'Records written, by topic',
            description: 'Per second.',
            unit: 'cps',
            queries: [
              {
                expr: rate('kafka_server_brokertopicmetrics_messagesin_total', 'topic'),
                legend: '{{topic}}',
              },
            ],
          },
          {
            title: 'Bytes written, by topic',
            description: 'Without the copies.',
            unit: 'Bps',
            queries: [
              { expr: rate('kafka_server_brokertopicmetrics_bytesin_total', 'topic'), legend: '{{topic}}' },
            ],
          },
          {
            title: 'Size on disk, by topic',
            description: 'Of all copies.',
            unit: 'bytes',
            queries: [{ expr: `sum by (topic) (kafka_log_log_size${of})`, legend: '{{topic}}' }],
          },
        ],
      },
      {
        title: 'The processes',
        panels: [
          {
            title: 'Time of requests, 99 %',
            description: 'What clients wait for a broker.',
            unit: 'ms',
            queries: [
              {
                expr: `max by (pod, request) (kafka_network_requestmetrics_totaltimems{namespace="${namespace}", quantile="0.99"})`,
                legend: '{{pod}} {{request}}',
              },
            ],
          },
          {
            title: 'Heap',
            description: 'Half of the memory limit is heap; the page cache needs the rest.',
            unit: 'bytes',
            queries: [
              {
                expr: `jvm_memory_used_bytes{${pods}, area="heap"}`,
                legend: '{{pod}}',
              },
            ],
          },
          {
            title: 'CPU',
            description: 'Cores in use.',
            unit: 'short',
            queries: [
              {
                expr: `sum by (pod) (rate(process_cpu_seconds_total{${pods}}${RATE}))`,
                legend: '{{pod}}',
              },
            ],
          },
        ],
      },
    ],
  };
}
