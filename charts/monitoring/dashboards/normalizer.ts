import type { Shown } from './panels';
import { records } from './records';
import { RATE, type Scope } from './scope';

/** The normaliser as a Deployment. */
export function normalizer(scope: Scope): Shown {
  const { namespace } = scope;
  const of = `{namespace="${namespace}"}`;
  const quantile = (share: number, metric: string) =>
    `histogram_quantile(${share}, sum by (le) (rate(${metric}_bucket${of}${RATE})))`;
  return {
    title: 'NetFlow: normaliser',
    rows: [
      records(scope),
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
        title: 'The process',
        panels: [
          {
            title: 'CPU',
            description: 'One replica works on one core: 1 is its limit.',
            unit: 'short',
            queries: [
              {
                expr: `sum by (pod) (rate(process_cpu_seconds_total{namespace="${namespace}", pod=~"normalizer-.+"}${RATE}))`,
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
