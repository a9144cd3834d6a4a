/** What must hold of the private registry. */
import type { Rule } from './rule';

export const registryRules: readonly Rule[] = [
  {
    reads: ['registry'],
    check: ({ registry: { htpasswdSecret, pullSecret } }) =>
      htpasswdSecret !== undefined && pullSecret === undefined
        ? [{ path: ['registry', 'pullSecret'], allowed: 'the name of the Secret that pods pull with' }]
        : [],
  },
  {
    reads: ['registry', 'images'],
    check: ({ registry, images }) =>
      registry.install && images.registry.registry === undefined
        ? [
            {
              path: ['images', 'registry', 'registry'],
              allowed: 'another registry: one can not be pulled from itself',
            },
          ]
        : [],
  },
];
