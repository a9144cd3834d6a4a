/** The certificates that the parts of a cluster know one another by. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_IP } from './machine';

/** The address of the API server, for programs on the node. */
export const API_SERVER = `https://${NODE_IP}:6443`;

/** The first address of the Services' range, at which pods reach the API server. */
const API_SERVICE = '10.96.0.1';

/** Who is who: RBAC and the node authorizer go by these names. */
const CERTIFICATES = {
  apiserver: {
    subject: '/CN=kube-apiserver',
    hosts: `DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,IP:127.0.0.1,IP:${API_SERVICE},IP:${NODE_IP}`,
  },
  'apiserver-kubelet': { subject: '/O=system:masters/CN=kube-apiserver-kubelet-client' },
  'front-proxy': { subject: '/CN=front-proxy-client', authority: 'front-ca' },
  admin: { subject: '/O=system:masters/CN=admin' },
  'controller-manager': { subject: '/CN=system:kube-controller-manager' },
  scheduler: { subject: '/CN=system:kube-scheduler' },
  kubelet: {
    subject: '/O=system:nodes/CN=system:node:kubernetes',
    hosts: `DNS:kubernetes,IP:${NODE_IP}`,
  },
  'kube-proxy': { subject: '/CN=system:kube-proxy' },
} as const;

/** Writes all of them to a folder, with the key of service accounts, and a kubeconfig for each user. */
export function writeCertificates(folder: string): void {
  const file = (name: string) => join(folder, name);
  const key = (name: string) => [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    file(`${name}.key`),
  ];
  for (const authority of ['ca', 'front-ca'])
    openssl(
      'req',
      '-x509',
      ...key(authority),
      '-days',
      '2',
      '-subj',
      `/CN=${authority}`,
      '-out',
      file(`${authority}.crt`),
    );
  openssl('genrsa', '-out', file('sa.key'), '2048');
  openssl('rsa', '-in', file('sa.key'), '-pubout', '-out', file('sa.pub'));
  for (const [name, certificate] of Object.entries(CERTIFICATES)) {
    const authority = 'authority' in certificate ? certificate.authority : 'ca';
    const hosts = 'hosts' in certificate ? `subjectAltName=${certificate.hosts}\n` : '';
    writeFileSync(file(`${name}.ext`), `extendedKeyUsage=clientAuth,serverAuth\n${hosts}`);
    openssl('req', ...key(name), '-subj', certificate.subject, '-out', file(`${name}.csr`));
    openssl(
      ...['x509', '-req', '-days', '2', '-in', file(`${name}.csr`), '-extfile', file(`${name}.ext`)],
      ...['-CA', file(`${authority}.crt`), '-CAkey', file(`${authority}.key`), '-CAcreateserial'],
      ...['-out', file(`${name}.crt`)],
    );
    writeFileSync(file(`${name}.kubeconfig`), kubeconfig(folder, name));
  }
}

function kubeconfig(folder: string, user: string): string {
  const base64 = (name: string) => readFileSync(join(folder, name)).toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'c', user } }],
    clusters: [
      { name: 'c', cluster: { server: API_SERVER, 'certificate-authority-data': base64('ca.crt') } },
    ],
    users: [
      {
        name: user,
        user: { 'client-certificate-data': base64(`${user}.crt`), 'client-key-data': base64(`${user}.key`) },
      },
    ],
  });
}

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
}
