import type { DashboardProps, PanelProps } from './panels';
import { RATE, type Scope } from './scope';

/** The whole pipeline at a glance: what comes in, what goes out, what is lost on the way. */
export function pipeline(scope: Scope): Omit<DashboardProps, 'uid'> {
  const of = `{namespace="${scope.namespace}"}`;
  const rate = (metric: string) => `sum(rate(${metric}${of}${RATE}))`;
  return {
    title: 'NetFlow: pipeline',
    rows: [
      {
        title: 'From the routers to the topic',
        panels: [
          {
            title: 'Packets from routers',
            description: 'UDP packets that the collector received, and those it dropped.',
            unit: 'pps',
            queries: [
              { expr: rate('goflow2_flow_traffic_packets_total'), legend: 'received' },
              { expr: `${rate('goflow2_flow_dropped_packets_total')} or vector(0)`, legend: 'dropped' },
            ],
          },
          ...(scope.engine === 'deployment' ? deployment(of) : job(scope)),
        ],
      },
    ],
  };
}

function deployment(of: string): PanelProps[] {
  return [
    {
      title: 'Normalised flows',
      description: 'Documents in the output topic, and records in the rejected topic.',
      unit: 'cps',
      queries: [
        {
          expr: `sum by (outcome) (rate(netflow_normalizer_records_total${of}${RATE}))`,
          legend: '{{outcome}}',
        },
      ],
    },
    {
      title: 'Waiting',
      description: 'Records of the input topic that the normaliser has not written yet.',
      unit: 'short',
      queries: [{ expr: `sum(netflow_normalizer_lag_records${of})`, legend: 'records' }],
    },
  ];
}

function job({ flinkNamespace, flinkCluster }: Scope): PanelProps[] {
  const of = `{namespace="${flinkNamespace}", pod=~"${flinkCluster}-.+"}`;
  return [
    {
      title: 'Records read',
      description: 'Records that the Flink job has read from the input topic.',
      unit: 'cps',
      queries: [
        {
          expr: `sum(rate(flink_taskmanager_job_task_operator_numRecordsOut{namespace="${flinkNamespace}", pod=~"${flinkCluster}-.+", operator_name=~"Source.+"}${RATE}))`,
          legend: 'records',
        },
      ],
    },
    {
      title: 'Waiting',
      description: 'Records of the input topic that the job has not read yet.',
      unit: 'short',
      queries: [{ expr: `sum(flink_taskmanager_job_task_operator_pendingRecords${of})`, legend: 'records' }],
    },
  ];
}
