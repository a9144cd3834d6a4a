import type { Shown } from './panels';
import { RATE, type Scope } from './scope';

/** The collector: what each exporter sends, and what of it can't be read. */
export function collector({ namespace }: Scope): Shown {
  const of = `{namespace="${namespace}"}`;
  const pods = `{namespace="${namespace}", pod=~"goflow2-.+"}`;
  const rate = (metric: string, by: string) => `sum by (${by}) (rate(${metric}${of}${RATE}))`;
  return {
    title: 'NetFlow: collector',
    rows: [
      {
        title: 'What comes in',
        panels: [
          {
            title: 'Packets by exporter',
            description: 'UDP packets that GoFlow2 received.',
            unit: 'pps',
            queries: [
              { expr: rate('goflow2_flow_traffic_packets_total', 'remote_ip'), legend: '{{remote_ip}}' },
            ],
          },
          {
            title: 'Bytes by exporter',
            description: 'Bytes of these packets.',
            unit: 'Bps',
            queries: [
              { expr: rate('goflow2_flow_traffic_bytes_total', 'remote_ip'), legend: '{{remote_ip}}' },
            ],
          },
          {
            title: 'Packets by protocol',
            description: 'NetFlow and IPFIX by version.',
            unit: 'pps',
            queries: [
              { expr: rate('goflow2_flow_process_nf_total', 'version'), legend: 'version {{version}}' },
            ],
          },
        ],
      },
      {
        title: 'sFlow',
        panels: [
          {
            title: 'Datagrams by agent',
            description: 'sFlow datagrams, by the address that the agent says it has.',
            unit: 'pps',
            queries: [{ expr: rate('goflow2_flow_process_sf_total', 'agent'), legend: '{{agent}}' }],
          },
          {
            title: 'Samples by kind',
            description: 'Flow samples become documents; of counter samples none are made.',
            unit: 'cps',
            queries: [{ expr: rate('goflow2_flow_process_sf_samples_total', 'type'), legend: '{{type}}' }],
          },
        ],
      },
      {
        title: 'What is lost',
        panels: [
          {
            title: 'Packets dropped',
            description: 'The queue was full. Nothing but 0 is good.',
            unit: 'pps',
            queries: [
              {
                expr: `${rate('goflow2_flow_dropped_packets_total', 'remote_ip')} or vector(0)`,
                legend: '{{remote_ip}}',
              },
            ],
          },
          {
            title: 'Errors of NetFlow and IPFIX',
            description:
              'template_not_found: records wait for nobody, they are lost until the template comes.',
            unit: 'cps',
            queries: [
              {
                expr: `${rate('goflow2_flow_process_nf_errors_total', 'router, error')} or vector(0)`,
                legend: '{{router}} {{error}}',
              },
            ],
          },
          {
            title: 'Templates',
            description: 'Templates that came, by exporter.',
            unit: 'short',
            queries: [
              {
                expr: `sum by (router) (goflow2_flow_process_nf_templates_total${of}) or vector(0)`,
                legend: '{{router}}',
              },
            ],
          },
        ],
      },
      {
        title: 'The process',
        panels: [
          {
            title: 'Records by kind',
            description: 'Data records and templates in the flow sets.',
            unit: 'cps',
            queries: [
              { expr: rate('goflow2_flow_process_nf_flowset_records_total', 'type'), legend: '{{type}}' },
            ],
          },
          {
            title: 'CPU',
            description: 'One listener decodes on one core: 1 is its limit.',
            unit: 'short',
            queries: [
              {
                expr: `sum by (pod) (rate(process_cpu_seconds_total${pods}${RATE}))`,
                legend: '{{pod}}',
              },
            ],
          },
          {
            title: 'Memory',
            description: 'Resident memory. It grows with the queue.',
            unit: 'bytes',
            queries: [
              {
                expr: `process_resident_memory_bytes${pods}`,
                legend: '{{pod}}',
              },
            ],
          },
        ],
      },
    ],
  };
}
