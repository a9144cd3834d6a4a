/** Values of the normaliser. */
import { z } from 'zod';
import { resources } from './kubernetes';

export const normalizer = z.strictObject({
  engine: z.enum(['deployment', 'flink']),
  replicas: z.int().min(0).max(999),
  consumerGroup: z.string().min(1),
  encoding: z.enum(['numeric', 'rfc7951']),
  timeUnit: z.enum(['seconds', 'milliseconds']),
  deliveryGuarantee: z.enum(['at-least-once', 'exactly-once']),
  /** Kafka's `transaction.timeout.ms`, of the producers that write exactly once; at most what its 32 bits hold. */
  transactionTimeoutSeconds: z.int().min(1).max(2_147_483),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']),
  resources,
});
export type NormalizerValues = z.infer<typeof normalizer>;
