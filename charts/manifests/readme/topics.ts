/** Kafka's topics, as the objects declare them. */
import { code, table } from './markdown';
import { ofKind } from './objects';
import type { Manifest } from '../write';

export interface DeclaredTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replicas: number;
  readonly settings: readonly string[];
}

interface KafkaTopicSpec {
  readonly topicName?: string;
  readonly partitions: number;
  readonly replicas: number;
  readonly config: object;
}

/** Those that the Job makes, and those that Strimzi does. */
export function topicsOf(objects: readonly Manifest[]): DeclaredTopic[] {
  const listed = ofKind<never>(objects, 'ConfigMap').flatMap(({ data, metadata }) =>
    metadata.name === 'kafka-topics' ? (data?.topics ?? '').trim().split('\n') : [],
  );
  return [
    ...listed.map((line) => {
      const [name = '', partitions, replicas, settings] = line.split(' ');
      return {
        name,
        partitions: Number(partitions),
        replicas: Number(replicas),
        settings: settings?.split(/,(?=[a-z.]+=)/) ?? [],
      };
    }),
    ...ofKind<KafkaTopicSpec>(objects, 'KafkaTopic').map(({ metadata, spec }) => ({
      name: spec.topicName ?? metadata.name,
      partitions: spec.partitions,
      replicas: spec.replicas,
      settings: Object.entries(spec.config).map(([key, value]) => `${key}=${String(value)}`),
    })),
  ];
}

/** A row per topic. */
export function topics(objects: readonly Manifest[]): string {
  const rows = topicsOf(objects).map(({ name, partitions, replicas, settings }) => [
    code(name),
    String(partitions),
    String(replicas),
    [...settings].sort().map(code).join(', '),
  ]);
  if (rows.length === 0) return 'None is made from here (`topics.manage`).';
  return table(['Topic', 'Partitions', 'Replicas', 'Settings'], rows);
}
