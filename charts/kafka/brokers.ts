/** The Kafka brokers: a StatefulSet with a volume each, one Service to bootstrap from, one that names the pods. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ApplicationChart } from '../kubernetes/application-chart';
import { checksumAnnotation } from '../kubernetes/checksum';
import { imageReference, pullSecrets } from '../kubernetes/image';
import { disruptionBudget, spreadOverNodes } from '../kubernetes/availability';
import { labels, selectorLabels, workloadLabels } from '../kubernetes/labels';
import { scrapeAnnotations } from '../kubernetes/scrape';
import {
  resourceRequirements,
  restrictedContainer,
  restrictedPod,
  scratch,
  volumeClaim,
} from '../kubernetes/pod';
import type { Values } from '../values/schema';
import { KAFKA_ENVIRONMENT, KAFKA_USER, LOG4J_PROPERTIES } from './container';
import { KAFKA_PORTS, SERVICES } from './endpoints';
import {
  agentContainer,
  AGENT_MOUNT,
  AGENT_VOLUME,
  isMonitored,
  JMX_EXPORTER_YML,
  METRICS_PORT,
} from './jmx-exporter';
import { serverProperties } from './server-properties';
import { startBrokerScript } from './start-broker';

const BROKER = { name: 'kafka', component: 'broker' };
const CONFIGURATION = 'kafka-broker';

export class KafkaBrokers extends ApplicationChart {
  constructor(scope: Construct, values: Values) {
    super(scope, 'kafka', { namespace: values.namespace.name });
    this.services(values);
    const configuration = {
      'server.properties': serverProperties(values),
      'start-broker.sh': startBrokerScript(values),
      'log4j.properties': LOG4J_PROPERTIES,
      ...(isMonitored(values) && { 'jmx-exporter.yml': JMX_EXPORTER_YML }),
    };
    new k8s.KubeConfigMap(this, 'configuration', {
      metadata: { name: CONFIGURATION, labels: labels(BROKER) },
      data: configuration,
    });
    this.statefulSet(values, {
      ...checksumAnnotation(configuration),
      ...scrapeAnnotations(values, METRICS_PORT),
    });
    if (values.kafka.brokers > 1) disruptionBudget(this, BROKER);
  }

  private services(values: Values): void {
    const client = { name: 'client', port: KAFKA_PORTS.client };
    const controller = { name: 'controller', port: KAFKA_PORTS.controller };
    new k8s.KubeService(this, 'bootstrap', {
      metadata: { name: SERVICES.kafka, labels: labels(BROKER) },
      spec: { selector: selectorLabels(BROKER), ports: [client] },
    });
    new k8s.KubeService(this, 'pods', {
      metadata: { name: SERVICES.kafkaPods, labels: labels(BROKER) },
      spec: {
        clusterIp: 'None',
        // Controllers must find one another before any of them is ready.
        publishNotReadyAddresses: true,
        selector: selectorLabels(BROKER),
        ports: values.kafka.mode === 'kraft' ? [client, controller] : [client],
      },
    });
  }

  private statefulSet(values: Values, annotations: Record<string, string>): void {
    const { images, kafka, registry } = values;
    const monitored = isMonitored(values);
    new k8s.KubeStatefulSet(this, 'brokers', {
      metadata: { name: 'kafka', labels: workloadLabels(BROKER, images.kafka.tag) },
      spec: {
        serviceName: SERVICES.kafkaPods,
        replicas: kafka.brokers,
        podManagementPolicy: 'Parallel',
        selector: { matchLabels: selectorLabels(BROKER) },
        template: {
          metadata: { labels: labels(BROKER), annotations },
          spec: {
            ...restrictedPod(KAFKA_USER),
            ...pullSecrets(registry, images.kafka, ...(monitored ? [images.jmxExporter] : [])),
            // A controlled shutdown moves every leader to another broker first.
            terminationGracePeriodSeconds: 120,
            affinity: spreadOverNodes(BROKER),
            ...(monitored && { initContainers: [agentContainer(values)] }),
            containers: [this.broker(imageReference(images.kafka, registry.endpoint), values)],
            volumes: [
              { name: 'configuration', configMap: { name: CONFIGURATION } },
              scratch('run', '64Mi'),
              scratch('tmp', '64Mi'),
              ...(monitored ? [AGENT_VOLUME] : []),
            ],
          },
        },
        volumeClaimTemplates: [volumeClaim('data', kafka.storage)],
      },
    });
  }

  private broker(image: string, values: Values): k8s.Container {
    const { kafka } = values;
    const port = k8s.IntOrString.fromString('client');
    const ports = [{ name: 'client', containerPort: KAFKA_PORTS.client }];
    if (kafka.mode === 'kraft') ports.push({ name: 'controller', containerPort: KAFKA_PORTS.controller });
    if (isMonitored(values)) ports.push({ name: 'metrics', containerPort: METRICS_PORT });
    return {
      name: 'kafka',
      image,
      ...restrictedContainer,
      command: ['bash', '/etc/kafka/start-broker.sh'],
      env: KAFKA_ENVIRONMENT,
      ports,
      // A broker opens its socket when it has recovered its logs, which may take minutes after a crash.
      startupProbe: { tcpSocket: { port }, periodSeconds: 5, failureThreshold: 120 },
      livenessProbe: { tcpSocket: { port }, periodSeconds: 10, failureThreshold: 6 },
      readinessProbe: { tcpSocket: { port }, periodSeconds: 5 },
      resources: resourceRequirements(kafka.resources),
      volumeMounts: [
        { name: 'configuration', mountPath: '/etc/kafka', readOnly: true },
        { name: 'data', mountPath: '/var/lib/kafka' },
        { name: 'run', mountPath: '/run/kafka' },
        { name: 'tmp', mountPath: '/tmp' },
        ...(isMonitored(values) ? [AGENT_MOUNT] : []),
      ],
    };
  }
}
