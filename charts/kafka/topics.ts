/** The topics: declared in values, made by a Job that may run any number of times. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ApplicationChart } from '../kubernetes/application-chart';
import { checksumAnnotation } from '../kubernetes/checksum';
import { imageReference } from '../kubernetes/image';
import { labels } from '../kubernetes/labels';
import { resourceRequirements, restrictedContainer, scratch } from '../kubernetes/pod';
import { REMADE_ON_CHANGE, syncOptions } from '../kubernetes/sync-options';
import { job } from '../kubernetes/workload';
import type { Topic } from '../values/kafka';
import type { Values } from '../values/schema';
import { KAFKA_ENVIRONMENT, KAFKA_USER } from './container';
import { bootstrapServers, clientAnnotations, clientMounts, clientProperties, clientVolumes } from './client';
import { everyTopic } from './permissions';
import { CREATE_TOPICS_SCRIPT } from './create-topics';

const TOPICS = { name: 'kafka', component: 'topics' };
const CONFIGURATION = 'kafka-topics';

/** Small: a few short-lived command line tools, one after the other. */
const RESOURCES = {
  requests: { cpu: '100m', memory: '256Mi' },
  limits: { cpu: '500m', memory: '512Mi' },
};

export class KafkaTopics extends ApplicationChart {
  constructor(scope: Construct, values: Values) {
    super(scope, 'kafka-topics', { namespace: values.namespace.name });
    const { images, registry } = values;
    const declared = {
      topics: topicList(everyTopic(values)),
      'create-topics.sh': CREATE_TOPICS_SCRIPT,
      'client.properties': clientProperties(values),
    };
    new k8s.KubeConfigMap(this, 'declared', {
      metadata: { name: CONFIGURATION, labels: labels(TOPICS) },
      data: declared,
    });
    job(this, values, {
      name: 'kafka-topics',
      component: TOPICS,
      // A Job's template is immutable. Not a hook: those don't count for the health that the next wave waits for.
      annotations: syncOptions(...REMADE_ON_CHANGE),
      pod: values.topics.pod,
      // New declarations make a new Job of it.
      podAnnotations: { ...checksumAnnotation(declared), ...clientAnnotations(values) },
      user: KAFKA_USER,
      images: [images.kafka],
      podSpec: { restartPolicy: 'OnFailure' },
      containers: [
        {
          name: 'create-topics',
          image: imageReference(images.kafka, registry.endpoint),
          ...restrictedContainer,
          command: ['bash', '/etc/kafka-topics/create-topics.sh', bootstrapServers(values)],
          env: KAFKA_ENVIRONMENT,
          resources: resourceRequirements(RESOURCES),
          volumeMounts: [
            { name: 'declared', mountPath: '/etc/kafka-topics', readOnly: true },
            ...clientMounts(values),
            { name: 'run', mountPath: '/run/kafka' },
            { name: 'tmp', mountPath: '/tmp' },
          ],
        },
      ],
      volumes: [
        { name: 'declared', configMap: { name: CONFIGURATION } },
        ...clientVolumes(values, 'topics'),
        scratch('run', '16Mi'),
        scratch('tmp', '16Mi'),
      ],
      spec: { backoffLimit: 10 },
    });
  }
}

/** One line per topic: name, partitions, replication factor, and its configuration as `key=value,key=[value,value]`. */
function topicList(topics: readonly Topic[]): string {
  return topics
    .map(({ name, partitions, replicationFactor, config }) => {
      const settings = Object.entries(config).map(([key, value]) => `${key}=${listed(String(value))}`);
      return `${[name, partitions, replicationFactor, settings.join(',')].join(' ').trim()}\n`;
    })
    .join('');
}

/** kafka-configs.sh splits at commas, but not within brackets. */
function listed(value: string): string {
  return value.includes(',') ? `[${value.replaceAll(/\s/g, '')}]` : value;
}
