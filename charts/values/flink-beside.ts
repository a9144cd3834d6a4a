/** Values of what a Flink cluster has that no FlinkCluster says: what is made beside it, and the site's pod settings. */
import { z } from 'zod';
import { cidr, storage } from './kubernetes';
import { pod } from './pod';

const ingress = z.strictObject({
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
  authentication: z
    .enum(['annotations', 'none'])
    .describe(
      'Who asks people who they are: the controller, as `annotations` tell it, or nobody. Whoever gets to the web interface may run code.',
    ),
  annotations: z
    .record(z.string(), z.string())
    .exactOptional()
    .meta({
      description: 'Annotations of the Ingress, by which its controller asks for a password or a login.',
      examples: [
        {
          'nginx.ingress.kubernetes.io/auth-type': 'basic',
          'nginx.ingress.kubernetes.io/auth-secret': 'flink-users',
        },
      ],
    }),
});

const state = storage.extend({
  mountPath: z
    .string()
    .regex(/^\/./, { error: 'an absolute path' })
    .describe('Where the volume appears in the pods.'),
  accessMode: z
    .enum(['ReadWriteOnce', 'ReadWriteMany'])
    .describe('ReadWriteOnce where all pods share a node, ReadWriteMany for pods on several nodes.'),
});

/** What the operator has fields for; the others of `pods` do not reach a FlinkCluster. */
const clusterPod = pod
  .omit({
    affinity: true,
    topologySpreadConstraints: true,
    priorityClassName: true,
    runtimeClassName: true,
    terminationGracePeriodSeconds: true,
  })
  .meta({ title: 'Pod of a Flink cluster' });

const egress = z
  .strictObject({
    to: z
      .union([z.literal('kafka'), cidr])
      .meta({ description: 'The brokers, or a range of addresses.', examples: ['kafka', '0.0.0.0/0'] }),
    ports: z
      .array(z.int().min(1).max(65535))
      .exactOptional()
      .meta({ description: 'TCP ports of a range of addresses; absent: all.', examples: [[443]] }),
  })
  .meta({ title: 'Egress of a Flink cluster' });

/** What is made beside it, or of it. */
export const beside = {
  enabled: z.boolean().exactOptional().describe('Whether it is deployed; absent: yes.'),
  logLevel: z
    .enum(['debug', 'info', 'warn', 'error'])
    .exactOptional()
    .describe('The least severe messages that are logged; absent: info.'),
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
  state: state
    .exactOptional()
    .describe(
      'A volume that JobManager and TaskManagers share, for savepoints and checkpoints; absent with object storage.',
    ),
  ingress: ingress
    .exactOptional()
    .describe("An Ingress for the web interface, ours because the operator's is broken; absent: none."),
  egress: z
    .array(egress)
    .exactOptional()
    .describe('With networkPolicies: what the pods reach beside one another.'),
  replaceOnChange: z
    .boolean()
    .exactOptional()
    .describe(
      'Whether Argo CD deletes the cluster and makes it anew at a change, for a job without state or end; absent: the operator updates it, by a savepoint.',
    ),
  pod: clusterPod.prefault({}).describe('Over `pods`, for all pods of this cluster.'),
};
