/** Alerts on the normaliser as a Deployment. */
import type { Alert, Watched } from './alert';

export function normalizerAlerts({ namespace, engine, window, thresholds }: Watched): Alert[] {
  if (engine !== 'deployment') return [];
  const of = `{namespace="${namespace}"}`;
  return [
    {
      name: 'NetFlowNormalizerDown',
      expr: `absent(up{namespace="${namespace}", job="normalizer"} == 1)`,
      severity: 'critical',
      summary: 'No normaliser can be scraped',
      description:
        'Flows wait in Kafka, and are deleted when they are older than the retention of topics.flows.',
    },
    {
      name: 'NetFlowNormalizerLagGrows',
      expr: `sum(netflow_normalizer_lag_records${of}) > ${thresholds.lagRecords}
and
sum(netflow_normalizer_lag_records${of}) > sum(netflow_normalizer_lag_records${of} offset ${window})`,
      severity: 'warning',
      summary: '{{ $value | humanize }} flows wait for the normaliser, and more from minute to minute',
      description: 'It is slower than the routers, or it is stuck: its /readyz says why.',
    },
  ];
}
