/** FlinkClusters against our definition: what users of the operator write is valid, what is wrong is not. */
import { complaints } from './flink/definition';
import { changed, job, remoteJar, session, volcano } from './flink/samples';
import { environments, manifests } from './manifests';

const samples = { job, session, volcano, remoteJar };

test.each(Object.entries(samples))('a %s cluster is valid', (_, sample) => {
  expect(complaints(sample)).toEqual([]);
});

test.each<[kind: keyof typeof samples, path: string, value: unknown, complaint: string]>([
  ['job', 'spec/job/restartPolicy', undefined, "/spec/job: must have required property 'restartPolicy'"],
  ['job', 'spec/flinkVersion', 1.2, '/spec/flinkVersion: must be string'],
  ['job', 'spec/image/name', undefined, "/spec/image: must have required property 'name'"],
  ['job', 'spec/job/jarURI', 'a.jar', '/spec/job: must NOT have additional properties (jarURI)'],
  [
    'job',
    'spec/jobManager/extraPorts/0/protocol',
    'QUIC',
    '/spec/jobManager/extraPorts/0/protocol: must be equal to one of the allowed values',
  ],
  [
    'job',
    'spec/taskManager/volumeClaimTemplates/0/metadata/nmae',
    'x',
    '/spec/taskManager/volumeClaimTemplates/0/metadata: must NOT have additional properties (nmae)',
  ],
  [
    'job',
    'spec/taskManager/resources/limits/memory',
    '2 GB',
    '/spec/taskManager/resources/limits/memory: must match pattern',
  ],
  ['session', 'spec/taskManager/replicas', '1', '/spec/taskManager/replicas: must be integer'],
  [
    'session',
    'spec/taskManager/sidecars/0/ports/0/containerPort',
    'http',
    '/spec/taskManager/sidecars/0/ports/0/containerPort: must be integer',
  ],
  [
    'session',
    'spec/taskManager/sidecars/0/restartPolicy',
    'Always',
    '/spec/taskManager/sidecars/0: must NOT have additional properties (restartPolicy)',
  ],
  [
    'volcano',
    'spec/batchScheduler/name',
    undefined,
    "/spec/batchScheduler: must have required property 'name'",
  ],
  [
    'volcano',
    'spec/job/maxStateAgeToRestoreSeconds',
    -1,
    '/spec/job/maxStateAgeToRestoreSeconds: must be >= 0',
  ],
  [
    'remoteJar',
    'spec/job/initContainers/0/name',
    undefined,
    "/spec/job/initContainers/0: must have required property 'name'",
  ],
  ['remoteJar', 'spec/job/parallelism', 2 ** 31, '/spec/job/parallelism: must match format "int32"'],
])('a %s cluster is not, with %s: %j', (kind, path, value, complaint) => {
  expect(complaints(changed(samples[kind], path, value)).join('\n')).toContain(complaint);
});

const committed = environments().flatMap((environment) =>
  manifests(environment)
    .filter(({ object }) => object.kind === 'FlinkCluster')
    .map(({ path, object }) => ({ file: `${environment}/${path}`, object })),
);

test('there are FlinkClusters in dist/', () => {
  expect(committed.length).toBeGreaterThan(0);
});

test.each(committed)('$file is valid', ({ object }) => {
  expect(complaints(object)).toEqual([]);
});
