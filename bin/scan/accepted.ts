/** The findings of the scanners that stand, each with its reason. Any other fails `npm run scan`. */

/** One check of a scanner, by its own id. */
export interface Accepted {
  readonly check: string;
  readonly says: string;
  readonly why: string;
}

export const accepted: readonly Accepted[] = [
  {
    check: 'CKV_K8S_15',
    says: 'the image pull policy should be Always',
    why: 'tags are fixed and never pushed again, digests can not change; pods must start while the registry is away',
  },
  {
    check: 'container-image-pull-policy',
    says: 'the image pull policy is not Always',
    why: 'as CKV_K8S_15',
  },
  {
    check: 'CKV_K8S_43',
    says: 'images should be named by digest',
    why: 'the digests are those of a site: npm run digests writes them into its values',
  },
  {
    check: 'CKV_K8S_40',
    says: 'the user should have a high number',
    why: "the images of Kafka and ZooKeeper keep files of their user 1000, and nothing of the node's is mounted",
  },
  {
    check: 'container-security-context-user-group-id',
    says: 'user and group should have high numbers',
    why: 'as CKV_K8S_40',
  },
  {
    check: 'CKV_K8S_38',
    says: "service accounts' tokens should be mounted only where necessary",
    why: 'the Flink operator works with the Kubernetes API: there it is necessary',
  },
  {
    check: 'CKV_K8S_35',
    says: 'secrets should be files, not variables',
    why: 'GoFlow2 reads its SASL account from variables only',
  },
  {
    check: 'container-ephemeral-storage-request-and-limit',
    says: 'ephemeral storage has no request and limit',
    why: 'root folders are read-only, scratch folders have limits of their own; resources.*.ephemeral-storage sets more',
  },
  {
    check: 'pod-probes-identical',
    says: 'readiness and liveness ask the same',
    why: 'GoFlow2, the brokers and the Flink operator have one question that they answer',
  },
  {
    check: 'deployment-replicas',
    says: 'a Deployment of one replica',
    why: 'templates live in one collector, a volume of one node in one registry, and one operator leads',
  },
  {
    check: 'deployment-strategy',
    says: 'no rolling update',
    why: 'two collectors would share the templates of one exporter, two registries one volume',
  },
  {
    check: 'service-type',
    says: 'a Service of type NodePort',
    why: 'routers and nodes come from outside the cluster; serviceType says which way',
  },
  {
    check: 'networkpolicy-targets-pod',
    says: "a NetworkPolicy's selector matches no pod",
    why: "the Flink operator makes the pods, the manifests don't",
  },
];
