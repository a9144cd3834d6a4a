/** What a site can't say of pods. */
import { flinkClusters } from '../../flink-cluster/clusters';
import { bundledSecured } from '../../kafka/client';
import type { Labels } from '../../kubernetes/labels';
import type { Objection, Rule } from './rule';
import type { Values } from '../schema';

/** The sections with pods of their own: the member `pod` of each is over `pods`. */
const WORKLOADS = [
  ...(['flinkOperator', 'goflow2', 'kafka', 'normalizer', 'registry', 'topics', 'zookeeper'] as const),
];

/** The sections with Services of their own. */
const SERVED = ['flinkOperator', 'goflow2', 'kafka', 'registry', 'zookeeper'] as const;

/** What selectors match, and what tells whose the object is. */
const OURS = /^app\.kubernetes\.io\/(name|instance|component|part-of|managed-by)$/;

export const podRules: readonly Rule[] = [
  {
    reads: ['cluster', 'commonLabels', 'flink', 'images', 'namespace', 'pods', ...WORKLOADS],
    check: (values) =>
      everyLabels(values).flatMap(({ path, labels = {} }) =>
        Object.keys(labels)
          .filter((label) => OURS.test(label))
          .map((label) => ({
            path: [...path, label],
            allowed: 'a label of another name: selectors find the pods by this one',
          })),
      ),
  },
  {
    reads: ['pods'],
    check: ({ pods: { serviceAccount } }) =>
      serviceAccount?.name !== undefined && serviceAccount.create !== false
        ? [
            {
              path: ['pods', 'serviceAccount', 'name'],
              allowed: 'create: false with it, for one that is there already: each workload would make it',
            },
          ]
        : [],
  },
  {
    reads: ['topics', 'kafka'],
    check: (values) => {
      const { serviceAccount } = values.topics.pod;
      const twice = bundledSecured(values) && values.topics.manage === 'job';
      return twice && serviceAccount?.name !== undefined && serviceAccount.create !== false
        ? [
            {
              path: ['topics', 'pod', 'serviceAccount', 'name'],
              allowed:
                'create: false with it, for one that is there already: the Jobs of topics and of users would both make it',
            },
          ]
        : [];
    },
  },
  {
    reads: ['topics'],
    check: ({ topics: { pod } }) =>
      (pod.sidecars ?? []).length > 0
        ? [
            {
              path: ['topics', 'pod', 'sidecars'],
              allowed: 'initContainers with restartPolicy: Always: the Job would never end',
            },
          ]
        : [],
  },
];

/** Where labels of pods, Services and everything are said. */
function everyLabels(values: Values): { path: Objection['path']; labels: Labels | undefined }[] {
  return [
    { path: ['commonLabels'], labels: values.commonLabels },
    { path: ['pods', 'labels'], labels: values.pods.labels },
    ...SERVED.map((section) => ({
      path: [section, 'service', 'labels'],
      labels: values[section].service.labels,
    })),
    ...WORKLOADS.map((section) => ({ path: [section, 'pod', 'labels'], labels: values[section].pod.labels })),
    ...flinkClusters(values).flatMap(({ path, cluster: { jobManager, taskManager, pod } }) => [
      { path: [...path, 'pod', 'labels'], labels: pod.labels },
      { path: [...path, 'jobManager', 'podLabels'], labels: jobManager.podLabels },
      { path: [...path, 'taskManager', 'podLabels'], labels: taskManager.podLabels },
    ]),
    ...Object.entries(values.goflow2.collectors).map(([name, { pod }]) => ({
      path: ['goflow2', 'collectors', name, 'pod', 'labels'],
      labels: pod?.labels,
    })),
  ];
}
