/**
 * A certificate authority that stands in for cert-manager, which needs a Kubernetes: it makes what the rendered
 * Certificates ask for, into folders that stand in for mounted Secrets.
 */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const VALID = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 86_400_000) };

/** What a Certificate asks for. */
export interface Wanted {
  readonly commonName: string;
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
}

/** Signs certificates. */
export interface Authority {
  /** Its certificate, in PEM form. */
  readonly certificate: string;
  /** Writes `tls.crt`, `tls.key` (PKCS #8) and `ca.crt` into the folder. */
  readonly issue: (folder: string, wanted: Wanted) => Promise<void>;
}

/** A new authority, which nobody knows yet. */
export async function certificateAuthority(): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const own = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=authority of a test',
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
    ...VALID,
  });
  const certificate = own.toString('pem');
  return {
    certificate,
    issue: async (folder, { commonName, dnsNames = [], ipAddresses = [] }) => {
      const { publicKey, privateKey } = await webcrypto.subtle.generateKey(ALGORITHM, true, [
        'sign',
        'verify',
      ]);
      const names = [
        ...dnsNames.map((value) => ({ type: 'dns' as const, value })),
        ...ipAddresses.map((value) => ({ type: 'ip' as const, value })),
      ];
      const issued = await x509.X509CertificateGenerator.create({
        subject: `CN=${commonName}`,
        issuer: own.subject,
        publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: ALGORITHM,
        extensions: names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)],
        ...VALID,
      });
      const key = await webcrypto.subtle.exportKey('pkcs8', privateKey);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'ca.crt'), certificate);
      writeFileSync(join(folder, 'tls.crt'), issued.toString('pem'));
      writeFileSync(join(folder, 'tls.key'), x509.PemConverter.encode(key, 'PRIVATE KEY'));
    },
  };
}
