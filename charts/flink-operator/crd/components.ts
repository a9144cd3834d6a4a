/** The members of a FlinkCluster's `spec.jobManager`, `spec.taskManager` and `spec.job`, as at v0.3.9. */
import { kubernetes } from './embedded';
import { flag, int32, listOf, mapOfText, object, quantity, text } from './schema';

const extraPort = object(
  {
    name: text,
    containerPort: { ...int32, minimum: 1, maximum: 65535 },
    protocol: { ...text, enum: ['TCP', 'UDP', 'SCTP'] },
  },
  ['containerPort'],
);

/** What the pods of JobManager, TaskManager and submitter have in common. */
const pod = {
  resources: kubernetes.ResourceRequirements,
  volumes: listOf(kubernetes.Volume),
  volumeMounts: listOf(kubernetes.VolumeMount),
  initContainers: listOf(kubernetes.Container),
  nodeSelector: mapOfText,
  tolerations: listOf(kubernetes.Toleration),
  podAnnotations: mapOfText,
  podLabels: mapOfText,
  securityContext: kubernetes.PodSecurityContext,
};

/** What the two StatefulSets have in common. */
const server = {
  ...pod,
  replicas: int32,
  extraPorts: listOf(extraPort),
  memoryOffHeapRatio: int32,
  memoryOffHeapMin: quantity,
  memoryProcessRatio: int32,
  volumeClaimTemplates: listOf(kubernetes.PersistentVolumeClaim),
  sidecars: listOf(kubernetes.Container),
  livenessProbe: kubernetes.Probe,
  readinessProbe: kubernetes.Probe,
};

export const jobManager = object({
  ...server,
  accessScope: text,
  ingress: object({ hostFormat: text, annotations: mapOfText, useTls: flag, tlsSecretName: text }),
  ports: object({ rpc: int32, blob: int32, query: int32, ui: int32 }),
});

export const taskManager = object({
  ...server,
  ports: object({ data: int32, rpc: int32, query: int32 }),
});

export const job = object(
  {
    ...pod,
    jarFile: text,
    className: text,
    pyFile: text,
    pyFiles: text,
    pyModule: text,
    args: listOf(text),
    fromSavepoint: text,
    allowNonRestoredState: flag,
    savepointsDir: text,
    takeSavepointOnUpdate: flag,
    maxStateAgeToRestoreSeconds: { ...int32, minimum: 0 },
    autoSavepointSeconds: int32,
    savepointGeneration: int32,
    parallelism: int32,
    noLoggingToStdout: flag,
    restartPolicy: text,
    cleanupPolicy: object({ afterJobSucceeds: text, afterJobFails: text, afterJobCancelled: text }),
    cancelRequested: flag,
    mode: text,
  },
  ['restartPolicy'],
);
