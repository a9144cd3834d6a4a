/** What must hold of Argo CD's own objects. */
import type { Rule } from './rule';

export const argocdRules: readonly Rule[] = [
  {
    reads: ['argocd'],
    check: ({ argocd: { destinationName, server } }) => {
      if (destinationName !== undefined && server !== undefined) {
        const allowed = 'argocd.server: null with it: Argo CD takes a name or an address';
        return [{ path: ['argocd', 'destinationName'], allowed }];
      }
      return destinationName === undefined && server === undefined
        ? [
            {
              path: ['argocd', 'server'],
              allowed: 'the https URL of an API server, or argocd.destinationName',
            },
          ]
        : [];
    },
  },
];
