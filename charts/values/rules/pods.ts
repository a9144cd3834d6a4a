/** What a site can't say of pods. */
import { bundledSecured } from '../../kafka/client';
import type { PodValues } from '../pod';
import type { Objection, Rule } from './rule';
import type { Values } from '../schema';

/** The sections with pods of their own: the member `pod` of each is over `pods`. */
const WORKLOADS = [
  ...(['flinkOperator', 'goflow2', 'kafka', 'normalizer', 'registry', 'topics', 'zookeeper'] as const),
];

/** What selectors match, and what tells whose the object is. */
const OURS = /^app\.kubernetes\.io\/(name|instance|component|part-of|managed-by)$/;

export const podRules: readonly Rule[] = [
  {
    reads: ['pods', ...WORKLOADS],
    check: (values) =>
      everyPod(values).flatMap(({ path, pod }) =>
        Object.keys(pod.labels ?? {})
          .filter((label) => OURS.test(label))
          .map((label) => ({
            path: [...path, 'labels', label],
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

function everyPod(values: Values): { path: Objection['path']; pod: PodValues }[] {
  return [
    { path: ['pods'], pod: values.pods },
    ...WORKLOADS.map((section) => ({ path: [section, 'pod'], pod: values[section].pod })),
  ];
}
