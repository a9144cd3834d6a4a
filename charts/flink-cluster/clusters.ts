/** The Flink clusters of an environment, from its values: the documented sample, and the normaliser's. */
import { clientAnnotations, clientMounts, clientVolumes } from '../kafka/client';
import { imageReference, pullSecrets } from '../kubernetes/image';
import type { Component } from '../kubernetes/labels';
import { quantities } from '../kubernetes/pod';
import type { FlinkClusterValues } from '../values/flink';
import type { Values } from '../values/schema';
import type { FlinkJobClusterProps, VolumeMounts, Volumes } from './flink-job-cluster';
import { NETFLOW_JOB, netflowJobArguments } from './netflow-job';

/** The sections of `flink` in the values that describe a cluster. */
export type ClusterSection = 'sample' | 'netflow';

/** The clusters that the values ask for, each with the section that describes it. */
export function flinkClusters(values: Values): { section: ClusterSection; props: FlinkJobClusterProps }[] {
  return [
    ...(values.flink.sample.enabled ? [{ section: 'sample' as const, props: sample(values) }] : []),
    ...(values.normalizer.engine === 'flink'
      ? [{ section: 'netflow' as const, props: netflow(values) }]
      : []),
  ];
}

/** Flink's own word count, which needs nothing but Flink: shows that operator and cluster work. */
export function sample(values: Values): FlinkJobClusterProps {
  const { flink, images, registry } = values;
  const component = { name: 'flink-sample', component: 'cluster' };
  return {
    ...common(flink.sample, flink.namespace, component, {
      image: imageReference(images.flink, registry.endpoint),
      ...pullSecrets(registry, images.flink),
      jarFile: './examples/streaming/WordCount.jar',
      className: 'org.apache.flink.streaming.examples.wordcount.WordCount',
      args: ['--input', './README.txt'],
    }),
    // It ends by itself, and the operator lets nobody change a job that has ended.
    remadeOnChange: true,
  };
}

/** The normaliser on Flink: reads GoFlow2's topic and writes the normalised flows. */
export function netflow(values: Values): FlinkJobClusterProps {
  const { flink, images, registry } = values;
  const { state } = flink.netflow;
  const component = { name: 'normalizer', component: 'flink' };
  return {
    ...common(withHighAvailability(flink.netflow, flink.namespace), flink.namespace, component, {
      image: imageReference(images.normalizerFlink, registry.endpoint),
      ...pullSecrets(registry, images.normalizerFlink),
      ...NETFLOW_JOB,
      args: netflowJobArguments(values),
    }),
    ...mounted(
      [
        ...(state
          ? [{ name: 'state', persistentVolumeClaim: { claimName: stateClaim(flink.netflow.name) } }]
          : []),
        ...clientVolumes(values, 'flinkJob'),
      ],
      [...(state ? [{ name: 'state', mountPath: state.mountPath }] : []), ...clientMounts(values)],
    ),
    podAnnotations: clientAnnotations(values),
  };
}

/** Volumes, if there are any. */
function mounted(volumes: Volumes, volumeMounts: VolumeMounts) {
  return volumes.length === 0 ? {} : { volumes, volumeMounts };
}

/**
 * Adds Flink's settings for high availability by Kubernetes
 * (https://nightlies.apache.org/flink/flink-docs-release-1.20/docs/deployment/ha/kubernetes_ha/).
 */
function withHighAvailability(cluster: Values['flink']['netflow'], namespace: string): FlinkClusterValues {
  const { flinkProperties, highAvailability, name } = cluster;
  if (highAvailability === undefined) return cluster;
  return {
    ...cluster,
    flinkProperties: {
      ...flinkProperties,
      'high-availability.type': 'kubernetes',
      'high-availability.storageDir': highAvailability.storageDir,
      'kubernetes.cluster-id': name,
      'kubernetes.namespace': namespace,
    },
  };
}

/** The name of the claim that a cluster keeps its state in. */
export function stateClaim(cluster: string): string {
  return `${cluster}-state`;
}

type Program = Pick<FlinkJobClusterProps, 'image' | 'imagePullSecrets'> & {
  readonly jarFile: string;
  readonly className: string;
  readonly args: string[];
};

function common(
  values: FlinkClusterValues,
  namespace: string,
  component: Component,
  { image, imagePullSecrets, ...program }: Program,
): FlinkJobClusterProps {
  const { name, flinkVersion, logLevel, flinkProperties, jobManager, taskManager } = values;
  const { resources: submitter, ...job } = values.job;
  return {
    name,
    namespace,
    component,
    flinkVersion,
    image,
    ...(imagePullSecrets && { imagePullSecrets }),
    logLevel,
    flinkProperties: Object.fromEntries(
      Object.entries(flinkProperties).map(([property, value]) => [property, String(value)]),
    ),
    serviceAccountName: name,
    jobManager: { ...jobManager, resources: requirements(jobManager.resources) },
    taskManager: { ...taskManager, resources: requirements(taskManager.resources) },
    job: {
      ...job,
      ...program,
      ...(submitter && { resources: requirements(submitter) }),
    },
  };
}

/** What is said, in the form of the imported types; a kind that isn't said stays out. */
function requirements({ requests, limits }: FlinkClusterValues['taskManager']['resources']) {
  return {
    ...(requests && { requests: quantities(requests) }),
    ...(limits && { limits: quantities(limits) }),
  };
}
