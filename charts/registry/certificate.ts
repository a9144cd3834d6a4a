/** The registry's certificate, from cert-manager. */
import { isIP } from 'node:net';
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { serviceAddress } from '../kubernetes/address';
import { labels } from '../kubernetes/labels';
import { SKIP_DRY_RUN, syncOptions } from '../kubernetes/sync-options';
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
      ? { kind: 'Issuer', name: NAMES.authority }
      : { kind: 'ClusterIssuer', name: clusterIssuer };
  if (clusterIssuer === undefined) ownAuthority(scope);
  certManagerObject(scope, 'Certificate', 'registry', {
    secretName: NAMES.certificateSecret,
    dnsNames: isIP(host) === 0 ? [host, ...names] : names,
    ...(isIP(host) !== 0 && { ipAddresses: [host] }),
    issuerRef,
  });
}

function ownAuthority(scope: Construct): void {
  const selfSigned = `${NAMES.authority}-self-signed`;
  certManagerObject(scope, 'Issuer', selfSigned, { selfSigned: {} });
  certManagerObject(scope, 'Certificate', NAMES.authority, {
    isCA: true,
    commonName: 'netflow-gitops registry',
    duration: '87600h', // ten years: every host would have to learn a new one
    secretName: NAMES.authority,
    privateKey: { algorithm: 'ECDSA', size: 256 },
    issuerRef: { kind: 'Issuer', name: selfSigned },
  });
  certManagerObject(scope, 'Issuer', NAMES.authority, { ca: { secretName: NAMES.authority } });
}

function certManagerObject(scope: Construct, kind: string, name: string, spec: object): void {
  new ApiObject(scope, `${kind}-${name}`, {
    apiVersion: 'cert-manager.io/v1',
    kind,
    metadata: { name, labels: labels(REGISTRY), annotations: syncOptions(SKIP_DRY_RUN) },
    spec,
  });
}
