/** The namespaces that an environment has for itself. */
import { flinkClusters } from '../flink-cluster/clusters';
import type { Values } from './schema';

/** One of them, and the value that names it. */
export interface OwnNamespace {
  readonly path: readonly string[];
  readonly name: string;
}

/** That of the pipeline, and those of Flink and its operator, if there are any. */
export function namespacesOf(values: Values): OwnNamespace[] {
  const { flink, flinkOperator, namespace } = values;
  const separate = flink.namespace !== namespace.name && flinkClusters(values).length > 0;
  return [
    { path: ['namespace', 'name'], name: namespace.name },
    ...(separate ? [{ path: ['flink', 'namespace'], name: flink.namespace }] : []),
    ...(flinkOperator.install
      ? [{ path: ['flinkOperator', 'namespace'], name: flinkOperator.namespace }]
      : []),
  ];
}
