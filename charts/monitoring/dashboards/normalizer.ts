import type { DashboardProps } from './panels';
import { RATE, type Scope } from './scope';

/** The normaliser as a Deployment. */
export function normalizer({ namespace }: Scope): Omit<DashboardProps, 'uid'> {
  const of = `{namespace="${namespace}"}`;
  const rate = (metric: string, by: string) => `sum by (${by}) (rate(${metric}${of}${RATE}))`;
  const quantile = (share: number, metric: string) =>
    `histogram_quantile(${share}, sum by (le) (rate(${metric}_bucket${of}${RATE})))`;
  return {
    title: 'NetFlow: normaliser',
    rows: [
      {
        title: 'Records',
        panels: [
          {
            title: 'Records by outcome',
            description: 'Records that Kafka has acknowledged.',
            unit: 'cps',
            queries: [{ expr: rate('netflow_normalizer_records_total', 'outcome'), legend: '{{outcome}}' }],
          },
          {
            title: 'Rejected, by reason',
            description: 'They are kept in topics.rejected.',
            unit: 'cps',
            queries: [
              {
                expr: `${rate('netflow_normalizer_rejections_total', 'reason')} or vector(0)`,
                legend: '{{reason}}',
              },
            ],
          },
          {
            title: 'Omitted, by field',
            description: 'Values that stand for "unknown" or that the leaf can not hold.',
            unit: 'cps',
            queries: [
              {
                expr: `${rate('netflow_normalizer_omitted_total', 'field')} or vector(0)`,
                legend: '{{field}}',
              },
            ],
          },
        ],
      },
      {
        title: 'How far behind',
        panels: [
          {
            title: 'Lag by partition',
            description: 'Records of the input topic that wait.',
            unit: 'short',
            queries: [
              {
                expr: `sum by (partition) (netflow_normalizer_lag_records${of})`,
                legend: 'partition {{partition}}',
              },
            ],
          },
          {
            title: 'Latency',
            description:
              'From the time at which the collector received a flow until its document is written.',
            unit: 's',
            queries: [
              { expr: quantile(0.5, 'netflow_normalizer_latency_seconds'), legend: 'median' },
              { expr: quantile(0.99, 'netflow_normalizer_latency_seconds'), legend: '99 %' },
            ],
          },
          {
            title: 'Time of a batch',
            description: 'From a fetched batch to its committed offset.',
            unit: 's',
            queries: [
              { expr: quantile(0.5, 'netflow_normalizer_batch_seconds'), legend: 'median' },
              { expr: quantile(0.99, 'netflow_normalizer_batch_seconds'), legend: '99 %' },
            ],
          },
        ],
      },
      {
        title: 'The flows and the process',
        panels: [
          {
            title: 'By dialect and type',
            description: 'What the exporters speak, and the dialect in which the collector writes it.',
            unit: 'cps',
            queries: [
              {
                expr: rate('netflow_normalizer_flows_total', 'dialect, type'),
                legend: '{{dialect}} {{type}}',
              },
            ],
          },
          {
            title: 'CPU',
            description: 'One replica works on one core: 1 is its limit.',
            unit: 'short',
            queries: [
              {
                expr: `sum by (pod) (rate(process_cpu_seconds_total{namespace="${namespace}", job="normalizer"}${RATE}))`,
                legend: '{{pod}}',
              },
            ],
          },
          {
            title: 'Rebalances',
            description: 'Partitions were given out anew: a replica came or went, or did not answer in time.',
            unit: 'short',
            queries: [{ expr: `sum by (pod) (netflow_normalizer_rebalances_total${of})`, legend: '{{pod}}' }],
          },
        ],
      },
    ],
  };
}
