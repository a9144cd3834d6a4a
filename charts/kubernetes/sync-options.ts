/** What Argo CD is told about single objects. */

/**
 * For a custom resource whose definition another Application installs: Argo CD must not try it out before
 * the definition is there. (The Application's option of the same name was long ignored: argo-cd#22679.)
 */
export const CUSTOM_RESOURCE = {
  'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true',
};
