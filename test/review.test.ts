/** What a change means in the cluster: real manifests of `dist/`, changed in one place. */
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment,
   @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return
   -- the tests break manifests in ways that types would forbid */
import { loadWorkingTree } from '../review/load';
import type { Consequence, PlacedObject } from '../review/model';
import { isDangerous, review } from '../review/review';

/** A manifest that tests change at will. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;

const dist = loadWorkingTree(process.cwd());

/** `[environment] application/Kind name`. */
interface Chosen {
  readonly environment: string;
  readonly application: string;
  readonly kind: string;
  readonly name: string;
}

const reference = (application: string, kind: string, name: string): Chosen => ({
  environment: 'reference',
  application,
  kind,
  name,
});
const production = (application: string, kind: string, name: string): Chosen => ({
  ...reference(application, kind, name),
  environment: 'production',
});

const isChosen = (chosen: Chosen) => (placed: PlacedObject) =>
  placed.environment === chosen.environment &&
  placed.application === chosen.application &&
  placed.object.kind === chosen.kind &&
  placed.object.metadata.name === chosen.name;

/** A copy of the manifest. */
function manifest(chosen: Chosen): Loose {
  const found = dist.find(isChosen(chosen));
  if (!found) throw new Error(`dist/ has no ${Object.values(chosen).join(' ')}`);
  return structuredClone(found.object);
}

const told = (consequences: readonly Consequence[]): string[] =>
  consequences.map(({ severity, text }) => `${severity}: ${text}`);

/** What is said of one object after `change` has made another of it; it is removed when that gives null. */
function changed(
  chosen: Chosen,
  change: (object: Loose) => unknown,
  given?: (object: Loose) => unknown,
): string[] {
  const before = manifest(chosen);
  given?.(before);
  const after = structuredClone(before);
  const isRemoved = change(after) === null;
  const others = dist.filter((placed) => !isChosen(chosen)(placed));
  const { environment, application } = chosen;
  const result = review(
    { name: 'before', objects: [...others, { environment, application, object: before }] },
    {
      name: 'after',
      objects: [...others, ...(isRemoved ? [] : [{ environment, application, object: after }])],
    },
  );
  const objects = result.environments.flatMap((reviewed) => reviewed.objects);
  expect(objects).toHaveLength(1);
  const [object] = objects;
  expect(isDangerous(result)).toBe(object?.consequences.some(({ severity }) => severity === 'danger'));
  return told(object?.consequences ?? []);
}

const gone = () => null;
const asItIs = () => undefined;

/** What is said of an object that was `before` and is `after`, of which dist/ has none like it. */
function between(before: Loose, after: Loose, others: readonly Loose[] = []): string[] {
  const place = (one: Loose): PlacedObject[] =>
    one === undefined ? [] : [{ environment: 'production', application: 'x', object: one }];
  const same = others.flatMap(place);
  const result = review(
    { name: 'before', objects: [...same, ...place(before)] },
    { name: 'after', objects: [...same, ...place(after)] },
  );
  return told(result.environments[0]?.objects[0]?.consequences ?? []);
}

const broker = production('kafka', 'StatefulSet', 'kafka');
const collector = production('goflow2', 'Deployment', 'goflow2');
const declared = production('kafka-topics', 'ConfigMap', 'kafka-topics');
const job = reference('normalizer', 'FlinkCluster', 'netflow-normalizer');
const sample = reference('flink-sample', 'FlinkCluster', 'flinkjobcluster-sample');
const role = reference('flink-operator', 'ClusterRole', 'flink-operator-manager-role');
const claim = reference('normalizer', 'PersistentVolumeClaim', 'netflow-normalizer-state');
const crd = reference('flink-operator', 'CustomResourceDefinition', 'flinkclusters.flinkoperator.k8s.io');

test('what is the same says nothing', () => {
  const result = review({ name: 'a', objects: dist }, { name: 'b', objects: structuredClone(dist) });
  expect(result).toEqual({ base: 'a', head: 'b', environments: [] });
  expect(isDangerous(result)).toBe(false);
});

describe('documents', () => {
  const engine = { ...reference('normalizer', 'Deployment', 'normalizer'), environment: 'compact' };
  const say = (option: string, value: string) => (object: Loose) =>
    object.kind === 'Deployment'
      ? object.spec.template.spec.containers[0].env.push({
          name: `NORMALIZER_${option.toUpperCase().replaceAll('-', '_')}`,
          value,
        })
      : object.spec.job.args.push(`--${option}`, value);

  test.each([
    [
      'not-ip',
      'drop',
      'danger: Flows that are none of IP are dropped: they are kept nowhere, and no replay brings them back.',
    ],
    [
      'extensions',
      'true',
      'danger: Documents have members of the module netflow-v9-extensions: readers must know or ignore them.',
    ],
    [
      'sampling-intervals',
      '192.0.2.0/24=1000',
      'info: Exporters that tell no sampling interval get another one: sums scaled by it jump.',
    ],
    ['encoding', 'rfc7951', 'danger: 64-bit integers are written as JSON strings from now on.'],
    [
      'time-unit',
      'milliseconds',
      'danger: first-switched and last-switched are in milliseconds from now on.',
    ],
  ])('%s %s is told, in both engines', (option, value, text) => {
    expect(changed(engine, say(option, value))).toContain(text);
    expect(changed(job, say(option, value))).toContain(text);
  });

  test('what is dropped no longer is kept again', () => {
    expect(changed(engine, say('not-ip', 'reject'), say('not-ip', 'drop'))).toContain(
      'info: Flows that are none of IP are kept in the topic of rejected records.',
    );
  });
});

describe('pods', () => {
  const withEnv = (object: Loose) =>
    object.spec.template.spec.containers[0].env.push({ name: 'A', value: 'b' });

  test('those of a StatefulSet restart one by one', () => {
    expect(changed(broker, withEnv, ({ spec }) => (spec.replicas = 3))).toEqual([
      'restart: Its 3 pods restart one by one, the last first.',
    ]);
    expect(changed(broker, withEnv, ({ spec }) => (spec.replicas = 1))).toEqual([
      'restart: Its only pod restarts, and is away meanwhile.',
    ]);
    expect(changed(broker, withEnv, ({ spec }) => (spec.updateStrategy = { type: 'OnDelete' }))).toEqual([
      'restart: Its pods change only when somebody deletes them (OnDelete).',
    ]);
  });

  test.each([
    [2, 'RollingUpdate', 'Its 2 pods are replaced, a few at a time.'],
    [1, 'RollingUpdate', 'Its only pod is replaced: the new one is ready before the old one stops.'],
    [2, 'Recreate', 'Its 2 pods are all stopped before the new ones start.'],
    [1, 'Recreate', 'Its only pod is stopped before the new one starts, and is away meanwhile.'],
    [0, 'RollingUpdate', 'No pod restarts: it has none.'],
  ])('those of a Deployment with %d replicas, %s', (replicas, type, text) => {
    expect(
      changed(
        collector,
        ({ spec }) => (spec.template.metadata.labels.more = 'yes'),
        ({ spec }) => {
          spec.replicas = replicas;
          spec.strategy = { type };
        },
      ),
    ).toEqual([`restart: ${text}`]);
  });

  test('a label of the workload alone restarts nothing', () => {
    expect(changed(broker, ({ metadata }) => (metadata.labels.more = 'yes'))).toEqual([]);
  });

  test('scaling', () => {
    const scale = (from: number, to: number, chosen = broker) =>
      changed(
        chosen,
        ({ spec }) => (spec.replicas = to),
        ({ spec }) => (spec.replicas = from),
      );
    expect(scale(3, 5)).toEqual(['info: Scaled from 3 to 5 pods.']);
    expect(scale(3, 1)).toEqual([
      'danger: Scaled from 3 to 1 pods: kafka-1 to kafka-2 stop for good. What only they hold is out of reach; ' +
        'the claims of their volumes stay.',
    ]);
    expect(scale(3, 2, collector)).toEqual(['restart: Scaled from 3 to 2 pods.']);
    expect(scale(3, 0, collector)).toEqual(['danger: Scaled from 3 pods to none: it stops.']);
  });

  test('removed workloads', () => {
    expect(changed(collector, gone)).toEqual(['danger: Its pods are stopped for good.']);
    expect(changed(broker, gone)).toEqual([
      'danger: Its pods are stopped for good; the claims of their volumes stay.',
    ]);
  });

  test('those of a CronJob come with its next run', () => {
    const cron = reference('registry', 'CronJob', 'registry-garbage-collection');
    expect(changed(cron, ({ spec }) => (spec.jobTemplate.spec.backoffLimit = 9))).toEqual([
      'info: Taken up by its next run; a run under way goes on unchanged.',
    ]);
    expect(changed(cron, ({ spec }) => (spec.schedule = '7 7 * * *'))).toEqual([]);
  });
});

describe('immutable fields', () => {
  test.each([
    ['selector of a Deployment', collector, 'spec.selector', 'Deployment is', ' Its pods stop meanwhile.'],
    [
      'selector of a StatefulSet',
      broker,
      'spec.selector',
      'StatefulSet is',
      ' Its pods stop meanwhile, unless they are orphaned; its volume claims stay as they are.',
    ],
  ])('%s', (_, chosen, field, until, lost) => {
    expect(changed(chosen, ({ spec }) => (spec.selector.matchLabels.more = 'yes'))).toEqual([
      `danger: ${field} can't be changed in place: the sync fails until the ${until} deleted and made again.${lost}`,
    ]);
  });

  test('everything else of a StatefulSet that is fixed at its creation, and no word of a restart', () => {
    expect(
      changed(broker, ({ spec }) => {
        spec.volumeClaimTemplates[0].spec.resources.requests.storage = '999Gi';
        spec.serviceName = 'other';
        spec.podManagementPolicy = 'OrderedReady';
        spec.template.metadata.labels.more = 'yes';
      }),
    ).toEqual([
      "danger: spec.podManagementPolicy, spec.serviceName and spec.volumeClaimTemplates can't be changed in place: " +
        'the sync fails until the StatefulSet is deleted and made again. Its pods stop meanwhile, unless they are ' +
        'orphaned; its volume claims stay as they are.',
      "info: The volumes data don't grow by this (200Gi to 999Gi): change each claim first, if its storage class " +
        'allows it (allowVolumeExpansion); what they hold stays.',
    ]);
  });

  test('clusterIP of a Service', () => {
    expect(
      changed(production('goflow2', 'Service', 'goflow2'), ({ spec }) => (spec.clusterIP = '10.0.0.7')),
    ).toEqual([
      "danger: spec.clusterIP can't be changed in place: the sync fails until the Service is deleted and made " +
        'again. Its name leads nowhere meanwhile.',
    ]);
  });

  test('template of a Job, of a Job that Argo CD replaces, and of a hook', () => {
    const topicsJob = production('kafka-topics', 'Job', 'kafka-topics');
    const edit = ({ spec }: Loose) => (spec.template.spec.terminationGracePeriodSeconds = 7);
    const plain = ({ metadata }: Loose) => (metadata.annotations = {});
    const replaced = ({ metadata }: Loose) =>
      (metadata.annotations = { 'argocd.argoproj.io/sync-options': 'Force=true,Replace=true' });
    expect(changed(topicsJob, edit, plain)).toEqual([
      "danger: spec.template can't be changed in place: the sync fails until the Job is deleted and made again.",
    ]);
    expect(changed(topicsJob, edit, replaced)).toEqual([
      "restart: spec.template can't be changed in place: Argo CD deletes the Job and makes it again " +
        '(Force=true, Replace=true).',
    ]);
    const hook = ({ metadata }: Loose) => (metadata.annotations = { 'argocd.argoproj.io/hook': 'Sync' });
    expect(changed(topicsJob, edit, hook)).toEqual([
      'info: Argo CD deletes the Job and runs the new one at the next sync.',
    ]);
  });

  test('storage class of a claim', () => {
    expect(changed(claim, ({ spec }) => (spec.storageClassName = 'fast'))).toEqual([
      "danger: spec.storageClassName can't be changed in place: the sync fails until the PersistentVolumeClaim is " +
        'deleted and made again. Its data goes with it.',
    ]);
  });

  test('a StorageClass', () => {
    const fast = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'fast' } };
    expect(between({ ...fast, provisioner: 'a' }, { ...fast, provisioner: 'b' })).toEqual([
      "danger: provisioner can't be changed in place: the sync fails until the StorageClass is deleted and made again.",
    ]);
  });

  test('a ConfigMap that says so', () => {
    const frozen = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, immutable: true };
    expect(between({ ...frozen, data: { a: '1' } }, { ...frozen, data: { a: '2' } })).toEqual([
      "danger: data can't be changed in place: the sync fails until the ConfigMap is deleted and made again.",
    ]);
  });
});

describe('a FlinkCluster', () => {
  const REFUSED = "danger: Refused by the operator's webhook: ";
  const scale = ({ spec }: Loose) => (spec.taskManager.replicas = 9);

  test('with savepoints goes on from one', () => {
    expect(changed(job, scale, ({ spec }) => (spec.job.savepointsDir = 's3://here'))).toEqual([
      'restart: The job is updated with a savepoint: it is stopped with one in s3://here, all pods of the cluster ' +
        'are deleted and made again, and it goes on from there. The update waits while the savepoint fails.',
    ]);
  });

  test('that takes none on update starts from the last', () => {
    expect(
      changed(job, scale, ({ spec }) => {
        spec.job.takeSavepointOnUpdate = false;
        spec.job.maxStateAgeToRestoreSeconds = 600;
      }),
    ).toEqual([
      'danger: The job is updated without a savepoint: it is cancelled, all pods of the cluster are deleted and ' +
        'made again, and it starts from the last savepoint. What it did since is done again. The webhook refuses ' +
        'this when the last savepoint is older than 600 seconds.',
    ]);
  });

  test('that is told where to start takes none either', () => {
    expect(changed(job, ({ spec }) => (spec.job.fromSavepoint = 's3://old/1'))).toEqual([
      'danger: The job is updated without a savepoint: it is cancelled, all pods of the cluster are deleted and ' +
        'made again, and it starts from s3://old/1 (job.fromSavepoint). What it did since that savepoint is done again.',
    ]);
  });

  test('without a folder for savepoints is refused, whatever changes, even the folder', () => {
    const without = ({ spec, metadata }: Loose) => {
      delete spec.job.savepointsDir;
      metadata.annotations = {};
    };
    const refused =
      `${REFUSED}the live spec has no job.savepointsDir, so no change of the spec passes. The sync fails until ` +
      'the cluster is deleted and made again; its job then starts without its state.';
    expect(changed(job, scale, without)).toEqual([refused]);
    expect(changed(job, ({ spec }) => (spec.job.savepointsDir = 's3://new'), without)).toEqual([refused]);
    expect(changed(job, ({ spec }) => (spec.job.restartPolicy = 'Never'), without)).toEqual([refused]);
    expect(changed(job, ({ metadata }) => (metadata.labels.more = 'yes'), without)).toEqual([]);
  });

  test('that Argo CD replaces is not refused, but starts anew', () => {
    const replaced = ({ metadata }: Loose) =>
      (metadata.annotations = { 'argocd.argoproj.io/sync-options': 'Force=true,Replace=true' });
    expect(changed(sample, scale, replaced)).toEqual([
      'restart: Argo CD deletes the cluster and makes it again (Force=true, Replace=true): its job, which keeps no ' +
        'state, starts from the beginning.',
    ]);
    expect(changed(job, scale, replaced)).toEqual([
      'danger: Argo CD deletes the cluster and makes it again (Force=true, Replace=true): its job is stopped ' +
        'without a savepoint and starts without its state.',
    ]);
  });

  test.each<[string, (object: Loose) => unknown, string, (object: Loose) => unknown]>([
    [
      'loses its folder',
      ({ spec }) => delete spec.job.savepointsDir,
      "job.savepointsDir can't be removed.",
      asItIs,
    ],
    [
      'loses its job',
      ({ spec }) => delete spec.job,
      "a cluster can't gain or lose its job. The sync fails until the cluster is deleted and made again.",
      asItIs,
    ],
    [
      'takes a cancellation back',
      ({ spec }) => delete spec.job.cancelRequested,
      "job.cancelRequested can't be taken back.",
      ({ spec }) => (spec.job.cancelRequested = true),
    ],
    [
      'is cancelled and changed',
      ({ spec }) => {
        spec.job.cancelRequested = true;
        spec.taskManager.replicas = 9;
      },
      'job.cancelRequested must be the only change.',
      asItIs,
    ],
    [
      'is saved and changed',
      ({ spec }) => {
        spec.job.savepointGeneration = 7;
        spec.taskManager.replicas = 9;
      },
      'job.savepointGeneration must be the only change.',
      asItIs,
    ],
  ])('that %s is refused', (_, change, why, given) => {
    expect(changed(job, change, given)).toEqual([REFUSED + why]);
  });

  test('commands', () => {
    const key = 'flinkclusters.flinkoperator.k8s.io/user-control';
    expect(changed(job, ({ spec }) => (spec.job.cancelRequested = true))).toEqual([
      'danger: The job is cancelled, after a savepoint.',
    ]);
    expect(changed(job, ({ spec }) => (spec.job.savepointGeneration = 7))).toEqual([
      'info: A savepoint is taken, if this is one more than the live number; else the webhook refuses it.',
    ]);
    expect(changed(job, ({ metadata }) => (metadata.annotations[key] = 'job-cancel'))).toEqual([
      'danger: The job is cancelled. The operator removes the annotation, and Argo CD sets it again: the command repeats.',
    ]);
  });

  test('settings that start no update', () => {
    expect(changed(job, ({ spec }) => (spec.job.restartPolicy = 'Never'))).toEqual([
      "info: The job runs on: the operator reads job.restartPolicy when it's needed.",
    ]);
  });

  test('claims of its StatefulSets go with an update', () => {
    const given = ({ spec }: Loose) =>
      (spec.taskManager.volumeClaimTemplates = [{ metadata: { name: 'a' } }]);
    expect(changed(job, scale, given)[0]).toBe(
      'danger: The volume claims of taskManager are deleted at the update, with their data.',
    );
  });

  test('a session cluster, and removed ones', () => {
    expect(changed(job, scale, ({ spec }) => delete spec.job)).toEqual([
      'danger: All pods of the cluster are deleted and made again: the jobs that run in it are lost.',
    ]);
    expect(changed(job, gone)).toEqual([
      'danger: Its job is stopped without a savepoint, and its pods and Services are deleted.',
    ]);
  });
});

describe('data', () => {
  test('a claim that is removed, or stays because Argo CD may not prune it', () => {
    expect(changed(claim, gone, ({ metadata }) => delete metadata.annotations)).toEqual([
      'danger: Data at risk: the claim is deleted, and by most storage classes its volume too.',
    ]);
    const kept = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' };
    expect(changed(claim, gone, ({ metadata }) => (metadata.annotations = kept))).toEqual([
      'info: Stays in the cluster, no longer managed: Argo CD may not prune it (Prune=false).',
    ]);
  });

  test('a claim that shrinks or grows', () => {
    const size = (storage: string) => (object: Loose) => (object.spec.resources.requests.storage = storage);
    expect(changed(claim, size('900Mi'), size('1Gi'))).toEqual([
      "danger: Data at risk: a volume can't shrink (1Gi to 900Mi); a smaller claim is a new and empty one.",
      "danger: spec.resources.requests.storage can't be changed in place: the sync fails until the " +
        'PersistentVolumeClaim is deleted and made again. Its data goes with it.',
    ]);
    expect(changed(claim, size('1Ti'), size('900Gi'))).toEqual([
      'info: The volume grows from 900Gi to 1Ti, if its storage class allows it (allowVolumeExpansion); never back.',
    ]);
    expect(changed(claim, size('1024Mi'), size('1Gi'))).toEqual([]);
  });

  const lines =
    (...topics: readonly string[]) =>
    (object: Loose) =>
      (object.data.topics = topics.map((topic) => `${topic}\n`).join(''));
  const given = lines('flows 12 3 retention.ms=86400000,max.message.bytes=1048576', 'out 3 3');

  test.each<[string, readonly string[], readonly string[]]>([
    [
      'removed',
      ['out 3 3'],
      [
        'danger: Topic flows is no longer declared: the topics Job deletes nothing, but nobody keeps its records ' +
          "and settings any more, and a new Kafka won't have it.",
      ],
    ],
    [
      'renamed',
      ['flows 12 3 retention.ms=86400000,max.message.bytes=1048576', 'output 3 3'],
      [
        'danger: Topic out is renamed to output: Kafka knows no renaming. output starts empty; the records and ' +
          'offsets of out stay behind, and go by its retention.',
      ],
    ],
    [
      'with fewer partitions',
      ['flows 6 3 retention.ms=86400000,max.message.bytes=1048576', 'out 3 3'],
      [
        "danger: Topic flows: 12 partitions can't be reduced to 6. The topics Job fails until the topic is deleted " +
          'with its records.',
      ],
    ],
    [
      'with more partitions',
      ['flows 24 3 retention.ms=86400000,max.message.bytes=1048576', 'out 3 3'],
      [
        'info: Topic flows grows from 12 to 24 partitions, for good: keys move to other partitions, so the order ' +
          'per key holds only for records from then on.',
      ],
    ],
    [
      'with other replicas',
      ['flows 12 1 retention.ms=86400000,max.message.bytes=1048576', 'out 3 3'],
      [
        "danger: Topic flows: the topics Job doesn't change 3 replicas to 1 and fails until " +
          'kafka-reassign-partitions.sh has done so.',
      ],
    ],
    [
      'kept for less time, with smaller records',
      ['flows 12 3 retention.ms=3600000,max.message.bytes=1000', 'out 3 3'],
      [
        'danger: Topic flows: max.message.bytes from 1048576 to 1000: larger records are refused.',
        'danger: Topic flows: retention.ms from 86400000 (24 hours) to 3600000 (1 hour): Kafka deletes what is ' +
          'beyond it, within minutes of the sync.',
      ],
    ],
    [
      'kept for less than the default, or compacted',
      [
        'flows 12 3 retention.ms=86400000,max.message.bytes=1048576',
        'out 3 3 retention.ms=172800000,cleanup.policy=compact',
      ],
      [
        'danger: Topic out: cleanup.policy from delete to compact: Kafka deletes older records of a key.',
        'danger: Topic out: retention.ms from 604800000 (7 days) to 172800000 (2 days): Kafka deletes what is ' +
          'beyond it, within minutes of the sync.',
      ],
    ],
    [
      'kept for ever, and one more',
      ['flows 12 3 retention.ms=-1,max.message.bytes=1048576', 'out 3 3', 'new 1 1'],
      ['info: Topic new is created.', 'info: Topic flows: retention.ms from 86400000 (24 hours) to -1.'],
    ],
    [
      'without a setting',
      ['flows 12 3 retention.ms=86400000', 'out 3 3'],
      [
        'info: Topic flows: max.message.bytes is no longer declared, but the topics Job removes no setting: ' +
          '1048576 stays.',
      ],
    ],
  ])('a topic %s', (_, topics, expected) => {
    expect(changed(declared, lines(...topics), given)).toEqual(expected);
  });

  test('no topic left', () => {
    expect(changed(declared, gone, lines('flows 1 1'))[0]).toMatch(
      /^danger: Topic flows is no longer declared/,
    );
  });
});

describe('access', () => {
  test('a verb more, and one less', () => {
    expect(
      changed(
        role,
        ({ rules }) => (rules[0].verbs = ['get', 'escalate', 'bind']),
        (object) => (object.rules = [{ apiGroups: ['apps'], resources: ['b', 'a'], verbs: ['get', 'list'] }]),
      ),
    ).toEqual([
      'danger: Wider access in the whole cluster: bind, escalate on a, b (apps).',
      'info: No longer allowed in the whole cluster: list on a, b (apps).',
    ]);
  });

  test('a rule that others cover already is no wider', () => {
    const all = (object: Loose) => (object.rules = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]);
    const rule = { apiGroups: [''], resources: ['secrets'], verbs: ['get'] };
    expect(changed(role, ({ rules }) => rules.push(rule), all)).toEqual([]);
    expect(changed(role, all, (object) => (object.rules = [rule]))[0]).toBe(
      'danger: Wider access in the whole cluster: * on * (*).',
    );
    const mine = (object: Loose) => (object.rules = [{ ...rule, resourceNames: ['mine'] }]);
    const any = (object: Loose) => (object.rules = [rule]);
    expect(changed(role, any, mine)).toEqual([
      'danger: Wider access in the whole cluster: get on secrets (core).',
    ]);
    expect(changed(role, mine, any)).toEqual([
      'info: No longer allowed in the whole cluster: get on secrets (core).',
    ]);
  });

  test('a new binding, a new subject, and another role', () => {
    const binding = manifest(
      reference('flink-operator', 'ClusterRoleBinding', 'flink-operator-manager-rolebinding'),
    );
    binding.subjects = [{ kind: 'ServiceAccount', name: 'a', namespace: 'n' }];
    binding.roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' };
    expect(between(undefined, binding)).toEqual([
      'danger: Wider access: ServiceAccount n/a may do in the whole cluster what ClusterRole reader allows.',
    ]);
    const more = { ...binding, subjects: [...binding.subjects, { kind: 'Group', name: 'all' }] };
    expect(between(binding, more)).toEqual([
      'danger: Wider access: Group all may do in the whole cluster what ClusterRole reader allows.',
    ]);
    expect(between(more, binding)).toEqual([
      'info: Group all may no longer do in the whole cluster what ClusterRole reader allows.',
    ]);
    expect(between(binding, { ...binding, roleRef: { ...binding.roleRef, name: 'admin' } })).toEqual([
      "danger: roleRef can't be changed in place: the sync fails until the ClusterRoleBinding is deleted and made again.",
      'danger: Wider access: ServiceAccount n/a may do in the whole cluster what ClusterRole admin allows.',
    ]);
  });
});

describe('images', () => {
  test('the old and the new one are named, and whether it is pinned', () => {
    const image = (reference: string) => (object: Loose) =>
      (object.spec.template.spec.containers[0].image = reference);
    const { name } = manifest(broker).spec.template.spec.containers[0];
    const restart = /^restart: /;
    const update = (to: string) => changed(broker, image(to), image('docker.io/apache/kafka:3.9.1'));
    expect(update('docker.io/apache/kafka:3.9.2')).toEqual([
      expect.stringMatching(restart),
      `info: New image of container ${name}: docker.io/apache/kafka:3.9.1 becomes docker.io/apache/kafka:3.9.2.`,
    ]);
    expect(update('localhost:5000/kafka')).toEqual([
      expect.stringMatching(restart),
      `info: New image of container ${name}: docker.io/apache/kafka:3.9.1 becomes localhost:5000/kafka. ` +
        'Nothing pins it: it may be another program tomorrow.',
    ]);
  });

  test('that of a FlinkCluster, and of another container', () => {
    expect(
      changed(
        job,
        ({ spec }) => (spec.image.name = 'flink:2'),
        ({ spec }) => (spec.image.name = 'flink:1'),
      )[1],
    ).toBe('info: New image of the cluster: flink:1 becomes flink:2.');
    expect(
      changed(collector, ({ spec }) =>
        spec.template.spec.containers.push({ name: 'more', image: 'busybox:1.37' }),
      )[1],
    ).toBe('info: New image of container more: busybox:1.37.');
  });
});

describe('network', () => {
  const policy = (name: string, spec: Loose): Loose => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: 'netflow' },
    spec,
  });
  const kafkaPods = { matchLabels: { 'app.kubernetes.io/name': 'kafka' } };
  const collectors = { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'goflow2' } } };
  const rule = { from: [collectors], ports: [{ port: 9092 }] };
  const allow = (...ingress: readonly Loose[]): Loose =>
    policy('kafka', { podSelector: kafkaPods, policyTypes: ['Ingress'], ingress });
  const deny = policy('deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });

  test.each<[string, Loose, Loose, readonly string[]]>([
    [
      'a peer more',
      allow(rule),
      allow({ ...rule, from: [collectors, { namespaceSelector: {} }] }),
      [
        'danger: Network opened: incoming traffic from pods with app.kubernetes.io/name=goflow2 or all pods of all ' +
          'namespaces on port 9092/TCP is allowed.',
      ],
    ],
    [
      'no peers, which are all',
      allow(rule),
      allow({ ports: rule.ports }),
      ['danger: Network opened: incoming traffic from anywhere on port 9092/TCP is allowed.'],
    ],
    [
      'no ports, which are all',
      allow(rule),
      allow({ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }] }),
      [
        'danger: Network opened: incoming traffic from 10.0.0.0/8 without 10.1.0.0/16 on every port is allowed.',
        'restart: Network closed: incoming traffic from pods with app.kubernetes.io/name=goflow2 on port 9092/TCP ' +
          'is no longer allowed in full.',
      ],
    ],
    [
      'a rule less',
      allow(rule),
      allow(),
      [
        'restart: Network closed: incoming traffic from pods with app.kubernetes.io/name=goflow2 on port 9092/TCP ' +
          'is no longer allowed in full.',
      ],
    ],
    [
      'a direction less',
      deny,
      policy('deny', { podSelector: {}, policyTypes: ['Ingress'] }),
      ['danger: Network opened: this policy no longer limits outgoing traffic of all pods.'],
    ],
    [
      'other pods',
      deny,
      policy('deny', { podSelector: kafkaPods, policyTypes: ['Ingress', 'Egress'] }),
      [
        'danger: Network opened: the policy was for all pods and is for pods with app.kubernetes.io/name=kafka; ' +
          'pods that it leaves are open unless another policy selects them.',
      ],
    ],
    [
      'nothing: removed',
      allow(rule),
      undefined,
      [
        'danger: Network opened: this policy no longer limits incoming traffic of pods with app.kubernetes.io/name=kafka.',
      ],
    ],
    [
      'something: added',
      undefined,
      allow(rule),
      [
        'restart: Network closed: all other incoming traffic of pods with app.kubernetes.io/name=kafka is blocked.',
      ],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(between(before, after)).toEqual(expected);
  });

  test('beside a policy that blocks all, adding one opens and removing one closes', () => {
    expect(between(undefined, allow(rule), [deny])).toEqual([
      'danger: Network opened: incoming traffic from pods with app.kubernetes.io/name=goflow2 on port 9092/TCP is allowed.',
    ]);
    expect(between(allow(rule), undefined, [deny])).toEqual([
      'danger: Network closed: incoming traffic that only this policy allowed is blocked.',
    ]);
  });
});

describe('what others live in or pass through', () => {
  test('a namespace that is removed, or takes less strict pods', () => {
    const namespace = production('namespaces', 'Namespace', 'netflow');
    const level = (value: string) => (object: Loose) =>
      (object.metadata.labels = { 'pod-security.kubernetes.io/enforce': value });
    expect(changed(namespace, gone, ({ metadata }) => delete metadata.annotations)).toEqual([
      'danger: Everything in the namespace is deleted with it, volume claims included.',
    ]);
    expect(changed(namespace, level('baseline'), level('restricted'))).toEqual([
      'danger: Pods may do more: Pod Security goes down from restricted to baseline.',
    ]);
    expect(changed(namespace, level('restricted'), level('baseline'))).toEqual([
      'info: New pods must keep to Pod Security restricted instead of baseline; running ones stay.',
    ]);
  });

  test('a CRD that is removed, or loses a version or a field', () => {
    const bare = ({ metadata }: Loose) => delete metadata.annotations;
    expect(changed(crd, gone, bare)).toEqual([
      'danger: All flinkclusters.flinkoperator.k8s.io of the cluster are deleted with their definition.',
    ]);
    expect(changed(crd, ({ spec }) => (spec.versions[0].name = 'v9'))).toEqual([
      'danger: Version v1beta1 is dropped: its manifests and clients fail, and the API server refuses the change ' +
        'while status.storedVersions names it.',
    ]);
    expect(changed(crd, ({ spec }) => (spec.versions[0].served = false))).toEqual([
      'danger: Version v1beta1 is no longer served: its manifests and clients fail.',
    ]);
    const drop = ({ spec }: Loose) =>
      delete spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.job.properties.savepointsDir;
    expect(changed(crd, drop)).toEqual([
      'danger: Version v1beta1 no longer knows spec.job.savepointsDir: the API server drops what objects have there.',
    ]);
  });

  test('webhooks that fail in another way, or are gone', () => {
    const mutating = reference(
      'flink-operator',
      'MutatingWebhookConfiguration',
      'flink-operator-mutating-webhook-configuration',
    );
    const validating = reference(
      'flink-operator',
      'ValidatingWebhookConfiguration',
      'flink-operator-validating-webhook-configuration',
    );
    const policy = (value: string) => (object: Loose) => (object.webhooks[0].failurePolicy = value);
    expect(changed(mutating, policy('Ignore'), policy('Fail'))).toEqual([
      'danger: Webhook mflinkcluster.flinkoperator.k8s.io fails open: while its service is away, flinkclusters pass ' +
        'without their defaults.',
    ]);
    expect(changed(validating, policy('Fail'), policy('Ignore'))).toEqual([
      'danger: Webhook vflinkcluster.flinkoperator.k8s.io fails closed: no change of flinkclusters passes while its ' +
        'service is away.',
    ]);
    expect(changed(validating, gone)).toEqual([
      'danger: Webhook vflinkcluster.flinkoperator.k8s.io is gone: flinkclusters are stored unchecked.',
    ]);
  });

  test('Services', () => {
    const service = reference('goflow2', 'Service', 'goflow2');
    const given = ({ spec }: Loose) => {
      spec.type = 'NodePort';
      spec.ports = [{ port: 2055, protocol: 'UDP', nodePort: 32055 }, { port: 8080 }];
    };
    expect(changed(service, gone)).toEqual(['danger: Whoever calls goflow2 fails: its name is gone.']);
    expect(changed(service, ({ spec }) => (spec.ports[0].nodePort = 32056), given)).toEqual([
      'danger: Port 32055 of the nodes moves to 32056: senders from outside must be changed.',
    ]);
    expect(changed(service, ({ spec }) => spec.ports.pop(), given)).toEqual([
      'danger: Port 8080/TCP is gone: who uses it fails.',
    ]);
    expect(changed(service, ({ spec }) => (spec.selector = { a: 'b' }), given)).toEqual([
      'danger: Its traffic goes to the pods of another selector.',
    ]);
    expect(changed(service, ({ spec }) => (spec.type = 'LoadBalancer'), given)).toEqual([
      'danger: Type NodePort becomes LoadBalancer: it can be reached in another way than before.',
    ]);
  });

  test('a ConfigMap that pods read: whether they restart for it', () => {
    const config = production('kafka', 'ConfigMap', 'kafka-broker');
    expect(
      changed(config, ({ data }) => (data['server.properties'] = `${data['server.properties']}a=b\n`)),
    ).toEqual(["info: Pods of StatefulSet kafka don't restart: most programs read it only at their start."]);
    expect(changed(config, gone)).toEqual([
      "danger: Pods of StatefulSet kafka can't start any more: they need it.",
    ]);
  });

  test('Argo CD', () => {
    const application = reference('applications', 'Application', 'cert-manager');
    expect(
      changed(
        application,
        ({ spec }) => (spec.source.targetRevision = 'v2'),
        ({ spec }) => (spec.source.targetRevision = 'v1'),
      ),
    ).toEqual([
      "danger: Taken from another targetRevision: v1 becomes v2; what that changes isn't in this review.",
    ]);
    const destination = (server: string, namespace: string) => (object: Loose) =>
      (object.spec.destination = { server, namespace });
    expect(changed(application, destination('b', 'x'), destination('a', 'x'))).toEqual([
      'danger: Its objects are made in another cluster; those in the old one are no longer managed.',
    ]);
    expect(changed(application, destination('a', 'y'), destination('a', 'x'))).toEqual([
      'info: Objects that name no namespace go to y instead of x.',
    ]);
    const prune = (value: boolean) => (object: Loose) =>
      (object.spec.syncPolicy = { automated: { prune: value } });
    expect(changed(application, prune(true), prune(false))).toEqual([
      'danger: Argo CD now deletes what is gone from git.',
    ]);
    const finalizers = ['resources-finalizer.argocd.argoproj.io'];
    expect(changed(application, gone, ({ metadata }) => (metadata.finalizers = finalizers))).toEqual([
      'danger: Everything that the Application manages is deleted with it.',
    ]);
  });

  test('a project of Argo CD that allows more', () => {
    const project = production('argocd', 'AppProject', 'netflow-production');
    expect(
      changed(project, ({ spec }) => {
        spec.sourceRepos.push('*');
        spec.destinations.push({ namespace: 'kube-system', server: '*' });
        spec.clusterResourceWhitelist.push({ group: '', kind: 'Node' });
        spec.namespaceResourceWhitelist.push({ group: 'x.org', kind: 'Y' });
      }),
    ).toEqual([
      'danger: Wider access: Applications of the project may take manifests from *.',
      'danger: Wider access: Applications of the project may deploy to kube-system of *.',
      'danger: Wider access: Applications of the project may make, in the whole cluster, Node (core).',
      'danger: Wider access: Applications of the project may make Y (x.org).',
    ]);
    expect(changed(project, ({ spec }) => spec.destinations.pop())).toEqual([]);
  });

  test('an object that another Application takes over', () => {
    const object = manifest(broker);
    const result = review(
      { name: 'before', objects: [{ environment: 'e', application: 'one', object }] },
      { name: 'after', objects: [{ environment: 'e', application: 'two', object }] },
    );
    expect(told(result.environments[0]?.objects[0]?.consequences ?? [])).toEqual([
      'danger: Moves from Application one to two: it is deleted and made again if the old one is synced first.',
    ]);
  });
});

test('the most dangerous comes first, in an environment and among them', () => {
  const edit = (placed: PlacedObject): PlacedObject[] => {
    const object: Loose = structuredClone(placed.object);
    const key = `${placed.environment}/${object.kind}/${object.metadata.name}`;
    if (key === 'production/StatefulSet/kafka') object.spec.template.metadata.labels.more = 'yes';
    if (key === 'production/Service/kafka-service') object.metadata.labels.more = 'yes';
    if (key === 'reference/Deployment/goflow2') return [];
    return [{ ...placed, object }];
  };
  const result = review({ name: 'a', objects: dist }, { name: 'b', objects: dist.flatMap(edit) });
  expect(
    result.environments.map(({ name, objects }) => [
      name,
      objects.map((one) => `${one.severity} ${one.kind}`),
    ]),
  ).toEqual([
    ['reference', ['danger Deployment']],
    ['production', ['restart StatefulSet', 'info Service']],
  ]);
});
