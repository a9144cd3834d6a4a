/** Values of Kafka, its ZooKeeper ensemble and its topics. */
import { z } from 'zod';
import { resources, storage } from './kubernetes';

/** Kafka settings by their own names (`log.retention.hours`, `retention.ms` …), as in Kafka's documentation. */
const properties = z.record(
  z.string().regex(/^[a-z][a-z0-9.]*$/, { error: 'a Kafka setting such as "retention.ms"' }),
  z.union([z.string(), z.number(), z.boolean()]),
);

export const kafka = z.strictObject({
  mode: z.enum(['zookeeper', 'kraft']),
  brokers: z.int().min(1).max(99),
  clusterId: z.string().regex(/^[A-Za-z0-9_-]{22}$/, {
    error: '22 characters of URL-safe base64, as "kafka-storage.sh random-uuid" prints',
  }),
  storage,
  resources,
  properties,
});
export type KafkaValues = z.infer<typeof kafka>;

export const zookeeper = z.strictObject({
  replicas: z
    .int()
    .min(1)
    .max(7)
    .refine((replicas) => replicas % 2 === 1, { error: 'an odd number: an ensemble needs a majority' }),
  storage,
  resources,
});
export type ZookeeperValues = z.infer<typeof zookeeper>;

/** A topic name as Kafka accepts it (org.apache.kafka.common.internals.Topic). */
const topicName = z
  .string()
  .max(249)
  .regex(/^[A-Za-z0-9._-]+$/, { error: 'a topic name: letters, digits, ".", "_" and "-"' });

export const topic = z.strictObject({
  name: topicName,
  partitions: z.int().min(1).max(10000),
  replicationFactor: z.int().min(1).max(99),
  config: properties,
});
export type Topic = z.infer<typeof topic>;

/** The pipeline's three topics by role, and further ones that consumers want. */
export const topics = z.strictObject({
  flows: topic,
  output: topic,
  rejected: topic,
  additional: z.array(topic),
});
export type TopicsValues = z.infer<typeof topics>;
