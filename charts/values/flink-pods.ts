/** Values of a Flink cluster's pods, by the names that they have in a FlinkCluster: JobManager and TaskManagers. */
import { z } from 'zod';
import { quantity } from './kubernetes';
import { kubernetesType } from './kubernetes-types';

const amounts = z.strictObject({
  cpu: quantity.exactOptional().meta({ description: 'Processor time, in cores.', examples: ['500m', '2'] }),
  memory: quantity.exactOptional().meta({ description: 'Memory, in bytes.', examples: ['2Gi'] }),
  'ephemeral-storage': quantity
    .exactOptional()
    .meta({ description: "Space on the node's disk, in bytes.", examples: ['10Gi'] }),
});
const resources = z
  .strictObject({
    requests: amounts.exactOptional().describe('What the scheduler sets aside for the container.'),
    limits: amounts
      .exactOptional()
      .describe('What the container may use at most; Flink sizes itself by its memory.'),
  })
  .meta({ title: 'Resources of a Flink container' });

const texts = z.record(z.string(), z.string());

/** What the operator has fields for in each of the three kinds of pods. */
export const flinkPod = {
  resources: resources
    .exactOptional()
    .describe("CPU and memory; absent: the operator's 200m to 2 CPU, 512Mi to 2Gi."),
  nodeSelector: texts.exactOptional().describe('Labels that a node must have to run these pods.'),
  tolerations: z
    .array(kubernetesType('Toleration'))
    .exactOptional()
    .describe('Taints of nodes that these pods put up with.'),
  podAnnotations: texts.exactOptional().describe('Annotations of these pods.'),
  podLabels: texts
    .exactOptional()
    .describe('Labels of these pods; the submitter has those of the JobManager, whatever its own say.'),
  securityContext: kubernetesType('PodSecurityContext')
    .exactOptional()
    .describe("User and groups of these pods; absent: those of Flink's images, 9999."),
  volumes: z.array(kubernetesType('Volume')).exactOptional().describe('Volumes of these pods.'),
  volumeMounts: z
    .array(kubernetesType('VolumeMount'))
    .exactOptional()
    .describe("Where Flink's container, and the init containers, see them."),
  initContainers: z
    .array(kubernetesType('Container'))
    .exactOptional()
    .describe("Containers that end before Flink's starts; they have its mounts and variables."),
};

const extraPort = z
  .strictObject({
    name: z
      .string()
      .exactOptional()
      .meta({ description: 'The name.', examples: ['metrics'] }),
    containerPort: z.int().min(1).max(65535).describe('The number.'),
    protocol: z.enum(['TCP', 'UDP', 'SCTP']).exactOptional().describe('The protocol; absent: TCP.'),
  })
  .meta({ title: 'Port of a Flink container' });

const port = (description: string) => z.int().exactOptional().describe(description);

/** What JobManager and TaskManagers have in common. */
const server = {
  replicas: z.int().exactOptional(),
  ...flinkPod,
  extraPorts: z
    .array(extraPort)
    .exactOptional()
    .describe('Further ports of the container; no Service has them.'),
  memoryProcessRatio: z
    .int()
    .exactOptional()
    .describe("The part of the memory limit that Flink's JVM takes, in percent; absent: 80."),
  memoryOffHeapRatio: z
    .int()
    .exactOptional()
    .describe('Before Flink 1.10: the part of the memory that is not heap, in percent.'),
  memoryOffHeapMin: quantity
    .exactOptional()
    .meta({ description: 'Before Flink 1.10: the least memory that is not heap.', examples: ['600M'] }),
  sidecars: z
    .array(kubernetesType('Container'))
    .exactOptional()
    .describe("Containers beside Flink's; they have neither its mounts nor its variables."),
  volumeClaimTemplates: z
    .array(kubernetesType('PersistentVolumeClaim'))
    .exactOptional()
    .describe('A volume for each pod; it is deleted with its data at every update.'),
  livenessProbe: kubernetesType('Probe')
    .exactOptional()
    .describe('When a pod is restarted; its check is of the port rpc by TCP.'),
  readinessProbe: kubernetesType('Probe')
    .exactOptional()
    .describe('When a pod is ready; its check is of the port rpc by TCP.'),
};

export const jobManager = z
  .strictObject({
    ...server,
    replicas: server.replicas.describe('The operator takes 1 only.'),
    accessScope: z
      .string()
      .exactOptional()
      .meta({
        description: "Who reaches the JobManager's Service, and by which type of Service; absent: Cluster.",
        examples: ['Cluster', 'Headless', 'NodePort', 'External', 'VPC'],
      }),
    ports: z
      .strictObject({
        rpc: port("The port for TaskManagers; absent: the operator's 6123."),
        blob: port("The port of the blob server; absent: the operator's 6124."),
        query: port("The port for queryable state; absent: the operator's 6125."),
        ui: port("The port of the REST API and the web interface; absent: the operator's 8081."),
      })
      .exactOptional()
      .describe('The ports that the JobManager listens on.'),
  })
  .meta({ title: 'JobManager' });

export const taskManager = z
  .strictObject({
    ...server,
    replicas: server.replicas.describe("How many TaskManagers; absent: the operator's 3."),
    ports: z
      .strictObject({
        data: port("The port for data; absent: the operator's 6121. Flink itself chooses another."),
        rpc: port("The port for the JobManager; absent: the operator's 6122."),
        query: port("The port for queryable state; absent: the operator's 6125."),
      })
      .exactOptional()
      .describe('The ports that each TaskManager listens on.'),
  })
  .meta({ title: 'TaskManager' });
