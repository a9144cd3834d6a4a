/** What an alert is, and what all of them are told. */
import type { MonitoringValues } from '../../values/monitoring';
import type { Engine } from '../record-metrics';

/** One alerting rule, before it is written as Prometheus has it. */
export interface Alert {
  /** Its name, which is also the heading of its runbook. */
  readonly name: string;
  /** PromQL that has a series for everything that is wrong. */
  readonly expr: string;
  /** How long it must be so. @default watched.hold */
  readonly hold?: string;
  /** critical: flows are being lost, or will be; warning: look today. */
  readonly severity: 'warning' | 'critical';
  /** One line, with the labels that tell which. */
  readonly summary: string;
  /** What it means for the flows. */
  readonly description: string;
}

/** What the rules watch. */
export interface Watched extends Engine {
  /** The environment's name, which every alert carries. */
  readonly environment: string;
  /** How many pods of collectors there should be. */
  readonly collectors: number;
  /** How many brokers there should be; 0 where they are not ours. */
  readonly brokers: number;
  /** Over which a rate is taken; a multiple of the scrape interval. */
  readonly window: string;
  /** How long something must be wrong. */
  readonly hold: string;
  readonly thresholds: Pick<
    MonitoringValues['alerts'],
    'lagRecords' | 'rejectedShare' | 'omittedShare' | 'volumeFreeShare' | 'certificateDays'
  >;
}

/** Prometheus' `job` label: PodMonitors take it from the pods' recommended label of this name. */
export const JOB_LABEL = 'app.kubernetes.io/name';

/**
 * What a program of the cluster's tells of objects in our namespaces, in PromQL. Prometheus puts the program's own
 * namespace into the label, and renames the one that is told, unless its monitor has `honorLabels`: cert-manager's and
 * kube-state-metrics' charts don't set it, kube-prometheus-stack does.
 * @param namespaces a regular expression
 * @param matchers further ones, each after a comma
 */
export function toldOf(metric: string, namespaces: string, matchers = ''): string {
  const series = (label: string) => `${metric}{${label}=~"${namespaces}"${matchers}}`;
  return `(${series('namespace')} or ${series('exported_namespace')})`;
}
