/** The GoFlow2 collectors: UDP in from the routers, JSON out to Kafka. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ApplicationChart } from '../kubernetes/application-chart';
import { disruptionBudget, spreadOverNodes } from '../kubernetes/availability';
import { checksumAnnotation } from '../kubernetes/checksum';
import { labels, selectorLabels } from '../kubernetes/labels';
import { scrapeAnnotations } from '../kubernetes/scrape';
import { service } from '../kubernetes/service';
import { deployment } from '../kubernetes/workload';
import { listenersOf } from '../values/listeners';
import type { Values } from '../values/schema';
import { clientAnnotations, clientVolumes } from '../kafka/client';
import { waitForKafka } from '../kafka/wait';
import { collectors, onTheNode, type Collector } from './collectors';
import { container } from './container';
import { HTTP_PORT } from './flags';
import { mapping } from './mapping';

const CONFIGURATION = 'goflow2';

/** Any number but 0 will do: the image names its user by word, which runAsNonRoot can't check. */
const USER = 10001;

/** The longest that Kubernetes takes, in seconds: an exporter that was quiet for less finds its templates again. */
const A_DAY = 86_400;

export class Goflow2 extends ApplicationChart {
  constructor(scope: Construct, values: Values) {
    super(scope, 'goflow2', { namespace: values.namespace.name });
    const configuration = { 'mapping.yaml': mapping(values.normalizer) };
    new k8s.KubeConfigMap(this, 'configuration', {
      metadata: { name: CONFIGURATION, labels: labels({ name: 'goflow2', component: 'collector' }) },
      data: configuration,
    });
    const podAnnotations = {
      ...checksumAnnotation(configuration),
      ...scrapeAnnotations(values, HTTP_PORT),
      ...clientAnnotations(values),
    };
    for (const collector of collectors(values)) {
      this.deployment(values, collector, podAnnotations);
      this.service(collector);
      const { component, name } = collector;
      if (collector.values.replicas > 1) disruptionBudget(this, component, name);
    }
  }

  private deployment(values: Values, collector: Collector, podAnnotations: Record<string, string>): void {
    const { component, name, values: own } = collector;
    // Somebody else's is up before us, and the site may not have the image.
    const bundled = values.kafka.provider === 'bundled';
    deployment(this, values, {
      name,
      component,
      pod: own.pod,
      podAnnotations,
      user: USER,
      images: [values.images.goflow2, ...(bundled ? [values.images.kafka] : [])],
      containers: [container(values, collector)],
      volumes: [
        { name: 'configuration', configMap: { name: CONFIGURATION } },
        ...clientVolumes(values, 'collector'),
      ],
      podSpec: {
        ...(bundled && { initContainers: [waitForKafka(values)] }),
        ...(own.replicas > 1 && { affinity: spreadOverNodes(component) }),
        // Of the node's own resolver, it would not learn the brokers' addresses.
        ...(onTheNode(collector) && { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }),
      },
      spec: { replicas: own.replicas, strategy: strategy(own.replicas) },
    });
  }

  private service({ component, name, values: { replicas, service: site, serviceType, ...own } }: Collector) {
    service(this, `${name}-exporters`, {
      name,
      component,
      site,
      spec: {
        type: serviceType,
        // Another node would replace the router's address, which is data (sampler-address), by its own.
        ...(serviceType === 'ClusterIP' ? {} : { externalTrafficPolicy: 'Local' }),
        ...(replicas > 1 && {
          sessionAffinity: 'ClientIP',
          sessionAffinityConfig: { clientIp: { timeoutSeconds: A_DAY } },
        }),
        selector: selectorLabels(component),
        ports: listenersOf(own).map(({ name: listener, port, nodePort }) => ({
          name: listener,
          protocol: 'UDP',
          port,
          targetPort: k8s.IntOrString.fromString(listener),
          ...(serviceType === 'NodePort' && nodePort !== undefined ? { nodePort } : {}),
        })),
      },
    });
  }
}

/**
 * Two pods at once would share an exporter's packets, and only one has its templates; of several, each is away in its
 * turn, and its exporters are with another one meanwhile. None beside them: they may have their node's ports.
 */
function strategy(replicas: number): k8s.DeploymentStrategy {
  if (replicas === 1) return { type: 'Recreate' };
  const number = (count: number) => k8s.IntOrString.fromNumber(count);
  return { type: 'RollingUpdate', rollingUpdate: { maxSurge: number(0), maxUnavailable: number(1) } };
}
