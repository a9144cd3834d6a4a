/**
 * Alerts on the normaliser as a Flink job, by the metrics of Flink's Prometheus reporter
 * (https://nightlies.apache.org/flink/flink-docs-release-1.20/docs/ops/metrics/), and on what the operator
 * can't mend by itself.
 */
import { flinkPods, recordSeries } from '../record-metrics';
import { toldOf, type Alert, type Watched } from './alert';

export function flinkAlerts(watched: Watched): Alert[] {
  const { flinkNamespace, engine, window, thresholds } = watched;
  const submission: Alert = {
    name: 'FlinkJobSubmissionFailed',
    // Of kube-state-metrics. The operator gives this name to the Job that hands a cluster's job over.
    expr: `${toldOf('kube_job_status_failed', flinkNamespace, ', job_name=~".+-job-submitter"')} > 0`,
    severity: 'critical',
    summary: 'The job of {{ $labels.job_name }} could not be handed over',
    description:
      'Without a first savepoint the operator refuses every later change of the FlinkCluster: it must be made anew.',
  };
  if (engine !== 'flink') return [submission];
  const of = flinkPods(watched);
  return [
    submission,
    {
      name: 'FlinkJobNotRunning',
      // To the JobManager a job without TaskManagers runs, too; but then no task tells of records.
      expr: `absent(flink_jobmanager_numRunningJobs{${of}} > 0 and on () ${recordSeries(watched, 'netflow_normalizer_records_total')})`,
      severity: 'critical',
      summary: 'The Flink job of the normaliser does not run',
      description:
        'Flows wait in Kafka, and are deleted when they are older than the retention of topics.flows.',
    },
    {
      name: 'FlinkJobRestarts',
      expr: `sum by (job_name) (increase(flink_jobmanager_job_numRestarts{${of}}[${window}])) > 2`,
      hold: '0s',
      severity: 'warning',
      summary: '{{ $labels.job_name }} was started anew {{ $value | humanize }} times',
      description: 'It fails again and again, and goes on from its last checkpoint each time.',
    },
    {
      name: 'FlinkJobWithoutCheckpoint',
      expr: `sum by (job_name) (increase(flink_jobmanager_job_numberOfCompletedCheckpoints{${of}}[${window}])) == 0`,
      severity: 'warning',
      summary: '{{ $labels.job_name }} has completed no checkpoint',
      description: 'With exactly-once nothing new is visible to readers; after a failure much is read again.',
    },
    {
      name: 'FlinkJobLagGrows',
      expr: `sum(flink_taskmanager_job_task_operator_pendingRecords{${of}}) > ${thresholds.lagRecords}
and
sum(flink_taskmanager_job_task_operator_pendingRecords{${of}}) > sum(flink_taskmanager_job_task_operator_pendingRecords{${of}} offset ${window})`,
      severity: 'warning',
      summary: '{{ $value | humanize }} flows wait for the Flink job, and more from minute to minute',
      description: 'It is slower than the routers. One that stands still does not tell its lag.',
    },
  ];
}
