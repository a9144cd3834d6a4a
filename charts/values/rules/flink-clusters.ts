/** What the entries of `flink` may say of clusters, and what they may not have alike. */
import { flinkClusters, type FlinkClusterEntry } from '../../flink-cluster/clusters';
import { sitePod } from '../../kubernetes/site-pod';
import { accountName } from '../../flink-cluster/spec';
import type { FlinkClusterValues } from '../flink-cluster';
import type { Values } from '../schema';
import type { Objection, Rule } from './rule';

/** The folders `flink-<key>` that are there without any cluster of the site. */
const TAKEN = ['operator', 'sample'];

const PROGRAM = ['jarFile', 'className', 'pyFile', 'pyFiles', 'pyModule', 'args'] as const;

/** What a FlinkCluster has no field for, although `pods` can say it. */
const WITHOUT_FIELD = [
  'affinity',
  'topologySpreadConstraints',
  'priorityClassName',
  'runtimeClassName',
  'terminationGracePeriodSeconds',
] as const;

/** Addresses of files that are not in the pods. */
const ELSEWHERE = /^(?!file:)[a-z][a-z0-9+.-]*:\/\//;

export const flinkClusterRules: readonly Rule[] = [
  {
    reads: ['flink'],
    check: ({ flink }) =>
      Object.keys(flink.clusters)
        .filter((key) => TAKEN.includes(key))
        .map((key) => ({
          path: ['flink', 'clusters', key],
          allowed: `another name: the folder flink-${key} is there already`,
        })),
  },
  {
    reads: ['flink', 'images', 'kafka', 'normalizer', 'pods', 'topics'],
    check: (values) => {
      const entries = flinkClusters(values);
      return [
        ...alike(entries, ({ cluster }) => cluster.name).map(({ entry, first }) => ({
          path: [...entry.path, 'name'],
          allowed: `a name that ${first.path.join('.')} has not`,
        })),
        ...alike(entries.filter(makesAccount(values)), accountOf(values)).flatMap(({ entry, first }) => {
          const [named, other] = namesAccount(entry) ? [entry, first] : [first, entry];
          const path = [...named.path, 'pod', 'serviceAccount', 'name'];
          const allowed = `create: false with it: ${other.path.join('.')} makes this account already`;
          return namesAccount(named) ? [{ path, allowed }] : [];
        }),
      ];
    },
  },
  {
    reads: ['flink', 'images', 'kafka', 'normalizer', 'pods', 'topics'],
    check: (values) =>
      flinkClusters(values)
        .filter(
          ({ cluster: { ingress } }) =>
            ingress?.authentication === 'annotations' && Object.keys(ingress.annotations ?? {}).length === 0,
        )
        .map(({ path }) => ({
          path: [...path, 'ingress', 'annotations'],
          allowed: 'those by which the controller asks who is there; or authentication: none',
        })),
  },
  {
    reads: ['flink'],
    check: ({ flink: { netflow } }) => [
      ...(['image', 'enabled'] as const).flatMap((key) => notOfNetflow(netflow[key], [key])),
      ...PROGRAM.flatMap((key) => notOfNetflow(netflow.job?.[key], ['job', key])),
    ],
  },
  {
    reads: ['flink', 'images', 'kafka', 'normalizer', 'pods', 'topics'],
    check: (values) => {
      if (flinkClusters(values).length === 0) return [];
      const { engine, pod } = values.normalizer;
      const said = [
        { path: ['pods'], of: values.pods },
        ...(engine === 'flink' ? [{ path: ['normalizer', 'pod'], of: pod }] : []),
      ];
      return said.flatMap(({ path, of }) =>
        WITHOUT_FIELD.filter((field) => of[field] !== undefined).map((field) => ({
          path: [...path, field],
          allowed: 'nothing that is meant for Flink clusters: the operator v0.3.9 has no field for it',
          severity: 'warning' as const,
        })),
      );
    },
  },
  {
    reads: ['flink', 'images', 'kafka', 'networkPolicies', 'normalizer', 'pods', 'topics'],
    check: (values) =>
      flinkClusters(values)
        .filter(({ cluster }) => values.networkPolicies.enabled && elsewhere(cluster) && !outside(cluster))
        .map(({ path }) => ({
          path: [...path, 'egress'],
          allowed:
            'a range of addresses, such as { to: 0.0.0.0/0, ports: [443] }, or a NetworkPolicy of your own: ' +
            'its files are elsewhere, and the pods reach nobody',
          severity: 'warning',
        })),
  },
];

/** Entries whose text an earlier one has too. */
function alike(entries: readonly FlinkClusterEntry[], text: (entry: FlinkClusterEntry) => string) {
  return entries.flatMap((entry, index) => {
    const first = entries.slice(0, index).find((other) => text(other) === text(entry));
    return first === undefined ? [] : [{ entry, first }];
  });
}

const makesAccount =
  (values: Values) =>
  ({ cluster }: FlinkClusterEntry) =>
    sitePod(values, cluster.pod).serviceAccount?.create !== false;

const namesAccount = ({ cluster }: FlinkClusterEntry) => cluster.pod.serviceAccount?.name !== undefined;

const accountOf =
  (values: Values) =>
  ({ cluster }: FlinkClusterEntry) =>
    accountName(cluster.name, sitePod(values, cluster.pod));

function notOfNetflow(said: unknown, path: readonly string[]): Objection[] {
  return said === undefined
    ? []
    : [
        {
          path: ['flink', 'netflow', ...path],
          allowed: 'nothing: normalizer and images.normalizerFlink say what runs there, and whether',
        },
      ];
}

function elsewhere({ flinkProperties, highAvailability, job }: FlinkClusterValues): boolean {
  const files = [
    job?.jarFile,
    job?.pyFile,
    job?.savepointsDir,
    job?.fromSavepoint,
    highAvailability?.storageDir,
    ...Object.values(flinkProperties),
  ];
  return files.some((file) => ELSEWHERE.test(String(file)));
}

function outside({ egress = [] }: FlinkClusterValues): boolean {
  return egress.some(({ to }) => to !== 'kafka');
}
