/** Values of who may speak with Kafka, and how: the same for a Kafka of ours and for one that is there. */
import { z } from 'zod';
import { cidr, dnsLabel, dnsName, nodePort } from './kubernetes';
import { service } from './service';

/** A Secret's name. */
const secret = dnsName;

/** A key of a Secret, which is a file's name where the Secret is mounted. */
const key = z.string().regex(/^[-._a-zA-Z0-9]{1,253}$/, { error: 'a key of a Secret, such as "tls.crt"' });

/** `host:port`, as Kafka has it. */
export const hostAndPort = z.string().regex(/^[A-Za-z0-9.-]+:\d{1,5}$/, {
  error: 'host:port, such as "kafka-1.example.org:9093"',
});

/** Each client has credentials of its own, so that each can be allowed what it needs and no more. */
const credentials = z.strictObject({
  collector: secret.describe('Secret of GoFlow2.'),
  normalizer: secret.describe('Secret of the normaliser as a Deployment.'),
  flinkJob: secret.describe('Secret of the normaliser on Flink, in the namespace flink.namespace.'),
  topics: secret.describe('Secret of the Job that makes the topics.'),
  replay: secret.describe('Secret of the Job that replays rejected records.'),
  admin: secret.describe('Secret of the person who works on the bundled Kafka.'),
});

export const kafkaSecurity = z.strictObject({
  protocol: z
    .enum(['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'])
    .describe("Kafka's security.protocol, of all clients."),
  saslMechanism: z
    .enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'])
    .exactOptional()
    .describe("Kafka's sasl.mechanism; asked for with SASL_PLAINTEXT and SASL_SSL."),
  clientCertificates: z.boolean().describe('With SSL: clients show certificates of their own (mutual TLS).'),
  caSecret: secret
    .exactOptional()
    .describe(
      'Secret with the certificate authority of the brokers; absent: the authorities that the images bring.',
    ),
  credentials: credentials.describe("The clients' Secrets, by name: with SASL or client certificates."),
  secretKeys: z
    .strictObject({
      username: key.describe('Key of the user name.'),
      password: key.describe('Key of the password.'),
      certificate: key.describe("Key of the client's certificate."),
      privateKey: key.describe("Key of the certificate's private key."),
      ca: key.describe('Key of the certificate authority in caSecret; it holds one certificate.'),
    })
    .describe('The keys that these Secrets have.'),
  revision: z
    .string()
    .exactOptional()
    .describe('Any text; another one restarts every client, so that it reads its Secret again.'),
  issuer: z
    .strictObject({
      kind: z.enum(['Issuer', 'ClusterIssuer']).describe('Kind of the cert-manager issuer.'),
      name: dnsLabel.describe('Name of the cert-manager issuer.'),
    })
    .exactOptional()
    .describe(
      "Who signs the bundled Kafka's certificates; absent: an authority made for it alone. It must sign for nobody else.",
    ),
});
export type KafkaSecurity = z.infer<typeof kafkaSecurity>;

/** The bundled Kafka's listener for clients outside the cluster. */
export const externalListener = z.strictObject({
  serviceType: z.enum(['NodePort', 'LoadBalancer']).describe('A Service of this type for each broker.'),
  advertisedHosts: z
    .array(z.string().regex(/^[A-Za-z0-9.-]+$/, { error: 'a host name or an IPv4 address' }))
    .min(1)
    .describe(
      'What the brokers call themselves outside, in their order; one for all of them, with NodePort.',
    ),
  port: z.int().min(1024).max(65535).describe('The port of the containers, and of the load balancers.'),
  firstNodePort: nodePort
    .exactOptional()
    .describe('With NodePort: the port of broker 0; the others have the ports after it.'),
  service: service
    .omit({ loadBalancerSourceRanges: true })
    .prefault({})
    .describe("What the site says of the brokers' Services."),
  loadBalancerSourceRanges: z.array(cidr).describe('Who may connect, as address ranges; none: everybody.'),
});
