/** The health checks, for the administrator of Argo CD to add to what its ConfigMap holds already. */
import { stringify } from 'yaml';
import { HEALTH_CHECKS } from '../argocd/health/checks';
import type { HostFile } from './host-file';

/**
 * A merge patch for the ConfigMap argocd-cm. Not a manifest: whichever way one is applied, what it does to the keys
 * that others have put there depends on how they did it.
 */
export function healthChecksPatch(): HostFile {
  return { path: 'argocd/argocd-cm.patch.yaml', content: stringify({ data: HEALTH_CHECKS }) };
}
