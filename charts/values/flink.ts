/** Values of the Flink clusters: all of one kind, of which two are ours. */
import { z } from 'zod';
import { listedCluster, namedCluster } from './flink-cluster';
import { dnsLabel } from './kubernetes';

/** The key becomes part of a folder's name and of labels. */
const key = z.string().regex(/^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/, {
  error: 'a name of at most 40 lower-case letters, digits and "-", with a letter first',
});

export const flink = z.strictObject({
  namespace: dnsLabel.describe(
    'The namespace of the clusters, held to the Pod Security Standard "baseline"; one of its own.',
  ),
  clusters: z
    .record(key, listedCluster)
    .describe("Clusters of the site's own by their names, with a job or without; each is an Application."),
  sample: namedCluster.describe("The documented sample, Flink's word count: runs once."),
  netflow: namedCluster.describe(
    'The normaliser on Flink; deployed with normalizer.engine flink only, which says what it runs.',
  ),
});
export type FlinkValues = z.infer<typeof flink>;
