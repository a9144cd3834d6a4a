/** FlinkClusters as users of the operator write them, one of each kind; each valid, and each told in full. */

type Spec = Record<string, unknown>;

/** A FlinkCluster of that name and spec. */
export function flinkCluster(name: string, spec: Spec) {
  return {
    apiVersion: 'flinkoperator.k8s.io/v1beta1',
    kind: 'FlinkCluster',
    metadata: { name, namespace: 'default' },
    spec,
  };
}

const image = { name: 'flink:1.20.4-scala_2.12-java17' };
const resources = { requests: { cpu: '250m', memory: '1Gi' }, limits: { cpu: '1', memory: '2Gi' } };
const log4j2 = { 'log4j-console.properties': 'rootLogger.level = INFO\n' };

/** A job of the image's own examples. */
export const job = flinkCluster('word-count', {
  flinkVersion: '1.20',
  image: { ...image, pullPolicy: 'IfNotPresent', pullSecrets: [{ name: 'registry' }] },
  jobManager: {
    accessScope: 'Cluster',
    ports: { ui: 8081 },
    resources,
    extraPorts: [{ name: 'metrics', containerPort: 9249, protocol: 'TCP' }],
    securityContext: { runAsUser: 9999, seccompProfile: { type: 'RuntimeDefault' } },
    tolerations: [{ key: 'dedicated', operator: 'Exists', effect: 'NoSchedule' }],
  },
  taskManager: {
    replicas: 2,
    resources,
    volumes: [{ name: 'scratch', emptyDir: { sizeLimit: '1Gi' } }],
    volumeMounts: [{ name: 'scratch', mountPath: '/scratch' }],
    volumeClaimTemplates: [
      {
        metadata: { name: 'rocksdb', labels: { app: 'flink' } },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
      },
    ],
    livenessProbe: { tcpSocket: { port: 'rpc' }, periodSeconds: 30 },
  },
  job: {
    jarFile: './examples/streaming/WordCount.jar',
    className: 'org.apache.flink.streaming.examples.wordcount.WordCount',
    args: ['--input', './README.txt'],
    parallelism: 2,
    restartPolicy: 'Never',
    savepointsDir: 's3://bucket/savepoints',
    cleanupPolicy: {
      afterJobSucceeds: 'KeepCluster',
      afterJobFails: 'DeleteTaskManager',
      afterJobCancelled: 'KeepCluster',
    },
  },
  flinkProperties: { 'taskmanager.numberOfTaskSlots': '1' },
  envVars: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'token', key: 'value' } } }],
  logConfig: log4j2,
});

/** A cluster that waits for jobs. */
export const session = flinkCluster('session', {
  flinkVersion: '1.20',
  image,
  jobManager: { resources, nodeSelector: { disk: 'ssd' }, accessScope: 'NodePort' },
  taskManager: {
    replicas: 1,
    resources,
    sidecars: [
      {
        name: 'sidecar',
        image: 'alpine:3.20',
        command: ['sleep', '10000'],
        ports: [{ containerPort: 9000, protocol: 'TCP' }],
      },
    ],
  },
  envFrom: [{ configMapRef: { name: 'settings' } }],
  hadoopConfig: { configMapName: 'hadoop' },
  logConfig: log4j2,
});

/** A job whose pods Volcano schedules all together. */
export const volcano = flinkCluster('gang', {
  flinkVersion: '1.20',
  image,
  batchScheduler: { name: 'volcano', queue: 'default', priorityClassName: 'high' },
  jobManager: { resources },
  taskManager: { replicas: 3, resources },
  job: {
    jarFile: '/opt/flink/usrlib/job.jar',
    parallelism: 3,
    restartPolicy: 'FromSavepointOnFailure',
    savepointsDir: 's3://bucket/savepoints',
    maxStateAgeToRestoreSeconds: 3600,
    mode: 'Blocking',
  },
  logConfig: log4j2,
});

/** A job whose JAR an init container fetches. */
export const remoteJar = flinkCluster('remote', {
  flinkVersion: '1.20',
  image,
  jobManager: { resources },
  taskManager: { replicas: 1, resources },
  job: {
    jarFile: 'https://example.org/job.jar',
    className: 'org.example.Job',
    parallelism: 1,
    restartPolicy: 'Never',
    savepointsDir: 's3://bucket/savepoints',
    initContainers: [
      {
        name: 'fetch',
        image: 'curlimages/curl:8.11.0',
        command: ['sh', '-c', 'curl -fLO --output-dir "$FLINK_USR_LIB_DIR" "$FLINK_JOB_JAR_URI"'],
        resources,
      },
    ],
  },
  logConfig: log4j2,
});

/** The sample with what is at the path replaced; `undefined` removes it. */
export function changed<T extends object>(sample: T, path: string, value: unknown): T {
  // Not structuredClone, which keeps what two places share shared.
  const copy = JSON.parse(JSON.stringify(sample)) as T;
  const keys = path.split('/');
  const last = keys.pop() ?? '';
  let at = copy as Record<string, unknown>;
  for (const key of keys) at = (at[key] ??= {}) as Record<string, unknown>;
  if (value === undefined) Reflect.deleteProperty(at, last);
  else at[last] = value;
  return copy;
}
