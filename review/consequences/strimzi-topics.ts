/** The topics that Strimzi keeps. Its operator, unlike the topics Job, deletes what is gone. */
import { at, group, inline, isKept } from '../fields';
import type { KubernetesObject, Rule } from '../model';
import { changed, type Topic } from './topics';

export const strimziTopics: Rule = ({ apiVersion, kind, before, after }) => {
  if (kind !== 'KafkaTopic' || group(apiVersion) !== 'kafka.strimzi.io' || !before) return [];
  const topic = declared(before);
  if (after) return changed(topic, declared(after), 'Strimzi');
  return isKept(before)
    ? []
    : [{ severity: 'danger', text: `Strimzi deletes the topic ${topic.name} with all its records.` }];
};

function declared({ metadata, spec }: KubernetesObject): Topic {
  return {
    name: inline(at(spec, 'topicName') ?? metadata.name),
    partitions: Number(at(spec, 'partitions')),
    replicas: Number(at(spec, 'replicas')),
    config: Object.fromEntries(
      Object.entries(at(spec, 'config') ?? {}).map(([key, value]) => [key, String(value)]),
    ),
  };
}
