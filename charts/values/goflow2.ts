/** Values of the GoFlow2 collector. */
import { z } from 'zod';
import { nodePort, resources } from './kubernetes';

/** A UDP port that GoFlow2 listens on, and the node's port for it, which counts with service type NodePort only. */
const listener = { port: z.int().min(1024).max(65535), nodePort };

export const goflow2 = z.strictObject({
  netflow: z.strictObject(listener),
  sflow: z.strictObject({ enabled: z.boolean(), ...listener }),
  serviceType: z.enum(['NodePort', 'LoadBalancer', 'ClusterIP']),
  workers: z.int().min(1).max(64),
  queueSize: z.int().min(1).max(1_000_000),
  flushFrequency: z.string().regex(/^[1-9]\d{0,2}ms$/, { error: '1ms to 999ms' }),
  compression: z.enum(['none', 'gzip']),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']),
  resources,
});
export type Goflow2Values = z.infer<typeof goflow2>;
