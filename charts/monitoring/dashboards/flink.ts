import { flinkPods } from '../record-metrics';
import type { Shown } from './panels';
import { records } from './records';
import { RATE, type Scope } from './scope';

/** The normaliser as a Flink job, by the metrics of Flink's Prometheus reporter. */
export function flink(scope: Scope): Shown {
  const of = `{${flinkPods(scope)}}`;
  return {
    title: 'NetFlow: Flink job',
    rows: [
      {
        title: 'The job',
        panels: [
          {
            title: 'Running jobs',
            description: 'One, if all is well.',
            unit: 'short',
            single: true,
            queries: [{ expr: `sum(flink_jobmanager_numRunningJobs${of})`, legend: 'jobs' }],
          },
          {
            title: 'Restarts',
            description: 'Since the JobManager was started.',
            unit: 'short',
            single: true,
            queries: [{ expr: `sum(flink_jobmanager_job_numRestarts${of})`, legend: 'restarts' }],
          },
          {
            title: 'Completed checkpoints',
            description: 'Since the JobManager was started.',
            unit: 'short',
            single: true,
            queries: [
              { expr: `sum(flink_jobmanager_job_numberOfCompletedCheckpoints${of})`, legend: 'checkpoints' },
            ],
          },
        ],
      },
      records(scope),
      {
        title: 'On the way',
        panels: [
          {
            title: 'Records by operator',
            description: 'Records that each operator passes on.',
            unit: 'cps',
            queries: [
              {
                expr: `sum by (operator_name) (rate(flink_taskmanager_job_task_operator_numRecordsOut${of}${RATE}))`,
                legend: '{{operator_name}}',
              },
            ],
          },
          {
            title: 'Lag',
            description: 'Records of the input topic that wait.',
            unit: 'short',
            queries: [
              { expr: `sum(flink_taskmanager_job_task_operator_pendingRecords${of})`, legend: 'records' },
            ],
          },
          {
            title: 'Time of a checkpoint',
            description: 'Of the last one; readers of exactly-once output wait as long at least.',
            unit: 'ms',
            queries: [
              { expr: `max(flink_jobmanager_job_lastCheckpointDuration${of})`, legend: 'last checkpoint' },
            ],
          },
        ],
      },
      {
        title: 'The processes',
        panels: [
          {
            title: 'Busy',
            description: 'The share of a second in which a task works: 1 is its limit.',
            unit: 'percentunit',
            queries: [
              {
                expr: `max by (task_name) (flink_taskmanager_job_task_busyTimeMsPerSecond${of}) / 1000`,
                legend: '{{task_name}}',
              },
            ],
          },
          {
            title: 'Heap',
            description: 'Of each JVM; the Node workers beside it are not in it.',
            unit: 'bytes',
            queries: [
              { expr: `flink_taskmanager_Status_JVM_Memory_Heap_Used${of}`, legend: '{{pod}}' },
              { expr: `flink_jobmanager_Status_JVM_Memory_Heap_Used${of}`, legend: '{{pod}}' },
            ],
          },
        ],
      },
    ],
  };
}
