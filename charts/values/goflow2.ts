/** Values of the GoFlow2 collector, or of several. */
import { z } from 'zod';
import { cidr, nodePort, resources } from './kubernetes';
import { podOfWorkload } from './pod';
import { service } from './service';

const port = z.int().min(1024).max(65535).describe('The UDP port that GoFlow2 listens on.');
const listenerNodePort = nodePort.describe(
  'The UDP port of every node that leads to the listener; counts with serviceType NodePort only.',
);
const enabled = z.boolean().describe('Whether GoFlow2 listens at all.');

/** The name of a container's port (RFC 6335): that of a further listener. */
const listenerName = z
  .string()
  .max(15)
  .regex(/^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/, {
    error: 'at most 15 lower-case letters, digits and single "-", with a letter among them',
  })
  .refine((name) => !['http', 'netflow', 'sflow'].includes(name), {
    error: 'another name than http, netflow and sflow, which GoFlow2’s own ports have',
  });

const listeners = z.record(
  listenerName,
  z
    .strictObject({
      protocol: z
        .enum(['netflow', 'sflow'])
        .describe('What it takes: netflow is NetFlow v5, v9 and IPFIX, sflow is sFlow v5.'),
      port,
      nodePort: listenerNodePort.exactOptional(),
    })
    .meta({ title: 'Listener' }),
);

const listener = z.strictObject({ enabled, port, nodePort: listenerNodePort });
const NETFLOW = 'The listener for NetFlow v5, v9 and IPFIX.';
const SFLOW = 'The listener for sFlow v5.';

/** What is said of a collector. */
const collector = z.strictObject({
  netflow: listener.describe(NETFLOW),
  sflow: listener.describe(SFLOW),
  listeners: listeners.prefault({}).meta({
    description: 'Further listeners by name, for routers that send to other ports.',
    examples: [{ ipfix: { protocol: 'netflow', port: 4739, nodePort: 31739 } }],
  }),
  serviceType: z
    .enum(['NodePort', 'LoadBalancer', 'ClusterIP'])
    .describe('The type of the Service that routers send their packets to.'),
  service: service.prefault({}).describe("What the site says of the collector's Service."),
  hostNetwork: z
    .boolean()
    .exactOptional()
    .describe(
      "Whether the collector has its node's network, and so the listeners' very ports there; needs namespace.podSecurity privileged.",
    ),
  hostPort: z
    .boolean()
    .exactOptional()
    .describe(
      "Whether the listeners' ports are also its node's, which hands them on; needs namespace.podSecurity privileged.",
    ),
  replicas: z
    .int()
    .min(1)
    .max(99)
    .describe(
      'Pods; above one, packets of an address go to the same pod, and when it ends, records of its exporters are lost until their next templates.',
    ),
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
/** Everything of one collector. */
export type CollectorValues = z.infer<typeof collector>;

/** What one of several has of its own; the rest is as `goflow2` says. */
const ownCollector = collector
  .partial()
  .extend({
    netflow: listener.partial().exactOptional().describe(NETFLOW),
    sflow: listener.partial().exactOptional().describe(SFLOW),
    exporters: z
      .array(cidr)
      .min(1)
      .exactOptional()
      .describe('The addresses that may send to it; absent: networkPolicies.exporters.'),
  })
  .meta({ title: 'Collector' });

/** With "goflow2-" before it, the name of a Service. */
const collectorName = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, {
    error: 'lower-case letters, digits and "-", at most 40 characters',
  });

export const goflow2 = collector.extend({
  collectors: z
    .record(collectorName, ownCollector)
    .prefault({})
    .meta({
      description:
        'Several collectors instead of one, by name; what one does not say of itself is as goflow2 says.',
      examples: [{ edge: { exporters: ['192.0.2.0/24'], netflow: { nodePort: 31010 } } }],
    }),
});
export type Goflow2Values = z.infer<typeof goflow2>;
