/** The cluster's name server: CoreDNS as kubeadm sets it up, but as a process of the node. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_IP, type Machine } from './machine';

/** The caches are kubeadm's of many years: names of pods that restart are as stale here as anywhere. */
export function startDns(machine: Machine, program: string): void {
  const kubeconfig = join(machine.folder, 'pki', 'admin.kubeconfig');
  const corefile = `.:53 {
  bind ${NODE_IP}
  errors
  kubernetes cluster.local in-addr.arpa ip6.arpa {
    kubeconfig ${kubeconfig}
    pods insecure
    fallthrough in-addr.arpa ip6.arpa
    ttl 30
  }
  cache 30
}
`;
  writeFileSync(join(machine.folder, 'Corefile'), corefile);
  machine.start('coredns', join(program, 'coredns'), ['-conf', join(machine.folder, 'Corefile')]);
}
