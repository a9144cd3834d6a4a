/** The Kafka brokers. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ApplicationChart } from '../kubernetes/application-chart';
import type { Values } from '../values/schema';
import { BROKER_FILES } from './broker-security';
import { CERTIFICATE_SECRETS, kafkaCertificates } from './certificates';
import { bundledSecured } from './client';
import { LOG4J_PROPERTIES } from './container';
import { KAFKA_PORTS, SERVICES } from './endpoints';
import { externalServices } from './external-listener';
import { isMonitored, JMX_EXPORTER_YML, metricsAgent } from './jmx-exporter';
import { serverProperties } from './server-properties';
import { kafkaServers, type FurtherParts } from './servers';
import { startBrokerScript } from './start-broker';

const BROKER = { name: 'kafka', component: 'broker' };

export class KafkaBrokers extends ApplicationChart {
  constructor(scope: Construct, values: Values) {
    super(scope, 'kafka', { namespace: values.namespace.name });
    const port = k8s.IntOrString.fromString('client');
    kafkaServers(this, values, {
      component: BROKER,
      replicas: values.kafka.brokers,
      section: values.kafka,
      services: { clients: SERVICES.kafka, pods: SERVICES.kafkaPods },
      ports: portsInCluster(values),
      configuration: {
        name: 'kafka-broker',
        files: {
          'server.properties': serverProperties(values),
          'start-broker.sh': startBrokerScript(values),
          'log4j.properties': LOG4J_PROPERTIES,
          ...(isMonitored(values) && { 'jmx-exporter.yml': JMX_EXPORTER_YML }),
        },
      },
      startScript: 'start-broker.sh',
      folders: { configuration: '/etc/kafka', data: '/var/lib/kafka' },
      probes: {
        // A broker opens its socket when it has recovered its logs, which may take minutes after a crash.
        startupProbe: { tcpSocket: { port }, periodSeconds: 5, failureThreshold: 120 },
        livenessProbe: { tcpSocket: { port }, periodSeconds: 10, failureThreshold: 6 },
        readinessProbe: { tcpSocket: { port }, periodSeconds: 5 },
      },
      further: furtherParts(values),
      // A controlled shutdown moves every leader to another broker first.
      terminationGracePeriodSeconds: 120,
    });
    if (bundledSecured(values)) kafkaCertificates(this, BROKER, values);
    externalServices(this, BROKER, values);
  }
}

/** The ports at which pods of the cluster reach a broker. */
function portsInCluster(values: Values): Record<string, number> {
  const { client, controller, broker } = KAFKA_PORTS;
  return {
    client,
    ...(values.kafka.mode === 'kraft' && { controller }),
    ...(bundledSecured(values) && { broker }),
  };
}

/** What only some brokers have: a certificate, a port for clients outside, metrics. */
function furtherParts(values: Values): Partial<FurtherParts>[] {
  const { externalListener } = values.kafka;
  return [
    ...(bundledSecured(values) ? [certificate] : []),
    ...(externalListener === undefined
      ? []
      : [{ ports: [{ name: 'external', containerPort: externalListener.port }] }]),
    ...(isMonitored(values) ? [metricsAgent(values)] : []),
  ];
}

const certificate = {
  volumes: [{ name: 'certificate', secret: { secretName: CERTIFICATE_SECRETS.brokers, defaultMode: 0o440 } }],
  volumeMounts: [{ name: 'certificate', mountPath: BROKER_FILES.folder, readOnly: true }],
};
