/** Alerts on what the normaliser makes of the records, whichever its engine. */
import { recordSeries } from '../record-metrics';
import type { Alert, Watched } from './alert';

export function recordAlerts(watched: Watched): Alert[] {
  const { window, thresholds } = watched;
  const rate = (metric: Parameters<typeof recordSeries>[1]) =>
    `rate(${recordSeries(watched, metric)}[${window}])`;
  const all = `sum(${rate('netflow_normalizer_records_total')})`;
  return [
    {
      name: 'NetFlowRecordsRejected',
      expr: `sum by (reason) (${rate('netflow_normalizer_rejections_total')}) / on () group_left () ${all} > ${thresholds.rejectedShare}`,
      severity: 'warning',
      summary: '{{ $value | humanizePercentage }} of the records are rejected: {{ $labels.reason }}',
      description: 'They are kept in topics.rejected, with the field and the exporter.',
    },
    {
      name: 'NetFlowFieldsOmitted',
      expr: `sum by (field) (${rate('netflow_normalizer_omitted_total')}) / on () group_left () ${all} > ${thresholds.omittedShare}`,
      severity: 'warning',
      summary: 'Field {{ $labels.field }} is omitted from {{ $value | humanizePercentage }} of the records',
      description:
        'Exporters write a value into it that stands for "unknown", or that its type can not hold.',
    },
  ];
}
