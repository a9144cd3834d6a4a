/** Values of the private registry. */
import { z } from 'zod';
import { dnsLabel, nodePort, resources, storage } from './kubernetes';

/** Five fields of a CronJob's schedule; Kubernetes checks what is in them. */
const schedule = z.string().regex(/^(\S+ ){4}\S+$/, { error: 'five fields of cron, such as "0 3 * * 0"' });

export const registry = z.strictObject({
  /** False: the endpoint is a registry that is there already. */
  install: z.boolean(),
  endpoint: z.string().regex(/^[a-z0-9.-]+(:\d{1,5})?$/, {
    error: 'host or host:port, without scheme, such as "registry.example.org:5000"',
  }),
  /** True: plain HTTP. False: TLS with a certificate from cert-manager. */
  insecure: z.boolean(),
  /** The issuer of the certificate; absent: a certificate authority of the registry's own, signed by itself. */
  clusterIssuer: dnsLabel.optional(),
  /** A Secret with the key `htpasswd` (bcrypt); absent: no password. */
  htpasswdSecret: dnsLabel.optional(),
  /** A Secret of type kubernetes.io/dockerconfigjson that pods pull with; asked for with htpasswdSecret. */
  pullSecret: dnsLabel.optional(),
  serviceType: z.enum(['NodePort', 'LoadBalancer', 'ClusterIP']),
  nodePort,
  /** Absent: no Ingress. Its host is that of the endpoint; its TLS Secret the registry's own. */
  ingressClassName: dnsLabel.optional(),
  storage,
  garbageCollection: z.strictObject({ enabled: z.boolean(), schedule }),
  resources,
});
export type RegistryValues = z.infer<typeof registry>;
