/** The Kubernetes notions that values are made of: names, quantities, resources, storage, images. */
import { z } from 'zod';

const DNS_LABEL = 'a DNS label: lower-case letters, digits and "-", at most 63 characters';

/** A DNS label: what Kubernetes accepts as the name of a Namespace or Service (RFC 1123). */
export const dnsLabel = z
  .string()
  .max(63, { error: DNS_LABEL })
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, { error: DNS_LABEL });

/** A DNS subdomain: what Kubernetes accepts as the name of a Secret (RFC 1123). */
export const dnsName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, {
    error: 'a DNS name: lower-case letters, digits, "-" and ".", at most 253 characters',
  });

/** A range of IP addresses. */
export const cidr = z.string().regex(/^([\d.]+\/\d{1,2}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\/\d{1,3})$/, {
  error: 'an address range, such as "192.0.2.0/24" or "2001:db8::/32"',
});

/**
 * A resource quantity such as `500m`, `2Gi` or `1`.
 * Written as a string, because YAML would read `1e3` or `0.10` as a number and lose its spelling.
 */
export const quantity = z.string().regex(/^\d+(\.\d+)?(m|k|Ki|M|Mi|G|Gi|T|Ti|P|Pi|E|Ei)?$/, {
  error: 'a quantity in quotes, such as "500m", "2" or "1Gi"',
});

const cpu = quantity.meta({ description: 'Processor time, in cores.', examples: ['250m', '1'] });
const memory = quantity.meta({ description: 'Memory, in bytes.', examples: ['256Mi', '2Gi'] });
const disk = quantity.optional().meta({
  description: "Space on the node's disk, for logs and scratch folders, in bytes; absent: not counted.",
  examples: ['1Gi'],
});
const requested = z.strictObject({ cpu, memory, 'ephemeral-storage': disk });

/** Requests and limits of one container; only the limit of CPU may be absent, for the node to have it shared. */
export const resources = z
  .strictObject({
    requests: requested.describe('What the scheduler sets aside for the container.'),
    limits: z
      .strictObject({
        cpu: cpu.optional().meta({
          description: 'Processor time, in cores; absent (null in an overlay): as much as the node has free.',
          examples: ['500m', '2'],
        }),
        memory,
        'ephemeral-storage': disk,
      })
      .describe('What the container may use at most; above its memory it is killed.'),
  })
  .meta({ title: 'Resources' });
export type Resources = z.infer<typeof resources>;

/** A persistent volume claimed by each pod of a StatefulSet. */
export const storage = z
  .strictObject({
    size: quantity.meta({
      description: 'The size of the volume; a claim that exists does not follow a change.',
      examples: ['20Gi'],
    }),
    storageClassName: z
      .string()
      .optional()
      .meta({
        description: "The StorageClass that makes the volume; absent: the cluster's default.",
        examples: ['fast-ssd'],
      }),
  })
  .meta({ title: 'Storage' });
export type Storage = z.infer<typeof storage>;

/**
 * A container image. Without `registry` it comes from the private registry (`registry.endpoint`).
 * A digest, when given, wins over the tag at the container runtime; the tag stays as information.
 */
export const image = z
  .strictObject({
    registry: z
      .string()
      .regex(/^[A-Za-z0-9.-]+(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/, {
        error: 'host or host:port, with a path where a mirror has one, such as "docker.io"',
      })
      .optional()
      .meta({
        description: 'The registry that serves the image; absent: the private registry (registry.endpoint).',
        examples: ['docker.io', 'ghcr.io', 'mirror.example.org/docker.io'],
      }),
    repository: z
      .string()
      .regex(/^[a-z0-9]+([._/-][a-z0-9]+)*$/, {
        error: 'a repository path in lower case, without registry and tag, such as "apache/kafka"',
      })
      .meta({ description: 'The path of the image in its registry.', examples: ['apache/kafka'] }),
    tag: z
      .string()
      .regex(/^\w[\w.-]{0,127}$/, { error: 'a tag in quotes, such as "3.9.2"' })
      .refine((tag) => tag !== 'latest', { error: 'a fixed version: "latest" changes under your feet' })
      .meta({ description: 'The version; must be a fixed one.', examples: ['3.9.2'] }),
    digest: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/, { error: '"sha256:" and 64 hexadecimal digits' })
      .optional()
      .describe('The digest of the very image; it decides what is run, and the tag stays as information.'),
  })
  .meta({ title: 'Image' });
export type Image = z.infer<typeof image>;

/** A port that every node has for a Service; a rule holds it to `cluster.nodePortRange`. */
export const nodePort = z.int().min(1).max(65535);

/** Labels and limits that Pod Security Standards name. */
export const podSecurityLevel = z.enum(['restricted', 'baseline', 'privileged']);

/** The name of a label or annotation: `name`, or `prefix/name` with a DNS name before it. */
const qualifiedName = z
  .string()
  .regex(/^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/, {
    error: 'a name such as "team" or "example.org/team"',
  });

/** Labels, as Kubernetes takes them. */
export const labelMap = z.record(
  qualifiedName,
  z.string().regex(/^([A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)?$/, {
    error: 'at most 63 letters, digits, "-", "_" and ".", in quotes if it looks like a number',
  }),
);

/** Annotations, as Kubernetes takes them. */
export const annotationMap = z.record(qualifiedName, z.string());
