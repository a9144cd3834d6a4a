/** Values of the GoFlow2 collector. */
import { z } from 'zod';
import { nodePort, resources } from './kubernetes';

const port = z.int().min(1024).max(65535);

export const goflow2 = z.strictObject({
  netflowPort: port,
  service: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('NodePort'), nodePort }),
    z.strictObject({ type: z.literal('LoadBalancer') }),
    z.strictObject({ type: z.literal('ClusterIP') }),
  ]),
  queueSize: z.int().min(1).max(1_000_000),
  flushFrequency: z.string().regex(/^\d+ms$/, { error: 'milliseconds, such as "500ms"' }),
  compression: z.enum(['none', 'gzip']),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']),
  resources,
});
export type Goflow2Values = z.infer<typeof goflow2>;
