/** What kafkajs is told of TLS and of passwords, read from the files that the configuration names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KafkaConfig, SASLOptions } from 'kafkajs';
import { ConfigurationError } from '../configuration';
import type { Security } from '../security';

/**
 * Reads certificates and credentials, as they are now.
 * @throws {ConfigurationError} that names the file which is missing or can't be used
 */
export function clientSecurity({
  protocol,
  saslMechanism,
  caFile,
  credentialsFolder,
}: Security): Pick<KafkaConfig, 'ssl' | 'sasl'> {
  const credential = (file: string) =>
    read('NORMALIZER_KAFKA_CREDENTIALS_FOLDER', join(credentialsFolder ?? '', file));
  const encrypted = protocol === 'SSL' || protocol === 'SASL_SSL';
  const withCertificate = protocol === 'SSL' && credentialsFolder !== undefined;
  return {
    ...(encrypted && {
      ssl: {
        ...(caFile !== undefined && { ca: read('NORMALIZER_KAFKA_CA_FILE', caFile) }),
        ...(withCertificate && { cert: credential('tls.crt'), key: credential('tls.key') }),
      },
    }),
    ...(saslMechanism !== undefined && {
      sasl: {
        // kafkajs has Kafka's names in lower case.
        mechanism: saslMechanism.toLowerCase(),
        username: oneLine(credential('username'), join(credentialsFolder ?? '', 'username')),
        password: oneLine(credential('password'), join(credentialsFolder ?? '', 'password')),
      } as SASLOptions,
    }),
  };
}

function read(name: string, file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    if (text === '')
      throw new ConfigurationError([{ name, found: file, allowed: 'a file that is not empty' }]);
    return text;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const allowed = `a file that can be read (${String(error.code)})`;
    throw new ConfigurationError([{ name, found: file, allowed }]);
  }
}

/** Other clients would send the end of a line as a part of the password, so it's no good in a Secret. */
function oneLine(text: string, file: string): string {
  if (/[\r\n]/.test(text)) {
    const allowed = 'one line without its end (kubectl create secret --from-literal makes such)';
    throw new ConfigurationError([{ name: 'NORMALIZER_KAFKA_CREDENTIALS_FOLDER', found: file, allowed }]);
  }
  return text;
}
