/** The ZooKeeper ensemble that Kafka keeps its metadata in when `kafka.mode` is `zookeeper`. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { KAFKA_ENVIRONMENT, KAFKA_USER, LOG4J_PROPERTIES } from './container';
import { SERVICES, ZOOKEEPER_PORTS } from './endpoints';
import { ApplicationChart } from '../kubernetes/application-chart';
import { checksumAnnotation } from '../kubernetes/checksum';
import { imageReference, pullSecrets } from '../kubernetes/image';
import { disruptionBudget, spreadOverNodes } from '../kubernetes/availability';
import { labels, selectorLabels, workloadLabels } from '../kubernetes/labels';
import {
  resourceRequirements,
  restrictedContainer,
  restrictedPod,
  scratch,
  volumeClaim,
} from '../kubernetes/pod';
import type { Values } from '../values/schema';
import { READY_SCRIPT, START_SCRIPT, zooCfg } from './zoo-cfg';

const SERVER = { name: 'zookeeper', component: 'server' };
const CONFIGURATION = 'zookeeper';

/** Runs the ZooKeeper that ships inside Kafka's own image: the version this Kafka was released with. */
export class ZookeeperEnsemble extends ApplicationChart {
  constructor(scope: Construct, values: Values) {
    super(scope, 'zookeeper', { namespace: values.namespace.name });
    this.services();
    const configuration = {
      'zoo.cfg': zooCfg(values),
      'start-server.sh': START_SCRIPT,
      'ready.sh': READY_SCRIPT,
      'log4j.properties': LOG4J_PROPERTIES,
    };
    new k8s.KubeConfigMap(this, 'configuration', {
      metadata: { name: CONFIGURATION, labels: labels(SERVER) },
      data: configuration,
    });
    this.statefulSet(values, checksumAnnotation(configuration));
    if (values.zookeeper.replicas > 1) disruptionBudget(this, SERVER);
  }

  private services(): void {
    const { client, follower, election } = ZOOKEEPER_PORTS;
    new k8s.KubeService(this, 'client', {
      metadata: { name: SERVICES.zookeeper, labels: labels(SERVER) },
      spec: { selector: selectorLabels(SERVER), ports: [{ name: 'client', port: client }] },
    });
    new k8s.KubeService(this, 'pods', {
      metadata: { name: SERVICES.zookeeperPods, labels: labels(SERVER) },
      spec: {
        clusterIp: 'None',
        // Members must find one another before any of them is ready.
        publishNotReadyAddresses: true,
        selector: selectorLabels(SERVER),
        ports: [
          { name: 'client', port: client },
          { name: 'follower', port: follower },
          { name: 'election', port: election },
        ],
      },
    });
  }

  private statefulSet({ images, registry, zookeeper }: Values, annotations: Record<string, string>): void {
    new k8s.KubeStatefulSet(this, 'servers', {
      metadata: { name: 'zookeeper', labels: workloadLabels(SERVER, images.kafka.tag) },
      spec: {
        serviceName: SERVICES.zookeeperPods,
        replicas: zookeeper.replicas,
        podManagementPolicy: 'Parallel',
        selector: { matchLabels: selectorLabels(SERVER) },
        template: {
          metadata: { labels: labels(SERVER), annotations },
          spec: {
            ...restrictedPod(KAFKA_USER),
            ...pullSecrets(registry, images.kafka),
            affinity: spreadOverNodes(SERVER),
            containers: [
              {
                name: 'zookeeper',
                image: imageReference(images.kafka, registry.endpoint),
                ...restrictedContainer,
                command: ['bash', '/etc/zookeeper/start-server.sh'],
                env: KAFKA_ENVIRONMENT,
                ports: Object.entries(ZOOKEEPER_PORTS).map(([name, containerPort]) => ({
                  name,
                  containerPort,
                })),
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
                resources: resourceRequirements(zookeeper.resources),
                volumeMounts: [
                  { name: 'configuration', mountPath: '/etc/zookeeper', readOnly: true },
                  { name: 'data', mountPath: '/var/lib/zookeeper' },
                  { name: 'run', mountPath: '/run/kafka' },
                  { name: 'tmp', mountPath: '/tmp' },
                ],
              },
            ],
            volumes: [
              { name: 'configuration', configMap: { name: CONFIGURATION } },
              scratch('run', '64Mi'),
              scratch('tmp', '64Mi'),
            ],
          },
        },
        volumeClaimTemplates: [volumeClaim('data', zookeeper.storage)],
      },
    });
  }
}
