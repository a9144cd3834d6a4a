/** The registry's certificate, from cert-manager. */
import { isIP } from 'node:net';
import type { Construct } from 'constructs';
import { serviceAddress } from '../kubernetes/address';
import { certManagerObject, ownAuthority } from '../kubernetes/certificates';
import type { Values } from '../values/schema';
import { NAMES, REGISTRY } from './names';

/**
 * A certificate for the endpoint's host and the Service's names: from the ClusterIssuer that the values name,
 * or from an authority made for the registry alone, whose `ca.crt` hosts are told to trust.
 */
export function registryCertificate(
  scope: Construct,
  { cluster, namespace, registry: { clusterIssuer, endpoint } }: Values,
): void {
  const host = endpoint.replace(/:\d+$/, '');
  const service = serviceAddress('registry', namespace.name, cluster);
  const names = ['registry', `registry.${namespace.name}.svc`, service];
  const issuerRef =
    clusterIssuer === undefined
      ? ownAuthority(scope, REGISTRY, NAMES.authority, 'netflow-gitops registry')
      : { kind: 'ClusterIssuer', name: clusterIssuer };
  certManagerObject(scope, REGISTRY, 'Certificate', 'registry', {
    secretName: NAMES.certificateSecret,
    dnsNames: isIP(host) === 0 ? [host, ...names] : names,
    ...(isIP(host) !== 0 && { ipAddresses: [host] }),
    issuerRef,
  });
}
