/** Every rule for FlinkClusters, and the check of a cluster against all of them at once. */
import type { FlinkClusterManifest } from '../manifest';
import * as cluster from './cluster';
import * as job from './job';
import * as memory from './memory';
import * as properties from './properties';
import type { Finding, Rule } from './rule';
import * as servers from './servers';
import * as state from './state';

export type { Finding } from './rule';

/** The rules by name. */
export const rules = { ...cluster, ...servers, ...memory, ...job, ...properties, ...state } satisfies Record<
  string,
  Rule
>;

/** Everything that is wrong with a FlinkCluster, and everything that will hurt; errors before warnings. */
export function findings(manifest: FlinkClusterManifest): readonly Finding[] {
  const all = Object.values(rules).flatMap((rule) => rule(manifest));
  return [
    ...all.filter(({ severity }) => severity === 'error'),
    ...all.filter(({ severity }) => severity === 'warning'),
  ];
}
