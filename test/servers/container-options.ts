/** What a Deployment asks of its container, as options of `podman run`. */
import { amountOf } from '../../charts/kubernetes/quantity';
import type { KubernetesObject } from '../manifests';

interface Pod {
  readonly securityContext: { readonly runAsUser: number; readonly runAsGroup: number };
  readonly containers: readonly [
    {
      readonly securityContext: {
        readonly allowPrivilegeEscalation: boolean;
        readonly readOnlyRootFilesystem: boolean;
        readonly capabilities: { readonly drop: readonly string[] };
      };
      readonly resources: { readonly limits: { readonly memory: string } };
      readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
    },
  ];
  readonly volumes?: readonly { readonly name: string; readonly emptyDir?: { readonly sizeLimit: string } }[];
}

/**
 * User, root folder, capabilities, memory and scratch folders as in the manifest; the seccomp profile is the
 * runtime's own in both. The network is this machine's, whose servers the container is to reach.
 */
export function containerOptions({ spec }: KubernetesObject): string[] {
  const { template } = spec as { template: { spec: Pod } };
  const { securityContext: pod, containers, volumes = [] } = template.spec;
  const [{ securityContext, resources, volumeMounts = [] }] = containers;
  const scratch = volumeMounts.flatMap(({ name, mountPath }) => {
    const size = volumes.find((volume) => volume.name === name)?.emptyDir?.sizeLimit;
    return size === undefined ? [] : ['--tmpfs', `${mountPath}:size=${amountOf(size) ?? 0},mode=1777`];
  });
  return [
    ...['--network', 'host', '--user', `${pod.runAsUser}:${pod.runAsGroup}`],
    ...(securityContext.readOnlyRootFilesystem ? ['--read-only', '--read-only-tmpfs=false'] : []),
    ...securityContext.capabilities.drop.map((capability) => `--cap-drop=${capability}`),
    ...(securityContext.allowPrivilegeEscalation ? [] : ['--security-opt', 'no-new-privileges']),
    ...['--memory', String(amountOf(resources.limits.memory))],
    ...scratch,
  ];
}
