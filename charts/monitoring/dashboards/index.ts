/* eslint-disable @typescript-eslint/no-deprecated -- the sidecar provisions dashboards of the classic model, which every Grafana reads */
/** All dashboards of an environment, by name. */
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { collector } from './collector';
import { flink } from './flink';
import { kafka } from './kafka';
import { normalizer } from './normalizer';
import { dashboard } from './panels';
import { pipeline } from './pipeline';
import type { Scope } from './scope';

export type { Scope } from './scope';

/**
 * @param environment part of each dashboard's uid: environments may share a Grafana
 * @param interval how often metrics are read
 */
export function dashboards(environment: string, interval: string, scope: Scope): Record<string, Dashboard> {
  const shown = {
    pipeline: pipeline(scope),
    collector: collector(scope),
    ...(scope.engine === 'deployment' ? { normalizer: normalizer(scope) } : { flink: flink(scope) }),
    ...(scope.brokers ? { kafka: kafka(scope) } : {}),
  };
  return Object.fromEntries(
    Object.entries(shown).map(([name, props]) => [
      name,
      dashboard({ ...props, interval, uid: `netflow-${environment}-${name}`.slice(0, 40) }),
    ]),
  );
}
