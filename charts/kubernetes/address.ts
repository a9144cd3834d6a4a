import type { Values } from '../values/schema';

/**
 * The full DNS name of a Service, which is the same from every namespace.
 * @param cluster whose domain ends it
 */
export function serviceAddress(service: string, namespace: string, cluster: Values['cluster']): string {
  return `${service}.${namespace}.svc.${cluster.domain}`;
}
