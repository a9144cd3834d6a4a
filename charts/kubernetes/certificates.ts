/** Certificates, for cert-manager to make. */
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { labels, type Component } from './labels';
import { SKIP_DRY_RUN, syncOptions } from './sync-options';

/** Who signs: an Issuer of the namespace, or a ClusterIssuer. */
export interface IssuerRef {
  readonly kind: 'Issuer' | 'ClusterIssuer';
  readonly name: string;
}

/** Adds an object of cert-manager's, which another Application may install. */
export function certManagerObject(
  scope: Construct,
  component: Component,
  kind: 'Certificate' | 'Issuer',
  name: string,
  spec: object,
): void {
  new ApiObject(scope, `${kind}-${name}`, {
    apiVersion: 'cert-manager.io/v1',
    kind,
    metadata: { name, labels: labels(component), annotations: syncOptions(SKIP_DRY_RUN) },
    spec,
  });
}

/**
 * Makes a certificate authority that is signed by itself.
 * @param name of its Issuer, and of the Secret that holds its certificate (`ca.crt`) and key
 */
export function ownAuthority(
  scope: Construct,
  component: Component,
  name: string,
  commonName: string,
): IssuerRef {
  const selfSigned = `${name}-self-signed`;
  certManagerObject(scope, component, 'Issuer', selfSigned, { selfSigned: {} });
  certManagerObject(scope, component, 'Certificate', name, {
    isCA: true,
    commonName,
    duration: '87600h', // ten years: everybody would have to learn a new one
    secretName: name,
    privateKey: { algorithm: 'ECDSA', size: 256 },
    issuerRef: { kind: 'Issuer', name: selfSigned },
  });
  certManagerObject(scope, component, 'Issuer', name, { ca: { secretName: name } });
  return { kind: 'Issuer', name };
}
