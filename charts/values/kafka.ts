/** Values of Kafka, its ZooKeeper ensemble and its topics. */
import { z } from 'zod';
import { externalListener, hostAndPort, kafkaSecurity } from './kafka-security';
import { dnsLabel, resources, storage } from './kubernetes';
import { oneLine } from './text';
import { podOfWorkload } from './pod';
import { clusterService } from './service';

/** Kafka settings by their own names (`log.retention.hours`, `retention.ms` …), as in Kafka's documentation. */
const properties = z.record(
  z.string().regex(/^[a-z][a-z0-9.]*$/, { error: 'a Kafka setting such as "retention.ms"' }),
  z.union([oneLine, z.number(), z.boolean()]),
);

const servicesInside = clusterService
  .prefault({})
  .describe('What the site says of the two Services by which pods find the servers.');

export const kafka = z.strictObject({
  provider: z
    .enum(['bundled', 'external'])
    .describe('bundled: brokers of our own; external: a Kafka that is there already.'),
  bootstrapServers: z
    .array(hostAndPort)
    .exactOptional()
    .describe('The addresses of the Kafka that is there (provider external).'),
  security: kafkaSecurity.describe('How clients and brokers know one another.'),
  externalListener: externalListener
    .exactOptional()
    .describe('How clients outside the cluster reach the bundled Kafka; absent: not at all.'),
  mode: z
    .enum(['zookeeper', 'kraft'])
    .describe(
      'Who keeps the metadata: a ZooKeeper ensemble, or the brokers themselves; a running cluster is not switched by changing this.',
    ),
  brokers: z
    .int()
    .min(1)
    .max(99)
    .describe(
      'How many brokers; in kraft mode the first three (the first one, if fewer) are the controllers.',
    ),
  clusterId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{22}$/, {
      error: '22 characters of URL-safe base64, as "kafka-storage.sh random-uuid" prints',
    })
    .describe('In kraft mode: the identity that the storage is formatted with.'),
  storage: storage.describe('The volume of each broker.'),
  resources: resources.describe("CPU and memory of each broker; the JVM's heap takes half of the memory."),
  pod: podOfWorkload,
  service: servicesInside,
  properties: properties.meta({
    description: "Further broker settings by Kafka's own names; they win over the generated ones.",
    examples: [{ 'log.segment.bytes': 268435456 }],
  }),
});
export type KafkaValues = z.infer<typeof kafka>;

export const zookeeper = z.strictObject({
  replicas: z
    .int()
    .min(1)
    .max(7)
    .refine((replicas) => replicas % 2 === 1, { error: 'an odd number: an ensemble needs a majority' })
    .describe('How many servers the ensemble has; odd, for a majority.'),
  storage: storage.describe('The volume of each server.'),
  resources: resources.describe('CPU and memory of each server.'),
  pod: podOfWorkload,
  service: servicesInside,
});
export type ZookeeperValues = z.infer<typeof zookeeper>;

/** A topic name as Kafka accepts it (org.apache.kafka.common.internals.Topic), and its tools on a command line. */
const topicName = z
  .string()
  .max(249)
  .regex(/^[A-Za-z0-9._][A-Za-z0-9._-]*$/, {
    error: 'a topic name: letters, digits, ".", "_" and "-", which is not the first',
  })
  .regex(/^(?!\.{1,2}$|__)/, {
    error: 'a name other than "." and "..", without "__" at its beginning: Kafka keeps those for itself',
  });

export const topic = z
  .strictObject({
    name: topicName.describe('The name of the topic.'),
    partitions: z
      .int()
      .min(1)
      .max(10000)
      .describe('How many partitions; can be raised, which moves keys to other partitions, but not reduced.'),
    replicationFactor: z
      .int()
      .min(1)
      .max(99)
      .describe('On how many brokers each record is kept; fixed when the topic is made.'),
    config: properties.meta({
      description: "Settings of the topic by Kafka's own names.",
      examples: [{ 'retention.ms': 86400000 }],
    }),
  })
  .meta({ title: 'Topic' });
export type Topic = z.infer<typeof topic>;

/** The pipeline's three topics by role, and further ones that consumers want. */
export const topics = z.strictObject({
  flows: topic.describe('What GoFlow2 writes and the normaliser reads.'),
  output: topic.describe('The normalised flows.'),
  rejected: topic.describe(
    'Records that could not be normalised, byte for byte, with the reason in headers.',
  ),
  additional: z.array(topic).describe('The topics of your own consumers.'),
  pod: podOfWorkload.describe('Over `pods`, for the Jobs that make topics and users.'),
  manage: z
    .enum(['job', 'strimzi', 'none'])
    .describe('Who makes the topics: a Job of ours, Strimzi from its own resources, or somebody else.'),
  strimzi: z
    .strictObject({
      cluster: dnsLabel.describe('The name of the Kafka resource that the topics belong to.'),
      namespace: dnsLabel.describe("The namespace that Strimzi's operators for topics and users watch."),
      apiVersion: z
        .enum(['v1beta2', 'v1'])
        .describe('Version of kafka.strimzi.io; v1 from Strimzi 0.49 on, the only one from 1.0 on.'),
    })
    .exactOptional()
    .describe('With manage strimzi: whose topics and users they are.'),
});
export type TopicsValues = z.infer<typeof topics>;
