/** Alerts on the collector: what routers send and it does not take. Metrics: GoFlow2 v2, metrics/metrics.go. */
import type { Alert, Watched } from './alert';

export function collectorAlerts({ collectors, namespace, window }: Watched): Alert[] {
  const of = `{namespace="${namespace}"}`;
  return [
    {
      name: 'NetFlowCollectorDown',
      ...down(`up{namespace="${namespace}", job="goflow2"} == 1`, collectors),
      severity: 'critical',
      description: 'Routers send by UDP and do not repeat: what comes while no collector runs is lost.',
    },
    {
      name: 'NetFlowExporterSilent',
      // Also when the collector was started anew and knows nothing of the exporter any more.
      expr: `sum by (remote_ip) (increase(goflow2_flow_traffic_packets_total${of}[1h] offset ${window})) > 0
unless
sum by (remote_ip) (increase(goflow2_flow_traffic_packets_total${of}[${window}])) > 0`,
      severity: 'warning',
      summary: 'No packets from exporter {{ $labels.remote_ip }}',
      description: 'It has sent in the last hour, and does so no more.',
    },
    {
      name: 'NetFlowTemplatesMissing',
      expr: `sum by (router) (rate(goflow2_flow_process_nf_errors_total{namespace="${namespace}", error="template_not_found"}[${window}])) > 0`,
      severity: 'warning',
      summary: 'Packets of {{ $labels.router }} come without their template',
      description:
        'NetFlow v9 and IPFIX records can not be read, and are lost, until the exporter sends its templates again.',
    },
    {
      name: 'NetFlowCollectorDropsPackets',
      expr: `sum by (remote_ip) (increase(goflow2_flow_dropped_packets_total${of}[${window}])) > 0`,
      hold: '0s',
      severity: 'critical',
      summary: 'GoFlow2 drops packets of {{ $labels.remote_ip }}',
      description: 'Its queue is full: it decodes too slowly, or Kafka takes nothing.',
    },
  ];
}

function down(up: string, collectors: number): Pick<Alert, 'expr' | 'summary'> {
  return collectors === 1
    ? { expr: `absent(${up})`, summary: 'GoFlow2 can not be scraped' }
    : {
        expr: `(count(${up}) or vector(0)) < ${collectors}`,
        summary: `Only {{ $value }} of ${collectors} GoFlow2 can be scraped`,
      };
}
