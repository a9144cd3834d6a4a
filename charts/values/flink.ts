/**
 * Values of the Flink clusters. What is said of a cluster has the names and the places that it has in a
 * FlinkCluster's `spec`. Shapes are checked here; what the operator makes of the contents is for the rules of
 * charts/flink-cluster/rules to say, in better words than a schema has.
 */
import { z } from 'zod';
import { dnsLabel, quantity, storage } from './kubernetes';

const amounts = z.strictObject({ cpu: quantity.exactOptional(), memory: quantity.exactOptional() });
const resources = z.strictObject({ requests: amounts.exactOptional(), limits: amounts.exactOptional() });

/** Flink's settings by their own names; numbers and booleans may be written plainly. */
const properties = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const cluster = z.strictObject({
  name: z.string(),
  flinkVersion: z.string(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']),
  jobManager: z.strictObject({
    accessScope: z.string(),
    ports: z.strictObject({
      rpc: z.int().exactOptional(),
      blob: z.int().exactOptional(),
      query: z.int().exactOptional(),
      ui: z.int(),
    }),
    resources,
  }),
  taskManager: z.strictObject({ replicas: z.int(), resources }),
  job: z.strictObject({
    parallelism: z.int(),
    mode: z.string(),
    restartPolicy: z.string(),
    savepointsDir: z.string().exactOptional(),
    autoSavepointSeconds: z.int().exactOptional(),
    takeSavepointOnUpdate: z.boolean().exactOptional(),
    maxStateAgeToRestoreSeconds: z.int().min(0).exactOptional(),
    fromSavepoint: z.string().exactOptional(),
    allowNonRestoredState: z.boolean().exactOptional(),
    cleanupPolicy: z
      .strictObject({
        afterJobSucceeds: z.string().exactOptional(),
        afterJobFails: z.string().exactOptional(),
        afterJobCancelled: z.string().exactOptional(),
      })
      .exactOptional(),
    /** Of the submitter; absent: the operator's 200m to 2 CPU, 512Mi to 2Gi. */
    resources: resources.exactOptional(),
  }),
  flinkProperties: properties,
  /** An Ingress of our own for the web interface: the operator's is broken. */
  ingress: z
    .strictObject({
      host: z.string().min(1),
      className: z.string().exactOptional(),
      tlsSecretName: z.string().exactOptional(),
    })
    .exactOptional(),
});
export type FlinkClusterValues = z.infer<typeof cluster>;

export const flink = z.strictObject({
  namespace: dnsLabel,
  sample: cluster.extend({ enabled: z.boolean() }),
  netflow: cluster.extend({
    /** Kubernetes as Flink's store for leadership and checkpoints: a new JobManager goes on where the last one was. */
    highAvailability: z.strictObject({ storageDir: z.string().min(1) }).exactOptional(),
    /** A volume that all pods of the cluster share, for savepoints and checkpoints; absent with object storage. */
    state: storage
      .extend({
        mountPath: z.string().regex(/^\/./, { error: 'an absolute path' }),
        accessMode: z.enum(['ReadWriteOnce', 'ReadWriteMany']),
      })
      .exactOptional(),
  }),
});
export type FlinkValues = z.infer<typeof flink>;
