/** Values of Argo CD's own objects. */
import { z } from 'zod';
import { dnsLabel } from './kubernetes';
import { oneLine } from './text';

/** How Argo CD calls the cluster that it runs in itself. */
export const OWN_CLUSTER = 'https://kubernetes.default.svc';

/** A duration as Argo CD reads it, such as `30s` or `5m`. */
const duration = z.string().regex(/^\d+(s|m|h)$/, { error: 'a duration such as "30s" or "5m"' });

export const argocd = z.strictObject({
  namespace: dnsLabel.describe('The namespace that Argo CD runs in.'),
  repoUrl: z
    .string()
    .regex(/^((https?|ssh|git):\/\/|git@)\S+$/, { error: 'the URL of a git repository' })
    .describe('The repository that holds the manifests, as Argo CD reaches it.'),
  revision: oneLine.min(1).describe('The branch, tag or commit that is synced.'),
  path: z
    .string()
    .regex(/^[^/\s](\S*[^/\s])?$/, { error: 'a folder without "/" at its ends, such as "dist"' })
    .describe("The folder of the repository that holds the environments' folders."),
  server: z
    .string()
    .regex(/^https:\/\/\S+$/, { error: 'the https URL of an API server' })
    .optional()
    .describe("The API server of the cluster that is deployed to; the default is Argo CD's own cluster."),
  destinationName: oneLine
    .min(1)
    .exactOptional()
    .meta({
      description: 'Instead of server (then null): the name by which Argo CD knows the cluster.',
      examples: ['production-eu'],
    }),
  applicationPrefix: dnsLabel
    .max(40)
    .exactOptional()
    .meta({
      description:
        "What the Applications' names and those of their projects begin with; absent: netflow-<environment>, and cert-manager alone has none.",
      examples: ['network-netflow'],
    }),
  project: dnsLabel.exactOptional().meta({
    description: 'An AppProject that is there, for all Applications; absent: two are made for them.',
    examples: ['platform'],
  }),
  syncProjects: z
    .boolean()
    .describe(
      'Whether the root Application keeps the AppProjects as git has them; false: an administrator applies them, and no push widens what the Applications may do.',
    ),
  automated: z
    .strictObject({
      enabled: z.boolean().describe('Whether a new commit is synced without being asked.'),
      prune: z
        .boolean()
        .describe(
          'Whether what is gone from the repository is deleted, whole Applications too; never namespaces and volumes.',
        ),
      selfHeal: z.boolean().describe('Whether what was changed in the cluster is changed back.'),
    })
    .describe('What Argo CD does by itself.'),
  retry: z
    .strictObject({
      limit: z.int().min(-1).max(1000).describe('How often a failed sync is tried again; -1: for ever.'),
      backoff: z
        .strictObject({
          duration: duration.describe('The wait before the first further try.'),
          factor: z.int().min(1).max(10).describe('What the wait is multiplied by after each try.'),
          maxDuration: duration.describe('The longest wait.'),
        })
        .describe('How long to wait between tries.'),
      refresh: z
        .boolean()
        .describe(
          'Whether a further try takes the newest commit, so that a fix ends the tries of what failed.',
        ),
    })
    .describe('What follows a failed sync: webhooks and definitions need a moment after they are installed.'),
});
export type ArgocdValues = z.infer<typeof argocd>;

/** The cluster that is deployed to: its address, or the name that Argo CD has for it. */
export function destinationOf({ destinationName, server }: ArgocdValues): string {
  return destinationName ?? server ?? OWN_CLUSTER;
}

/** What the Applications' names begin with. */
export function applicationPrefix(environment: {
  readonly name: string;
  readonly values: { readonly argocd: ArgocdValues };
}): string {
  return environment.values.argocd.applicationPrefix ?? `netflow-${environment.name}`;
}
