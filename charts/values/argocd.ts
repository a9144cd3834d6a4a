/** Values of Argo CD's own objects. */
import { z } from 'zod';
import { dnsLabel } from './kubernetes';

/** A duration as Argo CD reads it, such as `30s` or `5m`. */
const duration = z.string().regex(/^\d+(s|m|h)$/, { error: 'a duration such as "30s" or "5m"' });

export const argocd = z.strictObject({
  /** The namespace that Argo CD runs in. */
  namespace: dnsLabel,
  /** This repository, as Argo CD reaches it. */
  repoUrl: z.string().regex(/^(https?|ssh|git):\/\/|^git@/, { error: 'the URL of a git repository' }),
  /** The branch, tag or commit that is synced. */
  revision: z.string().min(1),
  /** The folder of the repository that holds the environments' folders. */
  path: z.string().regex(/^[^/].*[^/]$/, { error: 'a folder without "/" at its ends, such as "dist"' }),
  /** The API server that Argo CD deploys to. */
  server: z.string().regex(/^https:\/\/./, { error: 'the https URL of an API server' }),
  automated: z.strictObject({ enabled: z.boolean(), prune: z.boolean(), selfHeal: z.boolean() }),
  retry: z.strictObject({
    /** How often a failed sync is tried again; -1: for ever. */
    limit: z.int().min(-1).max(1000),
    backoff: z.strictObject({ duration, factor: z.int().min(1).max(10), maxDuration: duration }),
  }),
  /** True: the ConfigMap argocd-cm is ours, and holds the health checks and nothing else. */
  ownConfigMap: z.boolean(),
});
export type ArgocdValues = z.infer<typeof argocd>;
