/** For each alert: series at which it fires, and what it says then; and series at which it must not. */

/** Series in promtool's notation (https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/), one value a minute. */
type Series = Readonly<Record<string, string>>;

export interface AlertCase {
  readonly alert: string;
  /** The engine with which there is such a rule. @default both */
  readonly engine?: 'deployment' | 'flink';
  /** How many collectors there should be. @default any number */
  readonly collectors?: number;
  readonly fires: Series;
  /** The labels that tell which one, beside the severity. */
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly quiet: Series;
}

/** Series with two hours of values; the rules are asked after them. */
export const MINUTES = 120;

const steady = (value: number) => `${value}x${MINUTES}`;
const growing = (step: number) => `0+${step}x${MINUTES}`;
/** Grows for 90 minutes, and then no more. */
const ending = (step: number) => `0+${step}x90 ${step * 90}x30`;

/** What the JobManager and the tasks of a job tell. */
const RUNNING_JOBS =
  'flink_jobmanager_numRunningJobs{namespace="netflow-flink", pod="netflow-normalizer-jobmanager-0"}';
const JOB_ACCEPTED =
  'flink_taskmanager_job_task_operator_outcome_netflow_normalizer_records_total{namespace="netflow-flink", pod="netflow-normalizer-taskmanager-0", outcome="accepted"}';

export const cases: readonly AlertCase[] = [
  {
    alert: 'NetFlowCollectorDown',
    collectors: 1,
    fires: { 'up{namespace="netflow", job="goflow2"}': steady(0) },
    labels: {},
    summary: 'GoFlow2 can not be scraped',
    quiet: { 'up{namespace="netflow", job="goflow2"}': steady(1) },
  },
  {
    alert: 'NetFlowCollectorDown',
    collectors: 3,
    fires: {
      'up{namespace="netflow", job="goflow2", pod="a"}': steady(1),
      'up{namespace="netflow", job="goflow2", pod="b"}': steady(1),
      'up{namespace="netflow", job="goflow2", pod="c"}': steady(0),
    },
    labels: {},
    summary: 'Only 2 of 3 GoFlow2 can be scraped',
    quiet: {
      'up{namespace="netflow", job="goflow2", pod="a"}': steady(1),
      'up{namespace="netflow", job="goflow2", pod="b"}': steady(1),
      'up{namespace="netflow", job="goflow2", pod="c"}': steady(1),
    },
  },
  {
    alert: 'NetFlowExporterSilent',
    fires: { 'goflow2_flow_traffic_packets_total{namespace="netflow", remote_ip="192.0.2.1"}': ending(10) },
    labels: { remote_ip: '192.0.2.1' },
    summary: 'No packets from exporter 192.0.2.1',
    quiet: { 'goflow2_flow_traffic_packets_total{namespace="netflow", remote_ip="192.0.2.1"}': growing(10) },
  },
  {
    alert: 'NetFlowTemplatesMissing',
    fires: {
      'goflow2_flow_process_nf_errors_total{namespace="netflow", router="192.0.2.1", error="template_not_found"}':
        growing(1),
    },
    labels: { router: '192.0.2.1' },
    summary: 'Packets of 192.0.2.1 come without their template',
    quiet: {
      'goflow2_flow_process_nf_errors_total{namespace="netflow", router="192.0.2.1", error="template_not_found"}':
        ending(1),
    },
  },
  {
    alert: 'NetFlowCollectorDropsPackets',
    fires: { 'goflow2_flow_dropped_packets_total{namespace="netflow", remote_ip="192.0.2.1"}': growing(1) },
    labels: { remote_ip: '192.0.2.1' },
    summary: 'GoFlow2 drops packets of 192.0.2.1',
    quiet: { 'goflow2_flow_dropped_packets_total{namespace="netflow", remote_ip="192.0.2.1"}': steady(7) },
  },
  {
    alert: 'NetFlowNormalizerDown',
    engine: 'deployment',
    fires: {},
    labels: {},
    summary: 'No normaliser can be scraped',
    quiet: { 'up{namespace="netflow", job="normalizer"}': steady(1) },
  },
  {
    alert: 'NetFlowNormalizerLagGrows',
    engine: 'deployment',
    fires: { 'netflow_normalizer_lag_records{namespace="netflow", partition="0"}': growing(2000) },
    labels: {},
    summary: '240k flows wait for the normaliser, and more from minute to minute',
    // Many, but they become fewer.
    quiet: { 'netflow_normalizer_lag_records{namespace="netflow", partition="0"}': `600000-2000x${MINUTES}` },
  },
  {
    alert: 'NetFlowRecordsRejected',
    engine: 'deployment',
    fires: {
      'netflow_normalizer_records_total{namespace="netflow", outcome="accepted"}': growing(90),
      'netflow_normalizer_records_total{namespace="netflow", outcome="rejected"}': growing(10),
      'netflow_normalizer_rejections_total{namespace="netflow", reason="not-ip"}': growing(10),
    },
    labels: { reason: 'not-ip' },
    summary: '10% of the records are rejected: not-ip',
    quiet: {
      'netflow_normalizer_records_total{namespace="netflow", outcome="accepted"}': growing(9990),
      'netflow_normalizer_records_total{namespace="netflow", outcome="rejected"}': growing(10),
      'netflow_normalizer_rejections_total{namespace="netflow", reason="not-ip"}': growing(10),
    },
  },
  {
    alert: 'NetFlowFieldsOmitted',
    engine: 'deployment',
    fires: {
      'netflow_normalizer_records_total{namespace="netflow", outcome="accepted"}': growing(100),
      'netflow_normalizer_omitted_total{namespace="netflow", field="direction"}': growing(75),
    },
    labels: { field: 'direction' },
    summary: 'Field direction is omitted from 75% of the records',
    quiet: {
      'netflow_normalizer_records_total{namespace="netflow", outcome="accepted"}': growing(100),
      'netflow_normalizer_omitted_total{namespace="netflow", field="direction"}': growing(25),
    },
  },
  {
    alert: 'NetFlowRecordsRejected',
    engine: 'flink',
    fires: {
      [JOB_ACCEPTED]: growing(90),
      'flink_taskmanager_job_task_operator_outcome_netflow_normalizer_records_total{namespace="netflow-flink", pod="netflow-normalizer-taskmanager-0", outcome="rejected"}':
        growing(10),
      'flink_taskmanager_job_task_operator_reason_netflow_normalizer_rejections_total{namespace="netflow-flink", pod="netflow-normalizer-taskmanager-0", reason="not-ip"}':
        growing(10),
    },
    labels: { reason: 'not-ip' },
    summary: '10% of the records are rejected: not-ip',
    quiet: {
      [JOB_ACCEPTED]: growing(9990),
      'flink_taskmanager_job_task_operator_outcome_netflow_normalizer_records_total{namespace="netflow-flink", pod="netflow-normalizer-taskmanager-0", outcome="rejected"}':
        growing(10),
      'flink_taskmanager_job_task_operator_reason_netflow_normalizer_rejections_total{namespace="netflow-flink", pod="netflow-normalizer-taskmanager-0", reason="not-ip"}':
        growing(10),
    },
  },
  {
    alert: 'NetFlowFieldsOmitted',
    engine: 'flink',
    fires: {
      [JOB_ACCEPTED]: growing(100),
      'flink_taskmanager_job_task_operator_field_netflow_normalizer_omitted_total{namespace="netflow-flink", pod="netflow-normalizer-taskmanager-0", field="direction"}':
        growing(75),
    },
    labels: { field: 'direction' },
    summary: 'Field direction is omitted from 75% of the records',
    quiet: {
      [JOB_ACCEPTED]: growing(100),
      'flink_taskmanager_job_task_operator_field_netflow_normalizer_omitted_total{namespace="netflow-flink", pod="netflow-normalizer-taskmanager-0", field="direction"}':
        growing(25),
    },
  },
  {
    alert: 'KafkaBrokerDown',
    fires: {
      'up{namespace="netflow", job="kafka", pod="kafka-0"}': steady(1),
      'up{namespace="netflow", job="kafka", pod="kafka-1"}': steady(1),
      'up{namespace="netflow", job="kafka", pod="kafka-2"}': steady(0),
    },
    labels: {},
    summary: '2 of 3 brokers can be scraped',
    quiet: {
      'up{namespace="netflow", job="kafka", pod="kafka-0"}': steady(1),
      'up{namespace="netflow", job="kafka", pod="kafka-1"}': steady(1),
      'up{namespace="netflow", job="kafka", pod="kafka-2"}': steady(1),
    },
  },
  {
    alert: 'KafkaUnderReplicatedPartitions',
    fires: {
      'kafka_server_replicamanager_underreplicatedpartitions{namespace="netflow", pod="kafka-0"}': steady(4),
    },
    labels: { pod: 'kafka-0' },
    summary: '4 partitions led by kafka-0 lack a copy',
    quiet: {
      'kafka_server_replicamanager_underreplicatedpartitions{namespace="netflow", pod="kafka-0"}': steady(0),
    },
  },
  {
    alert: 'KafkaOfflinePartitions',
    fires: {
      'kafka_controller_kafkacontroller_offlinepartitionscount{namespace="netflow", pod="kafka-0"}':
        steady(2),
    },
    labels: {},
    summary: '2 partitions have no leader',
    quiet: {
      'kafka_controller_kafkacontroller_offlinepartitionscount{namespace="netflow", pod="kafka-0"}':
        steady(0),
    },
  },
  {
    alert: 'FlinkJobSubmissionFailed',
    fires: {
      'kube_job_status_failed{namespace="netflow-flink", job_name="netflow-normalizer-job-submitter"}':
        steady(1),
    },
    labels: { namespace: 'netflow-flink', job_name: 'netflow-normalizer-job-submitter' },
    summary: 'The job of netflow-normalizer-job-submitter could not be handed over',
    quiet: {
      'kube_job_status_failed{namespace="netflow-flink", job_name="netflow-normalizer-job-submitter"}':
        steady(0),
    },
  },
  {
    alert: 'FlinkJobNotRunning',
    engine: 'flink',
    fires: {
      [RUNNING_JOBS]: steady(0),
      [JOB_ACCEPTED]: growing(90),
    },
    labels: {},
    summary: 'The Flink job of the normaliser does not run',
    quiet: {
      [RUNNING_JOBS]: steady(1),
      [JOB_ACCEPTED]: growing(90),
    },
  },
  // A job without TaskManagers.
  {
    alert: 'FlinkJobNotRunning',
    engine: 'flink',
    fires: {
      [RUNNING_JOBS]: steady(1),
    },
    labels: {},
    summary: 'The Flink job of the normaliser does not run',
    quiet: {
      [RUNNING_JOBS]: steady(1),
      [JOB_ACCEPTED]: growing(90),
    },
  },
  {
    alert: 'FlinkJobRestarts',
    engine: 'flink',
    fires: {
      'flink_jobmanager_job_numRestarts{namespace="netflow-flink", pod="netflow-normalizer-jobmanager-0", job_name="netflow"}':
        growing(1),
    },
    labels: { job_name: 'netflow' },
    summary: 'netflow was started anew 15 times',
    quiet: {
      'flink_jobmanager_job_numRestarts{namespace="netflow-flink", pod="netflow-normalizer-jobmanager-0", job_name="netflow"}':
        steady(5),
    },
  },
  {
    alert: 'FlinkJobWithoutCheckpoint',
    engine: 'flink',
    fires: {
      'flink_jobmanager_job_numberOfCompletedCheckpoints{namespace="netflow-flink", pod="netflow-normalizer-jobmanager-0", job_name="netflow"}':
        ending(6),
    },
    labels: { job_name: 'netflow' },
    summary: 'netflow has completed no checkpoint',
    quiet: {
      'flink_jobmanager_job_numberOfCompletedCheckpoints{namespace="netflow-flink", pod="netflow-normalizer-jobmanager-0", job_name="netflow"}':
        growing(6),
    },
  },
  {
    alert: 'FlinkJobLagGrows',
    engine: 'flink',
    fires: {
      'flink_taskmanager_job_task_operator_pendingRecords{namespace="netflow-flink", pod="netflow-normalizer-taskmanager-0"}':
        growing(2000),
    },
    labels: {},
    summary: '240k flows wait for the Flink job, and more from minute to minute',
    quiet: {
      'flink_taskmanager_job_task_operator_pendingRecords{namespace="netflow-flink", pod="netflow-normalizer-taskmanager-0"}':
        steady(50_000),
    },
  },
  {
    alert: 'NetFlowVolumeFills',
    fires: {
      'kubelet_volume_stats_available_bytes{namespace="netflow", persistentvolumeclaim="data-kafka-0"}':
        steady(1),
      'kubelet_volume_stats_capacity_bytes{namespace="netflow", persistentvolumeclaim="data-kafka-0"}':
        steady(10),
    },
    labels: { namespace: 'netflow', persistentvolumeclaim: 'data-kafka-0' },
    summary: 'Volume data-kafka-0 has 10% left',
    quiet: {
      'kubelet_volume_stats_available_bytes{namespace="netflow", persistentvolumeclaim="data-kafka-0"}':
        steady(5),
      'kubelet_volume_stats_capacity_bytes{namespace="netflow", persistentvolumeclaim="data-kafka-0"}':
        steady(10),
    },
  },
  {
    alert: 'NetFlowCertificateExpires',
    fires: {
      // promtool's clock begins at 0.
      'certmanager_certificate_expiration_timestamp_seconds{namespace="netflow", name="registry"}': steady(
        MINUTES * 60 + 86_400,
      ),
    },
    labels: { namespace: 'netflow', name: 'registry' },
    summary: 'Certificate registry is valid for 1d 0h 0m 0s only',
    quiet: {
      'certmanager_certificate_expiration_timestamp_seconds{namespace="netflow", name="registry"}': steady(
        90 * 86_400,
      ),
    },
  },
  // As Prometheus has it without honorLabels.
  {
    alert: 'NetFlowCertificateExpires',
    fires: {
      // promtool's clock begins at 0.
      'certmanager_certificate_expiration_timestamp_seconds{namespace="cert-manager", exported_namespace="netflow", name="registry"}':
        steady(MINUTES * 60 + 86_400),
    },
    labels: { namespace: 'cert-manager', exported_namespace: 'netflow', name: 'registry' },
    summary: 'Certificate registry is valid for 1d 0h 0m 0s only',
    quiet: {
      'certmanager_certificate_expiration_timestamp_seconds{namespace="cert-manager", exported_namespace="netflow", name="registry"}':
        steady(90 * 86_400),
    },
  },
];
