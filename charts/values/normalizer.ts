/** Values of the normaliser. */
import { z } from 'zod';
import { resources } from './kubernetes';

export const normalizer = z.strictObject({
  engine: z.enum(['deployment', 'flink']),
  replicas: z.int().min(0).max(999),
  consumerGroup: z.string().min(1),
  encoding: z.enum(['numeric', 'rfc7951']),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']),
  resources,
});
export type NormalizerValues = z.infer<typeof normalizer>;
