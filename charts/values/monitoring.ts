/** Values of monitoring: who scrapes, what is alerted on, which dashboards Grafana gets. */
import { z } from 'zod';

/**
 * How often metrics are read: Prometheus takes a series for gone after five minutes
 * (https://prometheus.io/docs/prometheus/latest/querying/basics/#staleness), so one reading may fail.
 */
const interval = z.string().regex(/^([1-9]|[1-9]\d|1[01]\d|120)s$|^[12]m$/, {
  error: 'a duration from 1s to 2m, such as 30s: Prometheus forgets after five minutes',
});

const share = z.number().min(0).max(1);

const labels = z.record(z.string(), z.string());

export const monitoring = z.strictObject({
  mode: z
    .enum(['none', 'annotations', 'operator'])
    .describe(
      'Who scrapes: nobody; a Prometheus that follows prometheus.io annotations of pods; or the Prometheus operator, by PodMonitors and a PrometheusRule.',
    ),
  interval: interval.describe(
    'How often the operator’s Prometheus scrapes; with annotations, how often yours does: the dashboards go by it.',
  ),
  labels: labels.describe(
    'Labels of PodMonitors and PrometheusRule, by which your Prometheus selects them, such as release: kube-prometheus-stack.',
  ),
  alerts: z
    .strictObject({
      enabled: z.boolean().describe('Whether mode operator renders a PrometheusRule.'),
      runbooks: z
        .string()
        .regex(/^https?:\/\/\S+$/, { error: 'an address such as https://git.example.org/alerts.md' })
        .optional()
        .describe('Where docs/how-to/alerts.md can be read; absent: in argocd.repoUrl at argocd.revision.'),
      lagRecords: z
        .int()
        .min(1)
        .describe('Records that may wait in topics.flows before a growing lag alerts.'),
      rejectedShare: share.describe('The share of records that may be rejected.'),
      omittedShare: share.describe('The share of records of which one field may be omitted.'),
      volumeFreeShare: share.describe('The share of a volume that must be free.'),
      certificateDays: z.int().min(1).describe('Days that a certificate must still be valid.'),
    })
    .describe('Alerts, each with a runbook in docs/how-to/alerts.md.'),
  dashboards: z
    .strictObject({
      enabled: z
        .boolean()
        .describe('Whether ConfigMaps with Grafana dashboards are rendered (modes annotations, operator).'),
      labels: labels.describe('The labels by which Grafana’s sidecar finds dashboards.'),
      folder: z.string().min(1).optional().describe('The folder in Grafana, by the sidecar’s annotation.'),
    })
    .describe('Grafana dashboards.'),
});
export type MonitoringValues = z.infer<typeof monitoring>;
