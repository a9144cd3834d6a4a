/**
 * What a site may say of any workload's pods: one schema, as the default for all (`pods`) and for one workload
 * (`<workload>.pod`). The names are those of a pod in the Kubernetes API and of common Helm charts.
 */
import { z } from 'zod';
import { annotationMap, dnsLabel, labelMap } from './kubernetes';
import { kubernetesType } from './kubernetes-types';

const texts = z.record(z.string(), z.string());
const container = kubernetesType('Container');

/** A container that runs before, or, with `restartPolicy: Always`, beside the others (Kubernetes 1.28). */
const initContainer = (container as unknown as z.ZodObject)
  .extend({
    restartPolicy: z
      .literal('Always')
      .exactOptional()
      .describe('Always: runs beside the others until they end (Kubernetes 1.28 or later).'),
  })
  .meta({
    id: 'InitContainer',
    description: 'Container, as in the Kubernetes API',
  }) as unknown as typeof container;

export const pod = z
  .strictObject({
    nodeSelector: texts.exactOptional().describe('Labels that a node must have to run the pods.'),
    tolerations: z
      .array(kubernetesType('Toleration'))
      .exactOptional()
      .describe('Taints of nodes that the pods put up with.'),
    affinity: kubernetesType('Affinity')
      .exactOptional()
      .describe('Nodes and pods to be near to or far from; each kind said here replaces the chart’s own.'),
    topologySpreadConstraints: z
      .array(kubernetesType('TopologySpreadConstraint'))
      .exactOptional()
      .describe('How pods spread over zones or nodes; without labelSelector, those of the workload itself.'),
    priorityClassName: z.string().min(1).exactOptional().describe('The PriorityClass of the pods.'),
    runtimeClassName: z.string().min(1).exactOptional().describe('The RuntimeClass that runs the pods.'),
    annotations: annotationMap.exactOptional().describe('Annotations of the pods.'),
    labels: labelMap.exactOptional().describe('Labels of the pods, beside those that selectors match.'),
    extraEnv: z
      .array(kubernetesType('EnvVar'))
      .exactOptional()
      .describe('Variables of the main container; one of the chart’s own name replaces it.'),
    extraEnvFrom: z
      .array(kubernetesType('EnvFromSource'))
      .exactOptional()
      .describe('ConfigMaps and Secrets whose keys are variables of the main container.'),
    extraVolumes: z.array(kubernetesType('Volume')).exactOptional().describe('Volumes of the pods.'),
    extraVolumeMounts: z
      .array(kubernetesType('VolumeMount'))
      .exactOptional()
      .describe('Where the main container sees them.'),
    initContainers: z
      .array(initContainer)
      .exactOptional()
      .describe('Containers that end before the main one starts.'),
    sidecars: z
      .array(container)
      .exactOptional()
      .describe('Containers beside the main one; Jobs have none, for they would never end.'),
    imagePullSecrets: z
      .array(kubernetesType('LocalObjectReference'))
      .exactOptional()
      .describe('Secrets that nodes pull images with, beside registry.pullSecret.'),
    serviceAccount: z
      .strictObject({
        create: z.boolean().exactOptional().describe('False: it is there already; by default it is made.'),
        name: dnsLabel.exactOptional().describe("Its name; by default the workload's."),
        annotations: texts
          .exactOptional()
          .describe('Annotations, such as the cloud role that it stands for.'),
      })
      .exactOptional()
      .describe('The account that the pods run as.'),
    terminationGracePeriodSeconds: z
      .int()
      .min(0)
      .max(86_400)
      .exactOptional()
      .describe('How long the pods may take to end, in seconds.'),
  })
  .meta({ title: 'Pod' });

/** What a site says of pods. */
export type PodValues = z.infer<typeof pod>;

/** The member `pod` of a workload's section: over the default of `pods`, maps merged and lists replaced. */
export const podOfWorkload = pod.prefault({}).describe('Over `pods`, for this workload alone.');
