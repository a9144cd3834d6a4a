/** Values of the GoFlow2 collector. */
import { z } from 'zod';
import { nodePort, resources } from './kubernetes';
import { podOfWorkload } from './pod';

const port = z.int().min(1024).max(65535);
const listenerNodePort = nodePort.describe(
  'The UDP port of every node that leads to the listener; counts with serviceType NodePort only.',
);

export const goflow2 = z.strictObject({
  netflow: z
    .strictObject({
      port: port.describe('The UDP port that GoFlow2 listens on.'),
      nodePort: listenerNodePort,
    })
    .describe('The listener for NetFlow v5, v9 and IPFIX.'),
  sflow: z
    .strictObject({
      enabled: z.boolean().describe('Whether GoFlow2 listens for sFlow at all.'),
      port: port.describe('The UDP port that GoFlow2 listens on.'),
      nodePort: listenerNodePort,
    })
    .describe('The listener for sFlow v5.'),
  serviceType: z
    .enum(['NodePort', 'LoadBalancer', 'ClusterIP'])
    .describe('The type of the Service that routers send their packets to.'),
  workers: z
    .int()
    .min(1)
    .max(64)
    .describe('Decoders per listener; more than one take packets out of their order, templates included.'),
  queueSize: z
    .int()
    .min(1)
    .max(1_000_000)
    .describe('How many packets may wait per listener; each holds 9,000 bytes of memory.'),
  flushFrequency: z
    .string()
    .regex(/^[1-9]\d{0,2}ms$/, { error: '1ms to 999ms' })
    .describe('How long records wait for others, to go to Kafka in one batch.'),
  compression: z
    .enum(['none', 'gzip', 'snappy', 'lz4', 'zstd'])
    .describe('How batches to Kafka are compressed.'),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).describe('The least severe messages that are logged.'),
  resources: resources.describe('CPU and memory of the collector.'),
  pod: podOfWorkload,
});
export type Goflow2Values = z.infer<typeof goflow2>;
