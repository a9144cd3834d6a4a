/** Flink clusters of a site's own: every public shape, and whole sites, become what was asked for, and valid. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { loadEnvironments } from '../../charts/values/load';
import { ValuesError } from '../../charts/values/problem';
import { findings } from '../../charts/flink-cluster/rules';
import type { FlinkClusterManifest } from '../../charts/flink-cluster/manifest';
import { checks } from '../checks';
import { complaints as definitionComplaints } from '../flink/definition';
import { validate } from '../kubernetes-schema';
import { objectOf, site } from './synth';

const SHAPES = 'test/sites/flink-shapes.yaml';

/** What is said of a cluster that has no place of its own name in a FlinkCluster's `spec`. */
const OURS = [
  'name',
  'enabled',
  'image',
  'logLevel',
  'highAvailability',
  'state',
  'ingress',
  'egress',
  'pod',
];

type Said = Readonly<Record<string, unknown>>;
const said = (parse(readFileSync(SHAPES, 'utf8')) as { flink: { clusters: Record<string, Said> } }).flink
  .clusters;
const synthesised = site('reference', SHAPES);
const clusterOf = (all: ReturnType<typeof site>, application: string) => {
  const found = all.find(({ path }) => path.startsWith(`${application}/FlinkCluster.`));
  if (found === undefined) throw new Error(`no FlinkCluster in ${application}`);
  return found.object as typeof found.object & FlinkClusterManifest;
};

test('there are 23 shapes', () => {
  expect(Object.keys(said)).toHaveLength(23);
});

describe.each(Object.entries(said))('%s', (name, cluster) => {
  const made = clusterOf(synthesised, `flink-${name}`);

  test('has all that was said, where it was said', () => {
    const { flinkProperties = {}, ...fields } = Object.fromEntries(
      Object.entries(cluster).filter(([key]) => !OURS.includes(key)),
    );
    const properties = Object.entries(flinkProperties as Said).map(([key, value]) => [key, String(value)]);
    expect(made.spec).toMatchObject({ ...fields, flinkProperties: Object.fromEntries(properties) as object });
    expect(made.spec.job === undefined).toBe(cluster.job === undefined);
  });

  test('is valid by the definition, and no rule of the operator refuses it', () => {
    expect(definitionComplaints(made)).toEqual([]);
    expect(findings(made).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

/** What is wrong with the shapes when options change them. */
function refused(...options: readonly string[]): string[] {
  try {
    loadEnvironments(['-f', SHAPES, ...options.flatMap((option) => ['--set', option])]);
    return [];
  } catch (error) {
    if (!(error instanceof ValuesError)) throw error;
    return error.problems.map(({ path, allowed }) => `${path}: ${allowed}`);
  }
}

// As public specs have it, and as v0.3.9 of the operator does not take it.
test.each([
  ['top-speed.flinkVersion=2.3', 'top-speed.flinkVersion: a version before 2.0'],
  ['remote-jar.job.mode=Application', 'remote-jar.job.mode: Detached | Blocking'],
  [
    'beam-workers.taskManager.resources.limits.cpu=null',
    'beam-workers.taskManager.resources.limits.cpu: a limit',
  ],
  ['session.batchScheduler.name=yunikorn', 'session.batchScheduler.name: volcano'],
  [
    'savepoints.job.maxStateAgeToRestoreSeconds=null,flink.clusters.savepoints.job.takeSavepointOnUpdate=true',
    'savepoints.job.maxStateAgeToRestoreSeconds: how old',
  ],
  [
    'remote-jar.job.cleanupPolicy.afterJobFails=null',
    'remote-jar.job.cleanupPolicy.afterJobFails: KeepCluster',
  ],
  ['rocksdb.jobManager.replicas=2', 'rocksdb.jobManager.replicas: 1'],
  ['rocksdb.jobManager.livenessProbe.httpGet.port=8081', 'rocksdb.jobManager.livenessProbe: no httpGet'],
  ['metrics.jobManager.ports.ui=9249', 'metrics.jobManager.extraPorts.0: a name and a number'],
  [
    'gcs.gcpConfig.serviceAccount.secretName=',
    'gcs.gcpConfig.serviceAccount: secretName, keyFile and mountPath',
  ],
  ['top-speed.taskManager.memoryOffHeapRatio=25', 'top-speed.taskManager.memoryOffHeapRatio: nothing'],
  ['word-count.job.jarFile=null', 'word-count.job.jarFile: the path of a JAR file'],
  ['word-count.job.jarURI=a.jar', 'word-count.job.jarURI: the keys jarFile, className'],
])('%s is refused', (option, message) => {
  expect(refused(`flink.clusters.${option}`)).toEqual([expect.stringContaining(`flink.clusters.${message}`)]);
});

test.each([
  ['s3.name=gcs', 's3.name: a name that flink.clusters.gcs has not'],
  ['s3.name=flinkjobcluster-sample', 's3.name: a name that flink.sample has not'],
  [
    's3.pod.serviceAccount.name=gcs',
    's3.pod.serviceAccount.name: create: false with it: flink.clusters.gcs makes this account already',
  ],
  ['operator.job.jarFile=a.jar', 'operator: another name: the folder flink-operator is there already'],
  ['sample.job.jarFile=a.jar', 'sample: another name: the folder flink-sample is there already'],
  ['Upper.job.jarFile=a.jar', 'Upper: a name of at most 40 lower-case letters'],
  ['s3.pod.affinity.nodeAffinity=null', 's3.pod.affinity: the keys nodeSelector, tolerations'],
  ['s3.image=kafka', 's3.image: flink | normalizerFlink or the keys registry, repository, tag, digest'],
  ['s3.egress=kafka', 's3.egress: a list'],
  [
    's3.taskManager.podLabels.app\\.kubernetes\\.io/name=flink',
    's3.taskManager.podLabels.app.kubernetes.io/name: a label of another name',
  ],
])('%s is refused', (option, message) => {
  expect(refused(`flink.clusters.${option}`)).toContainEqual(
    expect.stringContaining(`flink.clusters.${message}`),
  );
});

test.each(['image=flink', 'enabled=true', 'job.jarFile=a.jar', 'job.args={a}', 'job.pyModule=a'])(
  'flink.netflow.%s is refused: the normaliser says what it runs',
  (option) => {
    const [path] = option.split('=');
    expect(refused(`flink.netflow.${option}`)).toEqual([
      `flink.netflow.${path ?? ''}: nothing: normalizer and images.normalizerFlink say what runs there, and whether`,
    ]);
  },
);

/** The warnings of `reference` under a site's values. */
function warnings(file: string, ...options: readonly string[]): string[] {
  const args = ['-f', file, ...options.flatMap((option) => ['--set', option])];
  const found = loadEnvironments(args).find(({ name }) => name === 'reference');
  return (found?.warnings ?? []).map(({ path }) => path);
}

const PYTHON = 'test/sites/pyflink-on-s3.yaml';
const SESSION = 'test/sites/session-with-volcano.yaml';

test('what pods say and the operator has no field for is told', () => {
  expect(warnings(PYTHON)).toEqual([]);
  expect(warnings(PYTHON, 'pods.priorityClassName=high', 'normalizer.pod.runtimeClassName=gvisor')).toEqual([
    'pods.priorityClassName',
    'normalizer.pod.runtimeClassName',
  ]);
});

test('files elsewhere need a way out', () => {
  expect(warnings(PYTHON, 'flink.clusters.talkers.egress={}')).toEqual(['flink.clusters.talkers.egress']);
  expect(warnings(PYTHON, 'flink.clusters.talkers.egress={}', 'networkPolicies.enabled=false')).toEqual([]);
});

test('the sample runs what is said', () => {
  const options = ['jarFile=/opt/mine.jar', 'className=org.example.Mine', 'args={--all}'];
  const args = options.flatMap((option) => ['--set', `flink.sample.job.${option}`]);
  const { job } = clusterOf(site('reference', SHAPES, ...args), 'flink-sample').spec;
  expect(job).toMatchObject({ jarFile: '/opt/mine.jar', className: 'org.example.Mine', args: ['--all'] });
});

/** What the checks of dist/ find in a site, which is what the site must bring itself. */
const missing = (all: ReturnType<typeof site>) => Object.values(checks).flatMap((check) => check(all));

/** The three kinds of pods, as far as the cluster has them. */
const podsOf = ({ spec }: FlinkClusterManifest) => [spec.jobManager, spec.taskManager, spec.job];

describe('a Python job on S3', () => {
  const all = site('reference', PYTHON);
  const cluster = clusterOf(all, 'flink-talkers');
  const { spec } = cluster;

  test('is valid, and a FlinkCluster of its name', () => {
    expect(definitionComplaints(cluster)).toEqual([]);
    expect(cluster.metadata).toMatchObject({ name: 'talkers', namespace: 'netflow-flink' });
  });

  test('runs the file, in the image of the site', () => {
    expect(spec.image).toEqual({
      name: 'registry.example.org/network/talkers:2.4.0',
      pullPolicy: 'IfNotPresent',
      pullSecrets: [{ name: 'mirror' }],
    });
    expect(spec.job).toMatchObject({ pyFile: '/opt/talkers/main.py', pyFiles: '/opt/talkers/lib' });
    expect(spec.job).not.toHaveProperty('jarFile');
    // Of our images alone is known which Java they have.
    expect(spec.flinkProperties).not.toHaveProperty('env.java.opts.all');
  });

  test('keeps its state in S3, as a role of the cloud, and its leader in Kubernetes', () => {
    expect(spec.flinkProperties).toMatchObject({
      'execution.checkpointing.dir': 's3://network-flink/talkers/checkpoints',
      'high-availability.type': 'kubernetes',
      'high-availability.storageDir': 's3://network-flink/talkers/ha',
      'kubernetes.cluster-id': 'talkers',
    });
    expect(spec.serviceAccountName).toBe('talkers');
    expect(objectOf(all, 'flink-talkers/ServiceAccount.talkers.yaml')).toMatchObject({
      metadata: {
        annotations: { 'eks.amazonaws.com/role-arn': expect.stringContaining('role/talkers') as string },
      },
      automountServiceAccountToken: true,
    });
    expect(objectOf(all, 'flink-talkers/RoleBinding.talkers-leader-election.yaml')).toMatchObject({
      subjects: [{ kind: 'ServiceAccount', name: 'talkers', namespace: 'netflow-flink' }],
    });
  });

  test("has the site's annotations, volumes and mounts in all pods, the node's settings in its own", () => {
    for (const pods of podsOf(cluster)) {
      expect(pods).toMatchObject({
        podAnnotations: { 'example.org/team': 'network' },
        volumes: [{ name: 'authorities', configMap: { name: 'authorities' } }],
        volumeMounts: [{ name: 'authorities', mountPath: '/etc/ssl/site', readOnly: true }],
      });
    }
    expect(podsOf(cluster).map((pods) => pods?.nodeSelector)).toEqual([
      undefined,
      { 'node.kubernetes.io/lifecycle': 'spot' },
      undefined,
    ]);
  });

  test('may speak with Kafka, with S3 and with the API server, and Kafka with it', () => {
    const { egress } = objectOf(all, 'network-policies/NetworkPolicy.talkers.yaml').spec as {
      egress: { to: object[]; ports?: { port: number }[] }[];
    };
    expect(egress.map(({ ports }) => ports?.map(({ port }) => port))).toEqual([
      undefined,
      [443, 6443],
      [9092],
      [443],
    ]);
    const brokers = objectOf(all, 'network-policies/NetworkPolicy.kafka.yaml');
    expect(JSON.stringify(brokers.spec?.ingress)).toContain('flink-talkers');
  });

  test('needs of the site what it names, and nothing else', () => {
    const place = 'flink-talkers/FlinkCluster.talkers.yaml: spec';
    const volume = (pods: string) =>
      `${place}.${pods}.volumes[0].configMap.name: there is no ConfigMap authorities in namespace netflow-flink`;
    expect(missing(all).filter((problem) => !problem.includes('Secret mirror'))).toEqual([
      ...['jobManager', 'taskManager', 'job'].map(volume),
      `${place}.envVars[1].valueFrom.secretKeyRef.name: there is no Secret talkers in namespace netflow-flink`,
    ]);
  });
});

describe('a session cluster with Volcano', () => {
  const all = site('reference', SESSION);
  const cluster = clusterOf(all, 'flink-analysts');
  const { spec } = cluster;

  test('is valid, has no job, and is scheduled as one', () => {
    expect(definitionComplaints(cluster)).toEqual([]);
    expect(cluster.metadata.name).toBe('analysts-session');
    expect(spec).not.toHaveProperty('job');
    expect(spec.batchScheduler).toEqual({ name: 'volcano', queue: 'analysts', priorityClassName: 'low' });
  });

  test("is Flink's own image, with its version and what its Java needs", () => {
    expect(spec.image.name).toBe('docker.io/library/flink:1.20.4-scala_2.12-java17');
    expect(spec.flinkVersion).toBe('1.20');
    expect(spec.flinkProperties).toMatchObject({
      'env.java.opts.all': expect.stringContaining('--add-opens=java.base/java.util=ALL-UNNAMED') as string,
      'taskmanager.numberOfTaskSlots': '4',
    });
    expect(spec.logConfig?.['log4j-console.properties']).toContain('rootLogger.level = WARN');
  });

  test("has the site's settings: a container that stays is beside the others, and nobody gains rights", () => {
    const restricted = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
    for (const pods of [spec.jobManager, spec.taskManager]) {
      expect(pods).toMatchObject({
        tolerations: [{ key: 'dedicated', value: 'netflow' }],
        podLabels: { 'example.org/cost': '42', 'app.kubernetes.io/name': 'flink-analysts' },
        initContainers: [{ name: 'wait', securityContext: restricted }],
        sidecars: [{ name: 'agent', securityContext: restricted }],
      });
    }
    // What the cluster says wins over what is said for all.
    expect(spec.envVars).toEqual([{ name: 'TZ', value: 'Europe/Berlin' }]);
  });

  test('is reached by its own port, wherever that is', () => {
    expect(objectOf(all, 'flink-analysts/Ingress.analysts-session.yaml').spec).toMatchObject({
      rules: [{ host: 'flink.example.org' }],
    });
    const policy = objectOf(all, 'network-policies/NetworkPolicy.analysts-session.yaml');
    const { ingress } = policy.spec as { ingress: { ports?: { port: number }[] }[] };
    expect(ingress.map(({ ports }) => ports?.map(({ port }) => port))).toEqual([undefined, [8082], [8082]]);
  });

  test('is an Application, in the last wave', () => {
    const application = objectOf(all, 'applications/Application.netflow-reference-flink-analysts.yaml');
    expect(application.metadata.annotations).toMatchObject({ 'argocd.argoproj.io/sync-wave': '7' });
    expect(missing(all)).toEqual([
      'flink-analysts/Ingress.analysts-session.yaml: spec.tls[0].secretName: there is no Secret flink-tls in namespace netflow-flink',
    ]);
  });
});

test('the site reaches the clusters of ours as well', () => {
  const all = site('reference', SESSION);
  for (const application of ['flink-sample', 'normalizer']) {
    for (const pods of podsOf(clusterOf(all, application))) {
      expect(pods).toMatchObject({ tolerations: [{ key: 'dedicated' }], initContainers: [{ name: 'wait' }] });
    }
  }
  const moved = site('reference', SESSION, '--set', 'normalizer.pod.nodeSelector.pool=fast');
  expect(podsOf(clusterOf(moved, 'normalizer')).map((pods) => pods?.nodeSelector)).toEqual(
    Array(3).fill({ pool: 'fast' }),
  );
});

test.each([SHAPES, PYTHON, SESSION])('%s: the API server takes what is beside the clusters', (file) => {
  const custom = /^(argoproj\.io|cert-manager\.io|flinkoperator\.k8s\.io)\//;
  const invalid = site('reference', file)
    .filter(({ object }) => !custom.test(object.apiVersion))
    .flatMap(({ path, object }) => validate(object).map((problem) => `${path}: ${problem}`));
  expect(invalid).toEqual([]);
});
