/**
 * Values of one Flink cluster: the sample's, the normaliser's, or one of the site's own. What is said of a cluster
 * has the names and the places that it has in a FlinkCluster's `spec`; what isn't said is the operator's default.
 * Shapes are checked here; what the operator makes of the contents is for the rules of charts/flink-cluster/rules
 * to say, in better words than a schema has.
 */
import { z } from 'zod';
import { beside } from './flink-beside';
import { flinkJob } from './flink-job';
import { jobManager, taskManager } from './flink-pods';
import { image } from './kubernetes';
import { kubernetesType } from './kubernetes-types';

/** Flink's settings by their own names; numbers and booleans may be written plainly. */
const properties = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** The members of a FlinkCluster's `spec`. */
const spec = {
  flinkVersion: z
    .string()
    .exactOptional()
    .meta({
      description:
        'The major and minor version of the image, before 2.0, for the operator writes flink-conf.yaml; absent: that of images.flink, where the cluster runs it.',
      examples: ['1.20'],
    }),
  image: z
    .union([z.enum(['flink', 'normalizerFlink']), image])
    .exactOptional()
    .meta({ description: 'One of `images` by its name, or another; absent: flink.', examples: ['flink'] }),
  jobManager: jobManager.prefault({}).describe('The pod that coordinates the job.'),
  taskManager: taskManager.prefault({}).describe('The pods that do the work.'),
  job: flinkJob
    .exactOptional()
    .describe('The job that the cluster runs; absent: a session cluster, which waits for jobs.'),
  flinkProperties: properties.prefault({}).meta({
    description: "Flink's settings by their own names.",
    examples: [{ 'taskmanager.numberOfTaskSlots': 1 }],
  }),
  envVars: z
    .array(kubernetesType('EnvVar'))
    .exactOptional()
    .describe("Variables of Flink's containers, also out of Secrets; they win over pod.extraEnv."),
  envFrom: z
    .array(kubernetesType('EnvFromSource'))
    .exactOptional()
    .describe("ConfigMaps and Secrets whose keys are variables of Flink's containers."),
  logConfig: z
    .record(z.string(), z.string())
    .exactOptional()
    .meta({
      description: 'Files for the configuration folder; over the Log4j 2 files that logLevel makes.',
      examples: [{ 'log4j-console.properties': 'rootLogger.level = INFO' }],
    }),
  batchScheduler: z
    .strictObject({
      name: z.string().meta({ description: 'The scheduler.', examples: ['volcano'] }),
      queue: z.string().exactOptional().describe('Its queue.'),
      priorityClassName: z.string().exactOptional().describe('The PriorityClass of all pods.'),
    })
    .exactOptional()
    .describe('Who schedules all pods of the cluster together; absent: Kubernetes, one by one.'),
  hadoopConfig: z
    .strictObject({
      configMapName: z.string().describe('The ConfigMap with core-site.xml and the like.'),
      mountPath: z.string().exactOptional().describe('Where it appears; absent: /etc/hadoop/conf.'),
    })
    .exactOptional()
    .describe('Configuration of Hadoop, for file systems that read it.'),
  gcpConfig: z
    .strictObject({
      serviceAccount: z
        .strictObject({
          secretName: z.string().describe('The Secret that holds the key file.'),
          keyFile: z.string().describe('The key of the Secret, which is the name of the file.'),
          mountPath: z.string().describe('The folder where it appears.'),
        })
        .describe("The account of Google's cloud that the pods are."),
    })
    .exactOptional()
    .describe("Google's cloud, for state and JAR files in its storage."),
  recreateOnUpdate: z
    .boolean()
    .exactOptional()
    .describe('Whether an update makes all pods anew; absent: yes.'),
  revisionHistoryLimit: z.int().min(0).exactOptional().describe('How many revisions are kept; absent: 10.'),
};

const name = z.string().meta({
  description: 'The name of the FlinkCluster, at most 40 characters.',
  examples: ['word-count'],
});

/** A cluster that has a name. */
export const namedCluster = z.strictObject({ name, ...spec, ...beside }).meta({ title: 'Flink cluster' });
export type FlinkClusterValues = z.infer<typeof namedCluster>;

/** A cluster that may have the name that it is listed by. */
export const listedCluster = z
  .strictObject({ name: name.exactOptional(), ...spec, ...beside })
  .meta({ title: 'Flink cluster' });
