/** What Argo CD is told about single objects, in the annotation of that purpose. */

/** The annotation that holds the options of one object. */
export const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/**
 * For a custom resource whose definition another Application installs: Argo CD must not try it out before
 * the definition is there. (The Application's option of the same name was long ignored: argo-cd#22679.)
 */
export const SKIP_DRY_RUN = 'SkipDryRunOnMissingResource=true';

/** For an object that can't be changed: Argo CD deletes it and makes it anew. */
export const REMADE_ON_CHANGE = ['Force=true', 'Replace=true'];

/** For an object that holds data: it outlives its manifest, and its Application. */
export const KEPT = ['Prune=false', 'Delete=false'];

/** The options as the annotation that Argo CD reads. */
export function syncOptions(...options: readonly string[]): Record<string, string> {
  return { [SYNC_OPTIONS]: options.join(',') };
}
