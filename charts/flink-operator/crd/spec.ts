/** A FlinkCluster's `spec`, as at v0.3.9. What the operator's webhook asks beyond it: charts/flink-cluster/rules. */
import { job, jobManager, taskManager } from './components';
import { kubernetes } from './embedded';
import { flag, int32, listOf, mapOfText, object, text } from './schema';

export const spec = object(
  {
    flinkVersion: text,
    image: object({ name: text, pullPolicy: text, pullSecrets: listOf(kubernetes.LocalObjectReference) }, [
      'name',
    ]),
    serviceAccountName: text,
    batchSchedulerName: text,
    batchScheduler: object({ name: text, queue: text, priorityClassName: text }, ['name']),
    jobManager,
    taskManager,
    job,
    envVars: listOf(kubernetes.EnvVar),
    envFrom: listOf(kubernetes.EnvFromSource),
    flinkProperties: mapOfText,
    hadoopConfig: object({ configMapName: text, mountPath: text }),
    gcpConfig: object({ serviceAccount: object({ secretName: text, keyFile: text, mountPath: text }) }),
    logConfig: mapOfText,
    revisionHistoryLimit: int32,
    recreateOnUpdate: flag,
  },
  ['flinkVersion', 'image'],
);
