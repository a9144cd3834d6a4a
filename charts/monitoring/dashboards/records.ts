import { recordSeries } from '../record-metrics';
import type { PanelProps } from './panels';
import { RATE, type Scope } from './scope';

/** What becomes of the records, whichever the engine. */
export function records(scope: Scope): { readonly title: string; readonly panels: readonly PanelProps[] } {
  const rate = (metric: Parameters<typeof recordSeries>[1], by: string) =>
    `sum by (${by}) (rate(${recordSeries(scope, metric)}${RATE}))`;
  const latency = (share: number) =>
    `histogram_quantile(${share}, ${rate('netflow_normalizer_latency_seconds_bucket', 'le')})`;
  return {
    title: 'Records',
    panels: [
      {
        title: 'Records by outcome',
        description:
          scope.engine === 'deployment'
            ? 'Records that Kafka has acknowledged.'
            : 'Records given to the sinks; after a failure some are read, and counted, again.',
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
          { expr: `${rate('netflow_normalizer_omitted_total', 'field')} or vector(0)`, legend: '{{field}}' },
        ],
      },
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
        title: 'Latency',
        description:
          scope.engine === 'deployment'
            ? 'From the time at which the collector received a flow until its document is written.'
            : 'From the time at which the collector received a flow until its document is given to the sink; readers of exactly-once output wait for the checkpoint besides.',
        unit: 's',
        queries: [
          { expr: latency(0.5), legend: 'median' },
          { expr: latency(0.99), legend: '99 %' },
        ],
      },
    ],
  };
}
