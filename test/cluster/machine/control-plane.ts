/** A real control plane: etcd, API server, controllers, scheduler; RBAC and Pod Security are on. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { eventually } from '../../servers/process';
import { API_SERVER, writeCertificates } from './certificates';
import { NODE_IP, type Machine, type Program } from './machine';

/** Of pods and of Services. */
export const RANGES = { pods: '10.244.0.0/24', services: '10.96.0.0/16' };

/** Who did what, and was it allowed: the suites compare it with what `npm run diff` foretold. */
const AUDIT = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [
    { level: 'None', verbs: ['get', 'list', 'watch'] },
    { level: 'None', nonResourceURLs: ['/*'] },
    { level: 'None', resources: [{ group: 'coordination.k8s.io' }, { group: '', resources: ['events'] }] },
    { level: 'Metadata' },
  ],
};

/** Starts it, and waits until it answers. @param programs the folder of Kubernetes' programs */
export async function startControlPlane(machine: Machine, programs: string): Promise<void> {
  const { folder } = machine;
  const pki = join(folder, 'pki');
  mkdirSync(pki);
  writeCertificates(pki);
  writeFileSync(join(folder, 'audit.yaml'), stringify(AUDIT));
  const file = (name: string) => join(pki, name);
  const start = (name: string, options: Readonly<Record<string, string | boolean>>): Program =>
    machine.start(
      name,
      name === 'etcd' ? name : join(programs, name),
      Object.entries(options).map(([option, value]) => `--${option}=${String(value)}`),
    );
  // In memory, and without waiting for a disk: nobody needs it tomorrow.
  await machine.run('mount', ['-t', 'tmpfs', 'none', mkdir(join(folder, 'etcd'))]);
  start('etcd', {
    'data-dir': join(folder, 'etcd', 'data'),
    'unsafe-no-fsync': true,
    'listen-client-urls': 'http://127.0.0.1:2379',
    'advertise-client-urls': 'http://127.0.0.1:2379',
    'listen-peer-urls': 'http://127.0.0.1:2380',
  });
  const server = start('kube-apiserver', {
    'etcd-servers': 'http://127.0.0.1:2379',
    'advertise-address': NODE_IP,
    'tls-cert-file': file('apiserver.crt'),
    'tls-private-key-file': file('apiserver.key'),
    'client-ca-file': file('ca.crt'),
    'service-account-key-file': file('sa.pub'),
    'service-account-signing-key-file': file('sa.key'),
    'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
    'service-cluster-ip-range': RANGES.services,
    'authorization-mode': 'Node,RBAC',
    'enable-admission-plugins': 'NodeRestriction',
    'allow-privileged': true,
    'kubelet-client-certificate': file('apiserver-kubelet.crt'),
    'kubelet-client-key': file('apiserver-kubelet.key'),
    'kubelet-preferred-address-types': 'InternalIP',
    'requestheader-client-ca-file': file('front-ca.crt'),
    'requestheader-allowed-names': 'front-proxy-client',
    'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
    'requestheader-group-headers': 'X-Remote-Group',
    'requestheader-username-headers': 'X-Remote-User',
    'proxy-client-cert-file': file('front-proxy.crt'),
    'proxy-client-key-file': file('front-proxy.key'),
    'audit-policy-file': join(folder, 'audit.yaml'),
    'audit-log-path': join(folder, 'audit.log'),
    'secure-port': '6443',
  });
  const ask = [
    '--silent',
    '--fail',
    '--cacert',
    file('ca.crt'),
    '--cert',
    file('admin.crt'),
    '--key',
    file('admin.key'),
  ];
  await eventually(
    'the API server is ready',
    async () => (await machine.run('curl', [...ask, `${API_SERVER}/readyz`])) === 'ok',
    { seconds: 180 },
  ).catch((error: unknown) => {
    throw new Error(server.output(), { cause: error });
  });
  const user = (name: string) => ({
    kubeconfig: file(`${name}.kubeconfig`),
    'authentication-kubeconfig': file(`${name}.kubeconfig`),
    'authorization-kubeconfig': file(`${name}.kubeconfig`),
    'bind-address': '127.0.0.1',
    'leader-elect': false,
  });
  start('kube-controller-manager', {
    ...user('controller-manager'),
    'service-account-private-key-file': file('sa.key'),
    'root-ca-file': file('ca.crt'),
    'cluster-signing-cert-file': file('ca.crt'),
    'cluster-signing-key-file': file('ca.key'),
    'use-service-account-credentials': true,
    'allocate-node-cidrs': true,
    'cluster-cidr': RANGES.pods,
    'node-cidr-mask-size': '24',
    'service-cluster-ip-range': RANGES.services,
  });
  start('kube-scheduler', user('scheduler'));
}

function mkdir(folder: string): string {
  mkdirSync(folder);
  return folder;
}
