/**
 * Values of the Flink clusters. What is said of a cluster has the names and the places that it has in a
 * FlinkCluster's `spec`. Shapes are checked here; what the operator makes of the contents is for the rules of
 * charts/flink-cluster/rules to say, in better words than a schema has.
 */
import { z } from 'zod';
import { dnsLabel, quantity, storage } from './kubernetes';

const amounts = z.strictObject({
  cpu: quantity.exactOptional().meta({ description: 'Processor time, in cores.', examples: ['500m', '2'] }),
  memory: quantity.exactOptional().meta({ description: 'Memory, in bytes.', examples: ['2Gi'] }),
});
const resources = z
  .strictObject({
    requests: amounts.exactOptional().describe('What the scheduler sets aside for the container.'),
    limits: amounts
      .exactOptional()
      .describe('What the container may use at most; Flink sizes itself by its memory.'),
  })
  .meta({ title: 'Resources of a Flink container' });

/** Flink's settings by their own names; numbers and booleans may be written plainly. */
const properties = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const cleanup = z
  .string()
  .exactOptional()
  .meta({ examples: ['DeleteCluster', 'DeleteTaskManager', 'KeepCluster'] });

const cluster = z.strictObject({
  name: z.string().describe('The name of the FlinkCluster, at most 40 characters.'),
  flinkVersion: z.string().meta({
    description:
      'The major and minor version of the image; before 2.0, for the operator writes flink-conf.yaml.',
    examples: ['1.20'],
  }),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).describe('The least severe messages that are logged.'),
  jobManager: z
    .strictObject({
      accessScope: z.string().meta({
        description: "Who reaches the JobManager's Service, and by which type of Service.",
        examples: ['Cluster', 'Headless', 'NodePort', 'External', 'VPC'],
      }),
      ports: z
        .strictObject({
          rpc: z.int().exactOptional().describe("The port for TaskManagers; absent: the operator's 6123."),
          blob: z.int().exactOptional().describe("The port of the blob server; absent: the operator's 6124."),
          query: z
            .int()
            .exactOptional()
            .describe("The port for queryable state; absent: the operator's 6125."),
          ui: z.int().describe('The port of the REST API and the web interface.'),
        })
        .describe('The ports that the JobManager listens on.'),
      resources: resources.describe('CPU and memory of the JobManager.'),
    })
    .describe('The pod that coordinates the job.'),
  taskManager: z
    .strictObject({
      replicas: z.int().describe('How many TaskManagers.'),
      resources: resources.describe('CPU and memory of each TaskManager.'),
    })
    .describe('The pods that do the work.'),
  job: z
    .strictObject({
      parallelism: z.int().describe('How many subtasks; at most replicas × taskmanager.numberOfTaskSlots.'),
      mode: z.string().meta({
        description: 'Whether the submitter leaves when the job is accepted, or stays until it ends.',
        examples: ['Detached', 'Blocking'],
      }),
      restartPolicy: z.string().meta({
        description: 'What the operator does when the job has failed.',
        examples: ['Never', 'FromSavepointOnFailure'],
      }),
      savepointsDir: z
        .string()
        .exactOptional()
        .meta({
          description: 'Where savepoints go; a cluster that was made without it can never be changed.',
          examples: ['file:///flink-state/savepoints', 's3://bucket/savepoints'],
        }),
      autoSavepointSeconds: z
        .int()
        .exactOptional()
        .describe('The time between savepoints that the operator takes, in seconds; absent: none.'),
      takeSavepointOnUpdate: z
        .boolean()
        .exactOptional()
        .describe('Whether a savepoint is taken before the job is updated; absent: yes.'),
      maxStateAgeToRestoreSeconds: z
        .int()
        .min(0)
        .exactOptional()
        .describe('How old a savepoint may be that a restart starts from, in seconds.'),
      fromSavepoint: z
        .string()
        .exactOptional()
        .meta({
          description: 'The savepoint that the job starts from when it is made.',
          examples: ['file:///flink-state/savepoints/savepoint-1a2b3c-0123456789ab'],
        }),
      allowNonRestoredState: z
        .boolean()
        .exactOptional()
        .describe('Whether state of the savepoint that fits no operator of the job may be left behind.'),
      cleanupPolicy: z
        .strictObject({
          afterJobSucceeds: cleanup.describe('When the job has finished.'),
          afterJobFails: cleanup.describe('When the job has failed.'),
          afterJobCancelled: cleanup.describe('When the job was cancelled.'),
        })
        .exactOptional()
        .describe('What the operator does with the pods when the job has ended.'),
      resources: resources
        .exactOptional()
        .describe("CPU and memory of the submitter; absent: the operator's 200m to 2 CPU, 512Mi to 2Gi."),
    })
    .describe('The job that the cluster runs.'),
  flinkProperties: properties.meta({
    description: "Flink's settings by their own names.",
    examples: [{ 'taskmanager.numberOfTaskSlots': 1 }],
  }),
  ingress: z
    .strictObject({
      host: z
        .string()
        .min(1)
        .meta({ description: 'The host name.', examples: ['flink.example.org'] }),
      className: z
        .string()
        .exactOptional()
        .meta({ description: "The class; absent: the cluster's default.", examples: ['nginx'] }),
      tlsSecretName: z
        .string()
        .exactOptional()
        .meta({ description: 'A Secret with a certificate; absent: plain HTTP.', examples: ['flink-tls'] }),
    })
    .exactOptional()
    .describe("An Ingress for the web interface, ours because the operator's is broken; absent: none."),
});
export type FlinkClusterValues = z.infer<typeof cluster>;

export const flink = z.strictObject({
  namespace: dnsLabel.describe(
    'The namespace of the clusters, held to the Pod Security Standard "baseline"; one of its own.',
  ),
  sample: cluster
    .extend({ enabled: z.boolean().describe('Whether the sample is deployed.') })
    .describe("The documented sample, Flink's word count: runs once."),
  netflow: cluster
    .extend({
      highAvailability: z
        .strictObject({
          storageDir: z
            .string()
            .min(1)
            .meta({
              description: 'Where the metadata of checkpoints is kept.',
              examples: ['file:///flink-state/ha', 's3://bucket/ha'],
            }),
        })
        .exactOptional()
        .describe(
          "Kubernetes as Flink's store for leadership and checkpoints: a new JobManager goes on where the last one was; absent: none.",
        ),
      state: storage
        .extend({
          mountPath: z
            .string()
            .regex(/^\/./, { error: 'an absolute path' })
            .describe('Where the volume appears in the pods.'),
          accessMode: z
            .enum(['ReadWriteOnce', 'ReadWriteMany'])
            .describe('ReadWriteOnce where all pods share a node, ReadWriteMany for pods on several nodes.'),
        })
        .exactOptional()
        .describe(
          'A volume that all pods share, for savepoints and checkpoints; absent with object storage.',
        ),
    })
    .describe('The normaliser on Flink; deployed with normalizer.engine flink only.'),
});
export type FlinkValues = z.infer<typeof flink>;
