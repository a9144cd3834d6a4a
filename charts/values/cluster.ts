/** Values of the cluster that the pipeline runs in. */
import { z } from 'zod';

export const cluster = z.strictObject({
  domain: z
    .string()
    .max(100)
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, {
      error: 'a DNS domain without a dot at its end, such as "cluster.local"',
    })
    .describe("The cluster's DNS domain, which ends the full name of every Service and pod."),
});
