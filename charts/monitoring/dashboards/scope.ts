/** What the dashboards show: the parts of one environment. */
export interface Scope {
  readonly namespace: string;
  readonly flinkNamespace: string;
  readonly flinkCluster: string;
  readonly engine: 'deployment' | 'flink';
  /** Whether the brokers are ours. */
  readonly brokers: boolean;
}

/** Grafana's interval that holds at least four scrapes. */
export const RATE = '[$__rate_interval]';
