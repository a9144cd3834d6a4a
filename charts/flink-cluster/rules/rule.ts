/** What a rule is: one thing that the operator, Kubernetes or Flink would not take, said in one message. */
import type { FlinkClusterManifest } from '../manifest';

/** Where a FlinkCluster breaks a rule, and what would do there. */
export interface Finding {
  /** Into the manifest, such as `spec`, `taskManager`, `replicas`. */
  readonly path: readonly (string | number)[];
  /** What may stand there, and why. */
  readonly allowed: string;
  /** `warning`: the cluster would take it, and people would be hurt later. */
  readonly severity: 'error' | 'warning';
}

/** Looks at a whole FlinkCluster; finds nothing where the rule doesn't apply. */
export type Rule = (cluster: FlinkClusterManifest) => readonly Finding[];

/** An error, if the condition holds. */
export function refuseIf(broken: boolean, path: Finding['path'], allowed: string): readonly Finding[] {
  return broken ? [{ path, allowed, severity: 'error' }] : [];
}

/** A warning, if the condition holds. */
export function warnIf(broken: boolean, path: Finding['path'], allowed: string): readonly Finding[] {
  return broken ? [{ path, allowed, severity: 'warning' }] : [];
}

/** The two components that run as servers, with their paths. */
export const SERVERS = ['jobManager', 'taskManager'] as const;
