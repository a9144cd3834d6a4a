/**
 * How the kafka engine proves to the brokers who it is, and they to it: the variables of it. They name files,
 * and never hold a password: a configuration may be logged.
 */
import { z } from 'zod';

/** Kafka's own names (`security.protocol`). */
export const securityProtocols = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'] as const;

/** Kafka's own names (`sasl.mechanism`). */
export const saslMechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `one of ${values.join(', ')}` });

const path = z.string().regex(/^\/./, 'an absolute path').optional();

/** The variables, for the schema of all of them. */
export const securityVariables = {
  NORMALIZER_KAFKA_SECURITY_PROTOCOL: oneOf(securityProtocols)
    .default('PLAINTEXT')
    .describe('with or without TLS, with or without a password'),
  NORMALIZER_KAFKA_SASL_MECHANISM: oneOf(saslMechanisms)
    .optional()
    .describe('of the password; asked for with SASL_PLAINTEXT and SASL_SSL'),
  NORMALIZER_KAFKA_CA_FILE: path.describe(
    'the certificate authorities (PEM) that brokers are believed with; absent: those that Node brings',
  ),
  NORMALIZER_KAFKA_CREDENTIALS_FOLDER: path.describe(
    'holds the files `username` and `password` (SASL), or `tls.crt` and `tls.key` (SSL with a client certificate)',
  ),
};

/** The names of variables, and what was read of them. */
type Read = z.output<z.ZodObject<typeof securityVariables>>;

/** Security of the connections to the brokers. Names files; what is in them is read when a client is made. */
export interface Security {
  readonly protocol: (typeof securityProtocols)[number];
  readonly saslMechanism?: (typeof saslMechanisms)[number];
  readonly caFile?: string;
  readonly credentialsFolder?: string;
}

/** The variables as the engine uses them. */
export function readSecurity(read: Read): Security {
  return {
    protocol: read.NORMALIZER_KAFKA_SECURITY_PROTOCOL,
    ...(read.NORMALIZER_KAFKA_SASL_MECHANISM !== undefined && {
      saslMechanism: read.NORMALIZER_KAFKA_SASL_MECHANISM,
    }),
    ...(read.NORMALIZER_KAFKA_CA_FILE !== undefined && { caFile: read.NORMALIZER_KAFKA_CA_FILE }),
    ...(read.NORMALIZER_KAFKA_CREDENTIALS_FOLDER !== undefined && {
      credentialsFolder: read.NORMALIZER_KAFKA_CREDENTIALS_FOLDER,
    }),
  };
}

/** What doesn't fit together: something missing for the protocol, or something that it would leave unused. */
export function securityThatMeets(read: Read) {
  const protocol = read.NORMALIZER_KAFKA_SECURITY_PROTOCOL;
  const sasl = protocol.startsWith('SASL_');
  const problem = (name: keyof Read, allowed: string) => ({ name, found: read[name], allowed });
  const problems = [];
  if (sasl && read.NORMALIZER_KAFKA_SASL_MECHANISM === undefined) {
    problems.push(problem('NORMALIZER_KAFKA_SASL_MECHANISM', `one of ${saslMechanisms.join(', ')}`));
  }
  if (sasl && read.NORMALIZER_KAFKA_CREDENTIALS_FOLDER === undefined) {
    problems.push(
      problem(
        'NORMALIZER_KAFKA_CREDENTIALS_FOLDER',
        `with ${protocol}, a folder with the files username and password`,
      ),
    );
  }
  if (!sasl && read.NORMALIZER_KAFKA_SASL_MECHANISM !== undefined) {
    problems.push(problem('NORMALIZER_KAFKA_SASL_MECHANISM', `nothing with ${protocol}`));
  }
  if (!protocol.endsWith('SSL') && read.NORMALIZER_KAFKA_CA_FILE !== undefined) {
    problems.push(problem('NORMALIZER_KAFKA_CA_FILE', `nothing with ${protocol}`));
  }
  if (protocol === 'PLAINTEXT' && read.NORMALIZER_KAFKA_CREDENTIALS_FOLDER !== undefined) {
    problems.push(problem('NORMALIZER_KAFKA_CREDENTIALS_FOLDER', `nothing with ${protocol}`));
  }
  return problems;
}
