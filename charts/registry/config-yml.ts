/** The registry's `config.yml` (CNCF distribution; https://distribution.github.io/distribution/about/configuration/). */
import { stringify } from 'yaml';
import type { RegistryValues } from '../values/registry';

/** The port of the registry's API: the only one. */
export const REGISTRY_PORT = 5000;

/** Where the container finds what it is given, and keeps what it is sent. */
export const FOLDERS = {
  configuration: '/etc/distribution',
  certificate: '/etc/registry/tls',
  password: '/etc/registry/auth',
  storage: '/var/lib/registry',
};

/** Renders `config.yml`. */
export function configYml({ insecure, htpasswdSecret }: RegistryValues): string {
  return stringify({
    version: 0.1,
    log: { level: 'info', formatter: 'json' },
    storage: {
      filesystem: { rootdirectory: FOLDERS.storage },
      // Without it, garbage collection would find nothing that may go.
      delete: { enabled: true },
      maintenance: {
        uploadpurging: { enabled: true, age: '168h', interval: '24h', dryrun: false },
      },
    },
    http: {
      addr: `:${REGISTRY_PORT}`,
      headers: { 'X-Content-Type-Options': ['nosniff'] },
      ...(!insecure && {
        tls: {
          certificate: `${FOLDERS.certificate}/tls.crt`,
          key: `${FOLDERS.certificate}/tls.key`,
          minimumtls: 'tls1.2',
        },
      }),
      // No `debug`: the listener that has the metrics hands everyone the profiler (pprof), too.
    },
    ...(htpasswdSecret !== undefined && {
      auth: { htpasswd: { realm: 'netflow-gitops', path: `${FOLDERS.password}/htpasswd` } },
    }),
    health: { storagedriver: { enabled: true, interval: '10s', threshold: 3 } },
  });
}
