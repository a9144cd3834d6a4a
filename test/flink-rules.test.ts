/** Every rule for FlinkClusters: what it accepts, what it refuses, and where it says so. */
import type { FlinkClusterManifest } from '../charts/flink-cluster/manifest';
import { canonical } from '../charts/kubernetes/quantity';
import { findings, rules } from '../charts/flink-cluster/rules';
import { changed, job, remoteJar, session, volcano } from './flink/samples';

/** A change of a sample that the rule lets pass, and one that it doesn't; `at`, where it isn't the change's place. */
type Row = readonly [
  rule: keyof typeof rules,
  sample: object,
  path: string,
  accepted: unknown,
  refused: unknown,
  at?: string,
];

const LONGEST = 'a'.repeat(40);
const CLASHING = [{ name: 'ui', containerPort: 9249 }];
const DISTINCT = [{ name: 'metrics', containerPort: 9249 }];
const GCP = { secretName: 'key', keyFile: 'key.json', mountPath: '/etc/gcp' };
const old = changed(job, 'spec/flinkVersion', '1.9');

/** The job with a volume that all its pods share. */
const CLAIM = [{ name: 'state', persistentVolumeClaim: { claimName: 'state' } }];
const onClaim = ['jobManager', 'taskManager'].reduce(
  (cluster, server) =>
    changed(changed(cluster, `spec/${server}/volumes`, CLAIM), `spec/${server}/volumeMounts`, [
      { name: 'state', mountPath: '/state' },
    ]),
  job,
);

const errors: readonly Row[] = [
  ['name', job, 'metadata/name', LONGEST, `${LONGEST}a`],
  ['name', job, 'metadata/name', 'a1-b', '1a'],
  ['name', job, 'metadata/name', 'a', 'a.b'],
  ['name', job, 'metadata/name', 'ab', 'A'],
  ['name', job, 'metadata/name', 'ab', 'a-'],
  ['name', job, 'metadata/name', 'ab', ''],
  ['namespace', job, 'metadata/namespace', 'default', ''],
  ['flinkVersion', job, 'spec/flinkVersion', 'v1.15-SNAPSHOT', '1.x'],
  ['flinkVersion', job, 'spec/flinkVersion', '', 'latest'],
  ['flinkVersionReadsOurConfiguration', job, 'spec/flinkVersion', '1.20', '2.0'],
  ['imageName', job, 'spec/image/name', 'flink:1.20', ''],
  ['imagePullPolicy', job, 'spec/image/pullPolicy', 'Never', 'never'],
  ['imagePullPolicy', job, 'spec/image/pullPolicy', undefined, ''],
  ['batchScheduler', volcano, 'spec/batchScheduler/name', 'volcano', 'yunikorn'],
  ['batchScheduler', volcano, 'spec/batchSchedulerName', 'volcano', 'kube-batch'],
  ['hadoopConfig', session, 'spec/hadoopConfig', { configMapName: 'hadoop' }, { mountPath: '/etc/hadoop' }],
  ['hadoopConfig', session, 'spec/hadoopConfig', undefined, { configMapName: 'hadoop', mountPath: '' }],
  ['gcpServiceAccount', job, 'spec/gcpConfig/serviceAccount', GCP, { ...GCP, secretName: '' }],
  ['gcpServiceAccount', job, 'spec/gcpConfig/serviceAccount', GCP, { ...GCP, keyFile: undefined }],
  ['gcpServiceAccount', job, 'spec/gcpConfig/serviceAccount', GCP, { ...GCP, mountPath: '/etc/key.json' }],
  ['gcpConfigHasServiceAccount', job, 'spec/gcpConfig', { serviceAccount: GCP }, {}],
  ['jobManagerReplicas', job, 'spec/jobManager/replicas', 1, 2],
  ['jobManagerReplicas', job, 'spec/jobManager/replicas', undefined, 0],
  ['jobManagerAccessScope', job, 'spec/jobManager/accessScope', 'Headless', 'ClusterIP'],
  ['jobManagerPorts', job, 'spec/jobManager/ports/ui', 1025, 1024],
  ['jobManagerPorts', job, 'spec/jobManager/ports/rpc', 65535, 65536],
  ['jobManagerPortsDiffer', job, 'spec/jobManager/ports/ui', 6126, 6123],
  [
    'jobManagerPortsDiffer',
    job,
    'spec/jobManager/extraPorts',
    DISTINCT,
    CLASHING,
    'spec/jobManager/extraPorts/0',
  ],
  ['taskManagerReplicas', job, 'spec/taskManager/replicas', 1, 0],
  ['taskManagerReplicas', job, 'spec/taskManager/replicas', undefined, -1],
  ['taskManagerPorts', job, 'spec/taskManager/ports/data', 1025, 80],
  ['taskManagerPortsDiffer', job, 'spec/taskManager/ports/rpc', 6123, 6121],
  [
    'taskManagerPortsDiffer',
    job,
    'spec/taskManager/extraPorts',
    [{ containerPort: 1 }, { containerPort: 2 }],
    [{ containerPort: 1 }, { containerPort: 1 }],
    'spec/taskManager/extraPorts/1',
  ],
  [
    'noOperatorIngress',
    job,
    'spec/jobManager/ingress',
    undefined,
    { hostFormat: '{{$clusterName}}.example.org' },
  ],
  [
    'probesCheckTcp',
    job,
    'spec/jobManager/readinessProbe',
    { periodSeconds: 5 },
    { httpGet: { port: 8081 } },
  ],
  [
    'volumeNamesAreFree',
    job,
    'spec/taskManager/volumes',
    [{ name: 'usr-lib' }],
    [{ name: 'state' }, { name: 'flink-config-volume' }],
    'spec/taskManager/volumes/1/name',
  ],
  [
    'limits',
    job,
    'spec/taskManager/resources',
    {},
    { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } },
    'spec/taskManager/resources/limits/cpu',
  ],
  [
    'limits',
    job,
    'spec/jobManager/resources',
    { limits: { cpu: '1', memory: '1Gi' } },
    { requests: { memory: '1Gi' }, limits: { cpu: '1' } },
    'spec/jobManager/resources/limits/memory',
  ],
  ['memoryProcessRatio', job, 'spec/taskManager/memoryProcessRatio', 100, 101],
  ['memoryProcessRatio', old, 'spec/taskManager/memoryProcessRatio', undefined, 80],
  ['memoryOffHeapRatio', job, 'spec/taskManager/memoryOffHeapRatio', undefined, 25],
  ['memoryOffHeapRatio', old, 'spec/jobManager/memoryOffHeapRatio', 0, -1],
  ['memoryOffHeapMin', job, 'spec/taskManager/memoryOffHeapMin', 0, '600M'],
  ['memoryOffHeapMin', old, 'spec/taskManager/memoryOffHeapMin', '2Gi', '2049Mi'],
  ['jobHasProgram', job, 'spec/job', { pyModule: 'job' }, {}, 'spec/job/jarFile'],
  ['parallelism', job, 'spec/job/parallelism', 1, 0],
  ['restartPolicy', job, 'spec/job/restartPolicy', 'Never', 'Always'],
  ['restartHasAgeLimit', volcano, 'spec/job/maxStateAgeToRestoreSeconds', 0, undefined],
  [
    'updateWithoutSavepointHasAgeLimit',
    job,
    'spec/job/takeSavepointOnUpdate',
    true,
    false,
    'spec/job/maxStateAgeToRestoreSeconds',
  ],
  ['cleanupPolicy', job, 'spec/job/cleanupPolicy/afterJobFails', 'DeleteTaskManager', undefined],
  ['cleanupPolicy', job, 'spec/job/cleanupPolicy/afterJobSucceeds', 'KeepCluster', 'Keep'],
  ['jobIsNotCancelled', job, 'spec/job/cancelRequested', false, true],
  ['jobMode', job, 'spec/job/mode', 'Blocking', 'Application'],
  ['taskSlots', job, 'spec/flinkProperties/taskmanager.numberOfTaskSlots', '8', 'two'],
  ['taskSlots', job, 'spec/flinkProperties/taskmanager.numberOfTaskSlots', undefined, '0'],
  ['parallelismFitsSlots', job, 'spec/job/parallelism', 2, 3],
  ['parallelismFitsSlots', volcano, 'spec/job/parallelism', 3, 4], // a CPU limit of 1 makes one slot each
  ['parallelismFitsSlots', job, 'spec/taskManager/replicas', 2, 1, 'spec/job/parallelism'],
  ['propertiesAreLines', job, 'spec/flinkProperties/a.b', 'x y', 'x\nrest.port: 1'],
  ['propertiesAreLines', job, 'spec/flinkProperties/a.b', '1', '1 # one'],
  ['memoryFitsLimit', job, 'spec/flinkProperties/taskmanager.memory.process.size', '2g', '2049m'],
  ['memoryFitsLimit', job, 'spec/flinkProperties/jobmanager.memory.flink.size', '2147483648', '3 gb'],
  ['memoryFitsLimit', job, 'spec/flinkProperties/taskmanager.memory.task.heap.size', '1g', '1t'],
  ['memoryFitsLimit', old, 'spec/flinkProperties/taskmanager.heap.size', '1024m', '4096m'],
  ['stateIsShared', job, 'spec/flinkProperties/execution.checkpointing.dir', 's3://b/c', 'file:///state/c'],
  ['stateIsShared', onClaim, 'spec/flinkProperties/state.checkpoints.dir', '/state', 'file:/stateless'],
  [
    'stateIsShared',
    changed(onClaim, 'spec/flinkProperties/high-availability.storageDir', 'file:///state/ha'),
    'spec/taskManager/volumes',
    CLAIM,
    [{ name: 'state', emptyDir: {} }],
    'spec/flinkProperties/high-availability.storageDir',
  ],
];

const warnings: readonly Row[] = [
  ['savepointsAreShared', onClaim, 'spec/job/savepointsDir', 'file:///state/s', 'file:///tmp/s'],
  ['flinkVersionIsSaid', job, 'spec/flinkVersion', '1.20', ''],
  [
    'userControlIsNotInGit',
    job,
    'metadata/annotations',
    { note: 'x' },
    { 'flinkclusters.flinkoperator.k8s.io/user-control': 'savepoint' },
    'metadata/annotations/flinkclusters.flinkoperator.k8s.io/user-control',
  ],
  ['quantitiesAreCanonical', job, 'spec/taskManager/resources/limits/memory', '2Gi', '2048Mi'],
  ['quantitiesAreCanonical', job, 'spec/jobManager/resources/requests/cpu', '500m', '0.5'],
  [
    'remoteProgramIsFetched',
    remoteJar,
    'spec/job/initContainers',
    [{ name: 'fetch' }],
    undefined,
    'spec/job/jarFile',
  ],
  ['cleanupAfterCancelIsKnown', job, 'spec/job/cleanupPolicy/afterJobCancelled', 'KeepCluster', 'Stop'],
  ['jobCanBeUpdated', job, 'spec/job/savepointsDir', 'file:///savepoints', undefined],
  [
    'restartHasSavepoints',
    volcano,
    'spec/job/savepointsDir',
    's3://b/s',
    undefined,
    'spec/job/restartPolicy',
  ],
  ['loggingToStdoutStays', job, 'spec/job/noLoggingToStdout', false, true],
  ['jobPodLabelsDoNothing', job, 'spec/job/podLabels', undefined, { app: 'job' }],
  ['propertiesAreNotTheOperators', job, 'spec/flinkProperties/rest.port', undefined, '8081'],
  ['logConfigKeepsOperatorsFiles', job, 'spec/logConfig/flink-conf.yaml', undefined, 'rest.port: 80'],
  ['logConfigIsReadable', job, 'spec/logConfig/log4j-console.properties', 'x', undefined],
];

function found(rule: keyof typeof rules, cluster: object) {
  return rules[rule](cluster as FlinkClusterManifest);
}

describe.each([
  ['error', errors],
  ['warning', warnings],
] as const)('an %s', (severity, rows) => {
  const table = rows.map(([rule, sample, path, accepted, refused, at = path]) => ({
    rule,
    sample,
    path,
    accepted,
    refused,
    at,
  }));
  test.each(table)(
    '$rule: $path $accepted, not $refused',
    ({ rule, sample, path, accepted, refused, at }) => {
      expect(found(rule, changed(sample, path, accepted))).toEqual([]);
      const complaints = found(rule, changed(sample, path, refused));
      expect(complaints.map((finding) => [finding.severity, finding.path.join('/')])).toEqual([
        [severity, at],
      ]);
    },
  );
});

test('every rule has its row', () => {
  const tested = [...errors, ...warnings].map(([rule]) => rule);
  expect(Object.keys(rules).filter((rule) => !tested.includes(rule as keyof typeof rules))).toEqual([]);
});

test('what users of the operator write breaks no rule', () => {
  for (const sample of [job, session, volcano, remoteJar]) expect(findings(sample as never)).toEqual([]);
});

test('all that is wrong is found at once, errors first', () => {
  const broken = changed(
    changed(changed(job, 'spec/job/savepointsDir', undefined), 'spec/job/mode', 'Application'),
    'spec/taskManager/replicas',
    0,
  );
  expect(findings(broken as never).map(({ severity }) => severity)).toEqual(['error', 'error', 'warning']);
});

// k8s.io/apimachinery, resource.Quantity: CanonicalizeBytes
test.each([
  ['2048Mi', '2Gi'],
  ['1536Mi', '1536Mi'],
  ['1.5Gi', '1536Mi'],
  ['1024', '1024'],
  ['1000', '1k'],
  ['0.5', '500m'],
  ['1.0', '1'],
  ['1000m', '1'],
  ['1500m', '1500m'],
  ['0Gi', '0'],
  ['512', '512'],
  ['1024Ki', '1Mi'],
  ['0.5Mi', '512Ki'],
  ['0.9765625Ki', '1k'], // 1000 bytes: below 1 KiB there is no binary form
  [2, '2'],
  ['1e3', undefined],
])('%s is written as %s', (quantity, form) => {
  expect(canonical(quantity)).toBe(form);
});
