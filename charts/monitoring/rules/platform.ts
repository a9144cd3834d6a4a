/** Alerts on what the cluster gives us: volumes (metrics of the kubelet) and certificates (of cert-manager). */
import { toldOf, type Alert, type Watched } from './alert';

export function platformAlerts({ namespace, flinkNamespace, thresholds }: Watched): Alert[] {
  const told = (metric: string) => toldOf(metric, `${namespace}|${flinkNamespace}`);
  return [
    {
      name: 'NetFlowVolumeFills',
      expr: `${told('kubelet_volume_stats_available_bytes')} / ${told('kubelet_volume_stats_capacity_bytes')} < ${thresholds.volumeFreeShare}`,
      severity: 'warning',
      summary: 'Volume {{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left',
      description: 'A broker whose disk is full stops. Retention of the topics, or the size of the volume.',
    },
    {
      name: 'NetFlowCertificateExpires',
      expr: `${told('certmanager_certificate_expiration_timestamp_seconds')} - time() < ${thresholds.certificateDays} * 86400`,
      severity: 'warning',
      summary: 'Certificate {{ $labels.name }} is valid for {{ $value | humanizeDuration }} only',
      description: 'cert-manager should have renewed it long ago.',
    },
  ];
}
