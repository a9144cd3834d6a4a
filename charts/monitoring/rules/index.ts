/** All alerts, in Prometheus' form. */
import type { Alert, Watched } from './alert';
import { collectorAlerts } from './collector';
import { flinkAlerts } from './flink';
import { kafkaAlerts } from './kafka';
import { normalizerAlerts } from './normalizer';
import { platformAlerts } from './platform';
import { recordAlerts } from './records';

export type { Watched } from './alert';

/** Rules as a PrometheusRule's `spec`, and a rules file of Prometheus, have them. */
export interface Rules {
  readonly groups: {
    readonly name: string;
    readonly rules: {
      readonly alert: string;
      readonly expr: string;
      readonly for: string;
      readonly labels: Record<string, string>;
      readonly annotations: Record<string, string>;
    }[];
  }[];
}

/**
 * The rules for what is watched.
 * @param runbooks the page whose headings are the alerts' names
 */
export function alertingRules(watched: Watched, runbooks: string): Rules {
  const groups = {
    collector: collectorAlerts(watched),
    normalizer: normalizerAlerts(watched),
    records: recordAlerts(watched),
    kafka: kafkaAlerts(watched),
    flink: flinkAlerts(watched),
    platform: platformAlerts(watched),
  };
  const rule = ({ name, expr, hold, severity, summary, description }: Alert) => ({
    alert: name,
    expr,
    for: hold ?? watched.hold,
    labels: { severity, environment: watched.environment },
    annotations: { summary, description, runbook_url: `${runbooks}#${name.toLowerCase()}` },
  });
  return {
    groups: Object.entries(groups)
      .filter(([, alerts]) => alerts.length > 0)
      .map(([name, alerts]) => ({ name: `netflow-${name}`, rules: alerts.map(rule) })),
  };
}
