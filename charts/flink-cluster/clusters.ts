/** The Flink clusters of an environment: one kind, of which the documented sample and the normaliser are entries. */
import { clientAnnotations, clientMounts, clientVolumes } from '../kafka/client';
import { joined, merged, present } from '../kubernetes/fields';
import type { Component } from '../kubernetes/labels';
import { mergedPods } from '../kubernetes/site-pod';
import type { FlinkClusterValues } from '../values/flink-cluster';
import type { Values } from '../values/schema';
import { withMetrics } from './metrics';
import { NETFLOW_JOB, netflowJobArguments } from './netflow-job';

/** A cluster, and where it belongs. */
export interface FlinkClusterEntry {
  /** Where the values say it. */
  readonly path: readonly string[];
  /** The folder of its Application. */
  readonly application: string;
  /** Labels the cluster and its pods. */
  readonly component: Component;
  readonly cluster: FlinkClusterValues;
}

/** The clusters that the values ask for. */
export function flinkClusters(values: Values): FlinkClusterEntry[] {
  return [
    ...(values.normalizer.engine === 'flink' ? [netflowCluster(values)] : []),
    ...furtherClusters(values),
  ];
}

/** Those beside the normaliser's, which is in the Application of that. */
export function furtherClusters({ flink: { clusters, sample } }: Values): FlinkClusterEntry[] {
  return [
    entry('sample', ['flink', 'sample'], sample),
    ...Object.entries(clusters).map(([key, cluster]) =>
      entry(key, ['flink', 'clusters', key], { name: key, ...cluster }),
    ),
  ].filter(({ cluster: { enabled = true } }) => enabled);
}

function entry(key: string, path: readonly string[], cluster: FlinkClusterValues): FlinkClusterEntry {
  const application = `flink-${key}`;
  return { path, application, component: { name: application, component: 'cluster' }, cluster };
}

/** The normaliser: reads GoFlow2's topic and writes the normalised flows. The values of both sections make it. */
export function netflowCluster(values: Values): FlinkClusterEntry {
  const { flink, normalizer } = values;
  const { jobManager, taskManager, job, pod } = flink.netflow;
  const asClient = (said: Pick<typeof jobManager, 'volumes' | 'volumeMounts' | 'podAnnotations'>) =>
    present({
      volumes: joined(said.volumes, clientVolumes(values, 'flinkJob')),
      volumeMounts: joined(said.volumeMounts, clientMounts(values)),
      podAnnotations: merged(said.podAnnotations, clientAnnotations(values)),
    });
  return {
    path: ['flink', 'netflow'],
    application: 'normalizer',
    component: { name: 'normalizer', component: 'flink' },
    cluster: withMetrics(values, {
      ...flink.netflow,
      image: 'normalizerFlink',
      jobManager: { ...jobManager, ...asClient(jobManager) },
      taskManager: { ...taskManager, ...asClient(taskManager) },
      job: { ...job, ...NETFLOW_JOB, args: netflowJobArguments(values) },
      pod: mergedPods(normalizer.pod, pod),
    }),
  };
}
