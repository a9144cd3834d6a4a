/** The Kafka brokers. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ApplicationChart } from '../kubernetes/application-chart';
import type { Values } from '../values/schema';
import { LOG4J_PROPERTIES } from './container';
import { KAFKA_PORTS, SERVICES } from './endpoints';
import { isMonitored, JMX_EXPORTER_YML, metricsAgent } from './jmx-exporter';
import { serverProperties } from './server-properties';
import { kafkaServers } from './servers';
import { startBrokerScript } from './start-broker';

export class KafkaBrokers extends ApplicationChart {
  constructor(scope: Construct, values: Values) {
    super(scope, 'kafka', { namespace: values.namespace.name });
    const { client, controller } = KAFKA_PORTS;
    const port = k8s.IntOrString.fromString('client');
    kafkaServers(this, values, {
      component: { name: 'kafka', component: 'broker' },
      replicas: values.kafka.brokers,
      section: values.kafka,
      services: { clients: SERVICES.kafka, pods: SERVICES.kafkaPods },
      ports: values.kafka.mode === 'kraft' ? { client, controller } : { client },
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
      ...(isMonitored(values) && { further: metricsAgent(values) }),
      // A controlled shutdown moves every leader to another broker first.
      terminationGracePeriodSeconds: 120,
    });
  }
}
