import type { Engine } from '../record-metrics';

/**
 * What the dashboards show: the parts of one environment. Their queries select by namespace and pod: other labels,
 * such as `job`, depend on who scrapes (monitoring.mode).
 */
export interface Scope extends Engine {
  /** Whether the brokers are ours. */
  readonly brokers: boolean;
}

/** Grafana's interval that holds at least four scrapes. */
export const RATE = '[$__rate_interval]';
