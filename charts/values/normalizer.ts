/** Values of the normaliser. */
import { isPrefix, LARGEST_INTERVAL } from '#normalizer/configuration';
import { z } from 'zod';
import { resources } from './kubernetes';
import { podOfWorkload } from './pod';
import { oneLine } from './text';

const interval = z.int().min(1).max(LARGEST_INTERVAL);
const prefix = z.string().refine(isPrefix, {
  error: 'an address or a prefix in quotes, such as "192.0.2.0/24" or "2001:db8::/32"',
});

const autoscaling = z.strictObject({
  minReplicas: z
    .int()
    .min(0)
    .max(999)
    .meta({
      description: 'The fewest replicas; with 0 there is none while nothing waits.',
      examples: [1],
    }),
  maxReplicas: z
    .int()
    .min(1)
    .max(999)
    .meta({
      description: 'The most replicas; more than topics.flows.partitions would idle.',
      examples: [3],
    }),
  lagThreshold: z
    .int()
    .min(1)
    .meta({
      description: 'One replica more for each so many records that wait in topics.flows.',
      examples: [100_000],
    }),
  pollingInterval: z
    .int()
    .min(1)
    .meta({ description: 'How often the lag is asked for, in seconds.', examples: [30] }),
  cooldownPeriod: z
    .int()
    .min(0)
    .meta({
      description: 'How long nothing must wait before the last replica goes (minReplicas 0), in seconds.',
      examples: [300],
    }),
});

export const normalizer = z.strictObject({
  engine: z
    .enum(['deployment', 'flink'])
    .describe(
      'Who writes topics.output: deployment (replicas of a Node service) or flink (the cluster flink.netflow).',
    ),
  replicas: z
    .int()
    .min(0)
    .max(999)
    .describe('Replicas of the Deployment; more than topics.flows.partitions would idle.'),
  autoscaling: autoscaling
    .optional()
    .describe(
      'A ScaledObject of KEDA, which the cluster must have: replicas follow the lag of the consumer group, and `replicas` counts no more; absent: none.',
    ),
  consumerGroup: oneLine.min(1).describe('The consumer group that remembers which records were read.'),
  encoding: z
    .enum(['numeric', 'rfc7951'])
    .describe(
      'How 64-bit integers are written: numeric as JSON numbers, rfc7951 as strings, as RFC 7951 has it.',
    ),
  timeUnit: z.enum(['seconds', 'milliseconds']).describe('The unit of first-switched and last-switched.'),
  defaultSamplingInterval: interval.optional().meta({
    description:
      'One packet in so many is looked at, by exporters that tell no interval; absent: the leaf is left out.',
    examples: [1000],
  }),
  samplingIntervals: z.record(prefix, interval).meta({
    description:
      'The same for the exporters of a prefix; of several that an address is in, the longest counts.',
    examples: [{ '192.0.2.0/24': 1000, '2001:db8::/32': 512 }],
  }),
  notIp: z
    .enum(['reject', 'drop'])
    .describe(
      'What becomes of flows that are none of IP: reject to topics.rejected, or drop, counted by a metric and gone.',
    ),
  extensions: z
    .boolean()
    .describe(
      'Whether documents have the leaves of the module netflow-v9-extensions, too, such as those of NAT, VRFs and AS paths.',
    ),
  deliveryGuarantee: z
    .enum(['at-least-once', 'exactly-once'])
    .describe(
      'Whether a record may be written twice after a failure; exactly-once needs readers with isolation.level=read_committed.',
    ),
  transactionTimeoutSeconds: z
    .int()
    .min(1)
    // Kafka's `transaction.timeout.ms` has 32 bits.
    .max(2_147_483)
    .describe(
      'With exactly-once: how long the brokers keep a transaction open whose engine is away, in seconds. Readers wait for it until then; after it, engine flink loses what it wrote but did not commit, and engine deployment writes it anew.',
    ),
  logLevel: z.enum(['debug', 'info', 'warn', 'error']).describe('The least severe messages that are logged.'),
  resources: resources.describe('CPU and memory of a replica of the Deployment.'),
  pod: podOfWorkload,
});
export type NormalizerValues = z.infer<typeof normalizer>;
