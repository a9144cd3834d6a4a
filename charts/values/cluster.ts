/** Values of the cluster that the pipeline runs in. */
import { z } from 'zod';
import { dnsLabel } from './kubernetes';

/** The first and the last port of a range such as `30000-32767`; nothing, if it is none. */
export function portRange(text: string): { first: number; last: number } | undefined {
  const [, first = 0, last = 0] = (/^(\d{1,5})-(\d{1,5})$/.exec(text) ?? []).map(Number);
  return first >= 1 && first <= last && last <= 65535 ? { first, last } : undefined;
}

export const cluster = z.strictObject({
  name: dnsLabel.exactOptional().meta({
    description:
      'A name for the cluster: environments with one name share it, and must not clash there; absent: told by its address in argocd.',
    examples: ['production-eu'],
  }),
  domain: z
    .string()
    .max(100)
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, {
      error: 'a DNS domain without a dot at its end, such as "cluster.local"',
    })
    .describe("The cluster's DNS domain, which ends the full name of every Service and pod."),
  nodePortRange: z
    .string()
    .refine((text) => portRange(text) !== undefined, { error: 'a range of ports, such as "30000-32767"' })
    .describe("The ports that node ports are taken from: the API servers' --service-node-port-range."),
});
