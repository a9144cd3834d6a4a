/** Values of the GoFlow2 collector. */
import { z } from 'zod';
import { nodePort, resources } from './kubernetes';

const port = z.int().min(1024).max(65535);

export const goflow2 = z.strictObject({
  netflowPort: port,
  /** The node port counts only for the type NodePort, so that an overlay need not take it away. */
  service: z.strictObject({ type: z.enum(['NodePort', 'LoadBalancer', 'ClusterIP']), nodePort }),
  queueSize: z.int().min(1).max(1_000_000),
  flushFrequency: z.string().regex(/^\d+ms$/, { error: 'milliseconds, such as "500ms"' }),
  compression: z.enum(['none', 'gzip']),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']),
  resources,
});
export type Goflow2Values = z.infer<typeof goflow2>;
