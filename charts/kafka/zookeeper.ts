/** The ZooKeeper ensemble that Kafka keeps its metadata in when `kafka.mode` is `zookeeper`. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ApplicationChart } from '../kubernetes/application-chart';
import type { Values } from '../values/schema';
import { LOG4J_PROPERTIES } from './container';
import { SERVICES, ZOOKEEPER_PORTS } from './endpoints';
import { kafkaServers } from './servers';
import { READY_SCRIPT, START_SCRIPT, zooCfg } from './zoo-cfg';

/** Runs the ZooKeeper that ships inside Kafka's own image: the version this Kafka was released with. */
export class ZookeeperEnsemble extends ApplicationChart {
  constructor(scope: Construct, values: Values) {
    super(scope, 'zookeeper', { namespace: values.namespace.name });
    kafkaServers(this, values, {
      component: { name: 'zookeeper', component: 'server' },
      replicas: values.zookeeper.replicas,
      section: values.zookeeper,
      services: { clients: SERVICES.zookeeper, pods: SERVICES.zookeeperPods },
      ports: ZOOKEEPER_PORTS,
      configuration: {
        name: 'zookeeper',
        files: {
          'zoo.cfg': zooCfg(values),
          'start-server.sh': START_SCRIPT,
          'ready.sh': READY_SCRIPT,
          'log4j.properties': LOG4J_PROPERTIES,
        },
      },
      startScript: 'start-server.sh',
      folders: { configuration: '/etc/zookeeper', data: '/var/lib/zookeeper' },
      probes: {
        livenessProbe: {
          tcpSocket: { port: k8s.IntOrString.fromString('client') },
          initialDelaySeconds: 30,
          periodSeconds: 10,
          failureThreshold: 6,
        },
        readinessProbe: {
          exec: { command: ['bash', '/etc/zookeeper/ready.sh'] },
          periodSeconds: 5,
          timeoutSeconds: 3,
        },
      },
    });
  }
}
