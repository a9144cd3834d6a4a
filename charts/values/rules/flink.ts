/** What must fit together where Flink is concerned; for the clusters themselves, the operator's rules. */
import { flinkClusters } from '../../flink-cluster/clusters';
import { flinkClusterManifest } from '../../flink-cluster/flink-cluster';
import { findings } from '../../flink-cluster/rules';
import type { Rule } from './rule';

/** What a FlinkCluster is made of. */
const SECTIONS = [
  'cluster',
  'flink',
  'images',
  'kafka',
  'namespace',
  'normalizer',
  'pods',
  'registry',
  'topics',
] as const;

export const flinkRules: readonly Rule[] = [
  {
    reads: SECTIONS,
    check: (values) =>
      flinkClusters(values).flatMap((entry) =>
        findings(flinkClusterManifest(values, entry)).map(({ path: [, ...path], ...finding }) => ({
          // Below `spec` and `metadata`, the values have the FlinkCluster's own names and places.
          path: [...entry.path, ...path],
          ...finding,
        })),
      ),
  },
  {
    reads: SECTIONS,
    check: (values) =>
      flinkClusters(values).length > 0 &&
      values.flink.namespace === values.namespace.name &&
      values.namespace.podSecurity === 'restricted'
        ? [
            {
              path: ['flink', 'namespace'],
              allowed:
                'a namespace of its own, or namespace.podSecurity: baseline: "restricted" refuses the operator\'s pods',
            },
          ]
        : [],
  },
  {
    reads: ['flink', 'normalizer', 'topics'],
    check: ({ flink, normalizer, topics }) =>
      normalizer.engine === 'flink' && (flink.netflow.job?.parallelism ?? 0) > topics.flows.partitions
        ? [
            {
              path: ['flink', 'netflow', 'job', 'parallelism'],
              allowed: `up to topics.flows.partitions (${topics.flows.partitions}): further subtasks would idle`,
              severity: 'warning',
            },
          ]
        : [],
  },
  {
    reads: [...SECTIONS, 'flinkOperator'],
    check: (values) => {
      const { install, watchNamespace } = values.flinkOperator;
      return install &&
        flinkClusters(values).length > 0 &&
        (watchNamespace ?? values.flink.namespace) !== values.flink.namespace
        ? [
            {
              path: ['flinkOperator', 'watchNamespace'],
              allowed: `flink.namespace (${values.flink.namespace}): the operator would never see the clusters`,
            },
          ]
        : [];
    },
  },
];
