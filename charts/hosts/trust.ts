/**
 * What machines outside the cluster's control need to know of a registry that they would not trust by
 * themselves: Docker where images are built, containerd on the nodes.
 */
import type { RegistryValues } from '../values/registry';
import type { HostFile } from './host-file';

/** The files for Docker and containerd; none when the certificate's issuer is one that everybody trusts. */
export function trustFiles(registry: RegistryValues): HostFile[] {
  const { endpoint, insecure, clusterIssuer } = registry;
  if (insecure) {
    const daemon = { 'insecure-registries': [endpoint] };
    return [
      { path: 'etc/docker/daemon.json', content: `${JSON.stringify(daemon, null, 2)}\n` },
      containerd(endpoint, `server = "http://${endpoint}"\n\n[host."http://${endpoint}"]\n`),
    ];
  }
  if (clusterIssuer !== undefined) return [];
  // Docker finds /etc/docker/certs.d/<endpoint>/ca.crt by itself.
  const authority = `/etc/containerd/certs.d/${folder(endpoint)}/ca.crt`;
  const trust = `server = "https://${endpoint}"\n\n[host."https://${endpoint}"]\n  ca = "${authority}"\n`;
  return [containerd(endpoint, trust)];
}

function containerd(endpoint: string, lines: string): HostFile {
  const capabilities = '  capabilities = ["pull", "resolve"]\n';
  return { path: `etc/containerd/certs.d/${folder(endpoint)}/hosts.toml`, content: lines + capabilities };
}

/** containerd takes `host_port_` for `host:port`; a colon is no name for a file everywhere. */
function folder(endpoint: string): string {
  return endpoint.replace(/:(\d+)$/, '_$1_');
}
