/**
 * The metrics of a Flink cluster: Flink's own reporter for Prometheus, a plugin of its image
 * (https://nightlies.apache.org/flink/flink-docs-release-1.20/docs/deployment/metric_reporters/#prometheus), in
 * JobManager and TaskManagers alike.
 */
import { merged, present } from '../kubernetes/fields';
import { scrapeAnnotations } from '../kubernetes/scrape';
import type { FlinkClusterValues } from '../values/flink-cluster';
import type { Values } from '../values/schema';

/** The port that the metrics are on. */
export const FLINK_METRICS = { name: 'metrics', containerPort: 9249 } as const;

/** Flink's settings. Values of labels stay as they are: a field's name or an address is no use with "_" in it. */
const REPORTER = {
  'metrics.reporters': 'prom',
  'metrics.reporter.prom.factory.class': 'org.apache.flink.metrics.prometheus.PrometheusReporterFactory',
  'metrics.reporter.prom.port': FLINK_METRICS.containerPort,
  'metrics.reporter.prom.filterLabelValueCharacters': false,
} as const;

/** The cluster with metrics, if anyone scrapes; what is said of it stays as it is said. */
export function withMetrics(values: Values, cluster: FlinkClusterValues): FlinkClusterValues {
  if (values.monitoring.mode === 'none') return cluster;
  const { containerPort } = FLINK_METRICS;
  const server = ({ extraPorts = [], podAnnotations }: FlinkClusterValues['jobManager']) => ({
    extraPorts: [...extraPorts.filter((port) => port.containerPort !== containerPort), FLINK_METRICS],
    ...present({ podAnnotations: merged(scrapeAnnotations(values, containerPort), podAnnotations) }),
  });
  return {
    ...cluster,
    jobManager: { ...cluster.jobManager, ...server(cluster.jobManager) },
    taskManager: { ...cluster.taskManager, ...server(cluster.taskManager) },
    flinkProperties: { ...REPORTER, ...cluster.flinkProperties },
  };
}
