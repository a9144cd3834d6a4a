/**
 * The credentials of a secured Kafka's clients, in folders that stand in for the Secrets which are mounted in
 * the cluster; who may hand them out is in the manifests, and a Certificate gets what it asks for.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KafkaConfig } from 'kafkajs';
import { CLIENT_FILES } from '../../charts/kafka/client';
import { certificateAuthority, type Authority } from './authority';

/** Users as the manifests call them, such as `netflow-collector`. */
export interface Credentials {
  /** The folder that holds the user's Secret. */
  readonly folder: (user: string) => string;
  /** The file with the certificate of the authority. */
  readonly caFile: string;
  /** How kafkajs connects as the user. */
  readonly kafkajs: (user: string) => Pick<KafkaConfig, 'ssl' | 'sasl'>;
}

/** The password in a user's Secret. */
export const passwordOf = (user: string): string => `${user}/long+enough=`;

/** Makes credentials for users: passwords, and certificates as well where those are asked for. */
export async function makeCredentials(
  root: string,
  authority: Authority,
  users: readonly string[],
  withCertificates: boolean,
): Promise<Credentials> {
  const folder = (user: string) => join(root, user);
  for (const user of users) {
    mkdirSync(folder(user), { recursive: true });
    writeFileSync(join(folder(user), 'username'), user);
    writeFileSync(join(folder(user), 'password'), passwordOf(user));
    if (withCertificates) await authority.issue(folder(user), { commonName: user });
  }
  const caFile = join(root, 'ca.crt');
  writeFileSync(caFile, authority.certificate);
  const read = (user: string, file: string) => readFileSync(join(folder(user), file), 'utf8');
  return {
    folder,
    caFile,
    kafkajs: (user) =>
      withCertificates
        ? { ssl: { ca: authority.certificate, cert: read(user, 'tls.crt'), key: read(user, 'tls.key') } }
        : {
            ssl: { ca: authority.certificate },
            sasl: {
              mechanism: 'scram-sha-512',
              username: read(user, 'username'),
              password: read(user, 'password'),
            },
          },
  };
}

/** Somebody whom the brokers don't know: another password, and a certificate that another authority has signed. */
export interface Stranger {
  /** Known to the client as the brokers are, but with another's name and not its password. */
  readonly posesAs: (known: Credentials) => Credentials;
  /** The client's own credentials, and another authority than the brokers'. */
  readonly unknownAuthority: (known: Credentials) => Credentials;
  readonly forget: () => void;
}

/** Makes a stranger that has the name of a user. */
export async function makeStranger(user: string): Promise<Stranger> {
  const folder = mkdtempSync(join(tmpdir(), 'stranger-'));
  const authority = await certificateAuthority();
  await authority.issue(folder, { commonName: user });
  writeFileSync(join(folder, 'username'), user);
  writeFileSync(join(folder, 'password'), 'not-the-password');
  return {
    posesAs: (known) => ({ ...known, folder: () => folder }),
    unknownAuthority: (known) => ({ ...known, caFile: join(folder, 'ca.crt') }),
    forget: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Puts the folders of a user's Secrets where the manifests mount them. */
export function asUser(text: string, credentials: Credentials | undefined, user: string): string {
  if (credentials === undefined) return text;
  return text
    .replaceAll(CLIENT_FILES.ca, credentials.caFile)
    .replaceAll(CLIENT_FILES.credentials, credentials.folder(user));
}
