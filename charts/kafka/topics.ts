/** The topics: declared in values, made by a Job that may run any number of times. */
import type { Construct } from 'constructs';
import { ApplicationChart } from '../kubernetes/application-chart';
import type { Topic } from '../values/kafka';
import type { Values } from '../values/schema';
import { bootstrapServers, clientMounts, clientProperties, clientVolumes } from './client';
import { CREATE_TOPICS_SCRIPT } from './create-topics';
import { everyTopic } from './permissions';
import { toolsJob } from './tools-job';

export class KafkaTopics extends ApplicationChart {
  constructor(scope: Construct, values: Values) {
    super(scope, 'kafka-topics', { namespace: values.namespace.name });
    toolsJob(this, values, {
      name: 'kafka-topics',
      component: { name: 'kafka', component: 'topics' },
      container: 'create-topics',
      declared: {
        topics: topicList(everyTopic(values)),
        'create-topics.sh': CREATE_TOPICS_SCRIPT,
        'client.properties': clientProperties(values),
      },
      script: 'create-topics.sh',
      brokers: bootstrapServers(values),
      volumes: clientVolumes(values, 'topics'),
      volumeMounts: clientMounts(values),
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
