import { flinkPods, recordSeries } from '../record-metrics';
import type { Shown, PanelProps } from './panels';
import { RATE, type Scope } from './scope';

/** The whole pipeline at a glance: what comes in, what goes out, what is lost on the way. */
export function pipeline(scope: Scope): Shown {
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
          {
            title: 'Normalised flows',
            description: 'Documents in the output topic, and records in the rejected topic.',
            unit: 'cps',
            queries: [
              {
                expr: `sum by (outcome) (rate(${recordSeries(scope, 'netflow_normalizer_records_total')}${RATE}))`,
                legend: '{{outcome}}',
              },
            ],
          },
          waiting(scope),
        ],
      },
    ],
  };
}

function waiting(scope: Scope): PanelProps {
  return {
    title: 'Waiting',
    description: 'Records of the input topic that the normaliser has not read or not written yet.',
    unit: 'short',
    queries: [
      {
        expr:
          scope.engine === 'deployment'
            ? `sum(netflow_normalizer_lag_records{namespace="${scope.namespace}"})`
            : `sum(flink_taskmanager_job_task_operator_pendingRecords{${flinkPods(scope)}})`,
        legend: 'records',
      },
    ],
  };
}
