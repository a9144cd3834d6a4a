/**
 * What a Prometheus and a Grafana of the cluster are given: PodMonitors and a PrometheusRule for the Prometheus
 * operator, and dashboards in ConfigMaps, which Grafana's sidecar picks up.
 */
import type {
  IPodMonitor,
  IPrometheusRule,
} from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { collectors } from '../goflow2/collectors';
import { ApplicationChart } from '../kubernetes/application-chart';
import { labels, selectorLabels } from '../kubernetes/labels';
import { SKIP_DRY_RUN, syncOptions } from '../kubernetes/sync-options';
import type { Values } from '../values/schema';
import { dashboards } from './dashboards';
import { alertingRules } from './rules';
import { JOB_LABEL } from './rules/alert';
import { targets, type Target } from './targets';

const MONITORING = { name: 'monitoring', component: 'monitoring' };

export class Monitoring extends ApplicationChart {
  /** @param environment part of the dashboards' identity */
  constructor(scope: Construct, environment: string, values: Values) {
    super(scope, 'monitoring', { namespace: values.namespace.name });
    const { mode, alerts, dashboards: shown } = values.monitoring;
    if (mode === 'operator') {
      for (const target of targets(values)) this.podMonitor(target, values);
      if (alerts.enabled) this.rule(environment, values);
    }
    if (shown.enabled) this.dashboards(environment, values);
  }

  private podMonitor(target: Target, { monitoring }: Values): void {
    const { name } = target;
    const manifest = {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata: {
        name,
        namespace: target.namespace,
        labels: { ...labels(target.component), ...monitoring.labels },
        annotations: syncOptions(SKIP_DRY_RUN),
      },
      spec: {
        jobLabel: JOB_LABEL,
        selector: { matchLabels: selectorLabels(target.component) },
        podMetricsEndpoints: [{ port: target.port, interval: monitoring.interval }],
      },
    } satisfies IPodMonitor;
    new ApiObject(this, `monitor-${name}`, manifest);
  }

  private rule(environment: string, values: Values): void {
    const { argocd, monitoring, namespace, flink, kafka, normalizer } = values;
    const watched = {
      environment,
      namespace: namespace.name,
      flinkNamespace: flink.namespace,
      flinkCluster: flink.netflow.name,
      collectors: collectors(values).reduce((sum, { values: { replicas } }) => sum + replicas, 0),
      brokers: kafka.provider === 'bundled' ? kafka.brokers : 0,
      engine: normalizer.engine,
      window: '15m',
      hold: '5m',
      thresholds: monitoring.alerts,
    };
    const manifest = {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: {
        name: 'netflow',
        labels: { ...labels(MONITORING), ...monitoring.labels },
        annotations: syncOptions(SKIP_DRY_RUN),
      },
      spec: alertingRules(watched, monitoring.alerts.runbooks ?? runbooks(argocd)),
    } satisfies IPrometheusRule;
    new ApiObject(this, 'rule', manifest);
  }

  private dashboards(environment: string, values: Values): void {
    const { namespace, flink, kafka, normalizer, monitoring } = values;
    const scope = {
      namespace: namespace.name,
      flinkNamespace: flink.namespace,
      flinkCluster: flink.netflow.name,
      engine: normalizer.engine,
      brokers: kafka.provider === 'bundled',
    };
    const { labels: sidecar, folder } = monitoring.dashboards;
    const shown = dashboards(environment, monitoring.interval, scope);
    for (const [name, dashboard] of Object.entries(shown)) {
      new k8s.KubeConfigMap(this, `dashboard-${name}`, {
        metadata: {
          name: `netflow-dashboard-${name}`,
          labels: { ...labels(MONITORING), ...sidecar },
          ...(folder !== undefined && { annotations: { grafana_folder: folder } }),
        },
        data: { [`netflow-${name}.json`]: `${JSON.stringify(dashboard, undefined, 2)}\n` },
      });
    }
  }
}

/** Our page of runbooks, as GitHub, GitLab and Gitea show a file of a repository. */
function runbooks({ repoUrl, revision }: Values['argocd']): string {
  return `${repoUrl.replace(/\.git$/, '')}/blob/${revision}/docs/how-to/alerts.md`;
}
