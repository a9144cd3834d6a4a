/** Values of the private registry. */
import { z } from 'zod';
import { dnsLabel, nodePort, resources, storage } from './kubernetes';
import { podOfWorkload } from './pod';
import { service } from './service';

/** Five fields of a CronJob's schedule; Kubernetes checks what is in them. */
const schedule = z.string().regex(/^(\S+ ){4}\S+$/, { error: 'five fields of cron, such as "0 3 * * 0"' });

export const registry = z.strictObject({
  install: z
    .boolean()
    .describe('Whether the registry is installed; false: the endpoint is a registry that is there already.'),
  endpoint: z
    .string()
    .regex(/^[a-z0-9.-]+(:\d{1,5})?$/, {
      error:
        'host or host:port, without scheme or path, such as "registry.example.org:5000": a path is for images.*.repository',
    })
    .meta({
      description: 'Host, or host and port, as the nodes and those who push images reach the registry.',
      examples: ['registry.example.org', 'kubernetes:31320'],
    }),
  insecure: z.boolean().describe('True: plain HTTP; false: TLS with a certificate from cert-manager.'),
  clusterIssuer: dnsLabel.optional().meta({
    description:
      "The ClusterIssuer that signs the certificate; absent: a certificate authority of the registry's own.",
    examples: ['letsencrypt'],
  }),
  htpasswdSecret: dnsLabel.optional().meta({
    description: 'A Secret with the key `htpasswd` (bcrypt): who may use the registry; absent: no password.',
    examples: ['registry-htpasswd'],
  }),
  pullSecret: dnsLabel.optional().meta({
    description: 'With htpasswdSecret: a Secret of type kubernetes.io/dockerconfigjson that pods pull with.',
    examples: ['registry-pull'],
  }),
  serviceType: z
    .enum(['NodePort', 'LoadBalancer', 'ClusterIP'])
    .describe("The type of the registry's Service."),
  nodePort: nodePort.describe(
    'The port of every node that leads to the registry; with serviceType NodePort only.',
  ),
  service: service.prefault({}).describe("What the site says of the registry's Service."),
  ingressClassName: dnsLabel.optional().meta({
    description: "The class of an Ingress for the endpoint's host; absent: no Ingress.",
    examples: ['nginx'],
  }),
  storage: storage.describe('The volume that holds the images.'),
  garbageCollection: z
    .strictObject({
      enabled: z.boolean().describe('Whether it runs at all.'),
      schedule: schedule.describe('When it runs, in the five fields of cron.'),
    })
    .describe('The job that frees what no image refers to any more.'),
  resources: resources.describe('CPU and memory of the registry.'),
  pod: podOfWorkload,
});
export type RegistryValues = z.infer<typeof registry>;
