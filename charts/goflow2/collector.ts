/** The GoFlow2 collector: UDP in from the routers, JSON out to Kafka. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ApplicationChart } from '../kubernetes/application-chart';
import { checksumAnnotation } from '../kubernetes/checksum';
import { imageReference } from '../kubernetes/image';
import { labels, selectorLabels } from '../kubernetes/labels';
import { resourceRequirements, restrictedContainer } from '../kubernetes/pod';
import { scrapeAnnotations } from '../kubernetes/scrape';
import { deployment } from '../kubernetes/workload';
import type { Goflow2Values } from '../values/goflow2';
import type { Values } from '../values/schema';
import { clientAnnotations, clientMounts, clientVolumes } from '../kafka/client';
import { credentialVariables, flags, HTTP_PORT, MAPPING_FOLDER } from './flags';
import { mapping } from './mapping';

const COLLECTOR = { name: 'goflow2', component: 'collector' };
const CONFIGURATION = 'goflow2';

/** Any number but 0 will do: the image names its user by word, which runAsNonRoot can't check. */
const USER = 10001;

export class Goflow2 extends ApplicationChart {
  constructor(scope: Construct, values: Values) {
    super(scope, 'goflow2', { namespace: values.namespace.name });
    const configuration = { 'mapping.yaml': mapping() };
    new k8s.KubeConfigMap(this, 'configuration', {
      metadata: { name: CONFIGURATION, labels: labels(COLLECTOR) },
      data: configuration,
    });
    this.deployment(values, {
      ...checksumAnnotation(configuration),
      ...scrapeAnnotations(values, HTTP_PORT),
    });
    this.service(values);
  }

  private deployment(values: Values, podAnnotations: Record<string, string>): void {
    const { goflow2, images, registry } = values;
    const env = credentialVariables(values);
    const variables = env.length > 0 ? { env } : {};
    const http = k8s.IntOrString.fromString('http');
    deployment(this, values, {
      name: 'goflow2',
      component: COLLECTOR,
      pod: goflow2.pod,
      podAnnotations: { ...podAnnotations, ...clientAnnotations(values) },
      user: USER,
      images: [images.goflow2],
      containers: [
        {
          name: 'goflow2',
          image: imageReference(images.goflow2, registry.endpoint),
          ...restrictedContainer,
          args: flags(values),
          ...variables,
          ports: [
            ...listeners(goflow2).map(({ name, port }) => ({ name, containerPort: port, protocol: 'UDP' })),
            { name: 'http', containerPort: HTTP_PORT },
          ],
          livenessProbe: { httpGet: { path: '/__health', port: http }, periodSeconds: 10 },
          readinessProbe: { httpGet: { path: '/__health', port: http }, periodSeconds: 5 },
          resources: resourceRequirements(goflow2.resources),
          volumeMounts: [
            { name: 'configuration', mountPath: MAPPING_FOLDER, readOnly: true },
            ...clientMounts(values),
          ],
        },
      ],
      volumes: [
        { name: 'configuration', configMap: { name: CONFIGURATION } },
        ...clientVolumes(values, 'collector'),
      ],
      // One: NetFlow v9 and IPFIX templates live in the memory of the collector that received them.
      spec: { replicas: 1, strategy: { type: 'Recreate' } },
    });
  }

  private service({ goflow2 }: Values): void {
    const { serviceType } = goflow2;
    new k8s.KubeService(this, 'exporters', {
      metadata: { name: 'goflow2', labels: labels(COLLECTOR) },
      spec: {
        type: serviceType,
        // Another node would replace the router's address, which is data (sampler-address), by its own.
        ...(serviceType === 'ClusterIP' ? {} : { externalTrafficPolicy: 'Local' }),
        selector: selectorLabels(COLLECTOR),
        ports: listeners(goflow2).map(({ name, port, nodePort }) => ({
          name,
          protocol: 'UDP',
          port,
          targetPort: k8s.IntOrString.fromString(name),
          ...(serviceType === 'NodePort' ? { nodePort } : {}),
        })),
      },
    });
  }
}

function listeners({ netflow, sflow }: Goflow2Values) {
  const always = { name: 'netflow', ...netflow };
  return sflow.enabled ? [always, { name: 'sflow', port: sflow.port, nodePort: sflow.nodePort }] : [always];
}
