/**
 * The normaliser's numbers of its records, which both engines have: as a service by their plain names
 * (normalizer/src/engines/metrics.ts), as a Flink job behind Flink's prefix and the names of their labels
 * (RecordMetrics.java).
 */

/** The names, and the labels that tell their series apart. */
const LABELS = {
  netflow_normalizer_records_total: ['outcome'],
  netflow_normalizer_rejections_total: ['reason'],
  netflow_normalizer_omitted_total: ['field'],
  netflow_normalizer_flows_total: ['dialect', 'type'],
  netflow_normalizer_latency_seconds_bucket: ['le'],
} as const;

export type RecordMetric = keyof typeof LABELS;

/** Which engine there is, and where. */
export interface Engine {
  readonly engine: 'deployment' | 'flink';
  /** The pipeline's namespace. */
  readonly namespace: string;
  /** That of the FlinkClusters. */
  readonly flinkNamespace: string;
  /** The name of the normaliser's FlinkCluster. */
  readonly flinkCluster: string;
}

/** The labels of the pods of the normaliser's FlinkCluster, between the braces of a selector. */
export function flinkPods({ flinkNamespace, flinkCluster }: Engine): string {
  return `namespace="${flinkNamespace}", pod=~"${flinkCluster}-.+"`;
}

/** The series of a metric, in PromQL. */
export function recordSeries(engine: Engine, metric: RecordMetric): string {
  if (engine.engine === 'deployment') return `${metric}{namespace="${engine.namespace}"}`;
  const scope = ['flink_taskmanager_job_task_operator', ...LABELS[metric]].join('_');
  return `${scope}_${metric}{${flinkPods(engine)}}`;
}
