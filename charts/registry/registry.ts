/** The private registry: one pod, one volume, one address for nodes and people. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ApplicationChart } from '../kubernetes/application-chart';
import { checksumAnnotation } from '../kubernetes/checksum';
import { imageReference } from '../kubernetes/image';
import { labels, selectorLabels } from '../kubernetes/labels';
import { quantities, resourceRequirements, restrictedContainer } from '../kubernetes/pod';
import { KEPT, syncOptions } from '../kubernetes/sync-options';
import { service } from '../kubernetes/service';
import { deployment } from '../kubernetes/workload';
import type { RegistryValues } from '../values/registry';
import type { Values } from '../values/schema';
import { registryCertificate } from './certificate';
import { configYml, FOLDERS, REGISTRY_PORT } from './config-yml';
import { garbageCollection } from './garbage-collection';
import { NAMES, REGISTRY, REGISTRY_USER } from './names';
import { registryMounts, registryVolumes } from './volumes';

export class Registry extends ApplicationChart {
  constructor(scope: Construct, values: Values) {
    super(scope, 'registry', { namespace: values.namespace.name });
    const configuration = { 'config.yml': configYml(values.registry) };
    new k8s.KubeConfigMap(this, 'configuration', {
      metadata: { name: NAMES.configuration, labels: labels(REGISTRY) },
      data: configuration,
    });
    this.volumeClaim(values);
    this.deployment(values, checksumAnnotation(configuration));
    this.service(values);
    this.ingress(values);
    if (!values.registry.insecure) registryCertificate(this, values);
    if (values.registry.garbageCollection.enabled) garbageCollection(this, values);
  }

  private volumeClaim({ registry: { storage } }: Values): void {
    new k8s.KubePersistentVolumeClaim(this, 'storage', {
      metadata: { name: NAMES.storage, labels: labels(REGISTRY), annotations: syncOptions(...KEPT) },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: quantities({ storage: storage.size }) },
        ...(storage.storageClassName !== undefined && { storageClassName: storage.storageClassName }),
      },
    });
  }

  private deployment(values: Values, podAnnotations: Record<string, string>): void {
    const { images, registry } = values;
    deployment(this, values, {
      name: 'registry',
      component: REGISTRY,
      pod: registry.pod,
      podAnnotations,
      user: REGISTRY_USER,
      images: [images.registry],
      containers: [registryContainer(imageReference(images.registry, registry.endpoint), registry)],
      volumes: registryVolumes(registry),
      // The volume can be mounted by one node at a time.
      spec: { replicas: 1, strategy: { type: 'Recreate' } },
    });
  }

  private service({ registry: { nodePort, service: site, serviceType } }: Values): void {
    service(this, 'service', {
      name: 'registry',
      component: REGISTRY,
      site,
      spec: {
        type: serviceType,
        selector: selectorLabels(REGISTRY),
        ports: [{ name: 'registry', port: REGISTRY_PORT, ...(serviceType === 'NodePort' && { nodePort }) }],
      },
    });
  }

  private ingress({ registry: { endpoint, ingressClassName, insecure } }: Values): void {
    if (ingressClassName === undefined) return;
    const host = endpoint.replace(/:\d+$/, '');
    const backend = { service: { name: 'registry', port: { name: 'registry' } } };
    new k8s.KubeIngress(this, 'ingress', {
      metadata: {
        name: 'registry',
        labels: labels(REGISTRY),
        annotations: {
          // Layers are larger than any proxy's default limit.
          'nginx.ingress.kubernetes.io/proxy-body-size': '0',
          ...(!insecure && { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS' }),
        },
      },
      spec: {
        ingressClassName,
        rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
        ...(!insecure && { tls: [{ hosts: [host], secretName: NAMES.certificateSecret }] }),
      },
    });
  }
}

function registryContainer(image: string, registry: RegistryValues): k8s.Container {
  const port = k8s.IntOrString.fromString('registry');
  const httpGet = { path: '/', port, scheme: registry.insecure ? 'HTTP' : 'HTTPS' };
  return {
    name: 'registry',
    image,
    ...restrictedContainer,
    args: [`${FOLDERS.configuration}/config.yml`],
    ports: [{ name: 'registry', containerPort: REGISTRY_PORT }],
    // A storage that fails (the answer is 503 then) is none that a restart mends: no images are promised, that's all.
    livenessProbe: { tcpSocket: { port }, periodSeconds: 10 },
    readinessProbe: { httpGet, periodSeconds: 5 },
    resources: resourceRequirements(registry.resources),
    volumeMounts: registryMounts(registry),
  };
}
