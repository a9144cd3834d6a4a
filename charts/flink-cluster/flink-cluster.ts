/** The FlinkCluster: what the operator makes JobManager, TaskManagers and, for a job, a submitter of. */
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { FlinkCluster } from '../../imports/flinkoperator.k8s.io';
import { labels } from '../kubernetes/labels';
import { REMADE_ON_CHANGE, SKIP_DRY_RUN, syncOptions } from '../kubernetes/sync-options';
import type { Values } from '../values/schema';
import type { FlinkClusterEntry } from './clusters';
import type { FlinkClusterManifest } from './manifest';
import { findings } from './rules';
import { flinkClusterSpec } from './spec';

/** The port of Flink's web interface and REST API, unless a cluster says another. */
export const UI_PORT = 8081;

/** A FlinkCluster that the operator's webhook will take. */
export class CheckedFlinkCluster extends ApiObject {
  /** @throws Error that names everything which the operator, Kubernetes or Flink would refuse */
  constructor(scope: Construct, id: string, manifest: FlinkClusterManifest) {
    const errors = findings(manifest).filter(({ severity }) => severity === 'error');
    if (errors.length > 0) {
      const lines = errors.map(({ path, allowed }) => `${path.join('.')}: allowed: ${allowed}`);
      throw new Error(`FlinkCluster ${manifest.metadata.name}:\n${lines.join('\n')}`);
    }
    super(scope, id, { ...FlinkCluster.GVK, ...manifest });
  }
}

/** The FlinkCluster of an entry, as the rules look at it; nothing is checked. */
export function flinkClusterManifest(values: Values, entry: FlinkClusterEntry): FlinkClusterManifest {
  const { name, replaceOnChange = false } = entry.cluster;
  return {
    metadata: {
      name,
      namespace: values.flink.namespace,
      labels: labels(entry.component),
      annotations: syncOptions(SKIP_DRY_RUN, ...(replaceOnChange ? REMADE_ON_CHANGE : [])),
    },
    spec: flinkClusterSpec(values, entry),
  };
}
