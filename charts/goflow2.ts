/** The GoFlow2 collector: UDP in from the routers, JSON out to Kafka. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { BOOTSTRAP_SERVERS } from './kafka/endpoints';
import { ApplicationChart } from './kubernetes/application-chart';
import { imageReference } from './kubernetes/image';
import { labels, selectorLabels, workloadLabels } from './kubernetes/labels';
import { resourceRequirements, restrictedContainer, restrictedPod } from './kubernetes/pod';
import type { Values } from './values/schema';

const COLLECTOR = { name: 'goflow2', component: 'collector' };

/** Any number but 0 will do: the image names its user by word, which runAsNonRoot can't check. */
const USER = 10001;

const HTTP_PORT = 8080;

export class Goflow2 extends ApplicationChart {
  constructor(scope: Construct, values: Values) {
    super(scope, 'goflow2', { namespace: values.namespace.name });
    this.deployment(values);
    this.service(values);
  }

  private deployment({ goflow2, images, registry, topics }: Values): void {
    const http = k8s.IntOrString.fromString('http');
    new k8s.KubeDeployment(this, 'collector', {
      metadata: { name: 'goflow2', labels: workloadLabels(COLLECTOR, images.goflow2.tag) },
      spec: {
        // One: NetFlow v9 and IPFIX templates live in the memory of the collector that received them.
        replicas: 1,
        strategy: { type: 'Recreate' },
        selector: { matchLabels: selectorLabels(COLLECTOR) },
        template: {
          metadata: { labels: labels(COLLECTOR) },
          spec: {
            ...restrictedPod(USER),
            containers: [
              {
                name: 'goflow2',
                image: imageReference(images.goflow2, registry.endpoint),
                ...restrictedContainer,
                args: collectorFlags({ goflow2, topics }),
                ports: [
                  { name: 'netflow', containerPort: goflow2.netflowPort, protocol: 'UDP' },
                  { name: 'http', containerPort: HTTP_PORT },
                ],
                livenessProbe: { httpGet: { path: '/__health', port: http }, periodSeconds: 10 },
                readinessProbe: { httpGet: { path: '/__health', port: http }, periodSeconds: 5 },
                resources: resourceRequirements(goflow2.resources),
              },
            ],
          },
        },
      },
    });
  }

  private service({ goflow2: { netflowPort, service } }: Values): void {
    new k8s.KubeService(this, 'netflow', {
      metadata: { name: 'goflow2', labels: labels(COLLECTOR) },
      spec: {
        type: service.type,
        // Another node would replace the router's address, which is data (sampler-address), by its own.
        ...(service.type === 'ClusterIP' ? {} : { externalTrafficPolicy: 'Local' }),
        selector: selectorLabels(COLLECTOR),
        ports: [
          {
            name: 'netflow',
            protocol: 'UDP',
            port: netflowPort,
            targetPort: k8s.IntOrString.fromString('netflow'),
            ...(service.type === 'NodePort' ? { nodePort: service.nodePort } : {}),
          },
        ],
      },
    });
  }
}

/** GoFlow2 v2's command line. */
function collectorFlags({ goflow2, topics }: Pick<Values, 'goflow2' | 'topics'>): string[] {
  return [
    `-listen=netflow://:${goflow2.netflowPort}?queue_size=${goflow2.queueSize}`,
    '-format=json',
    '-transport=kafka',
    `-transport.kafka.brokers=${BOOTSTRAP_SERVERS}`,
    `-transport.kafka.topic=${topics.flows.name}`,
    `-transport.kafka.flushfreq=${goflow2.flushFrequency}`,
    `-transport.kafka.compression=${goflow2.compression}`,
    `-addr=:${HTTP_PORT}`,
    `-loglevel=${goflow2.logLevel}`,
    '-logfmt=json',
  ];
}
