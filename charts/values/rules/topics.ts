/** What must hold of the topics. */
import type { Topic } from '../kafka';
import type { Values } from '../schema';
import type { Rule } from './rule';

/** The setting that limits a batch. */
export const LARGEST = 'max.message.bytes';
/** What a broker takes when neither it nor the topic is told (org.apache.kafka.server.config.ServerLogConfigs). */
const DEFAULT_LARGEST = 1_048_588;
/** More than the headers of a rejected record take that say why and where it was read. */
const ROOM_FOR_HEADERS = 4096;

export const topicRules: readonly Rule[] = [
  {
    // A smaller one takes the large records only cut.
    reads: ['topics', 'kafka'],
    check: ({ topics: { flows, rejected }, kafka }) => {
      const least = largestBatch(flows, kafka) + ROOM_FOR_HEADERS;
      return largestBatch(rejected, kafka) < least
        ? [
            {
              path: ['topics', 'rejected', 'config', LARGEST],
              allowed: `at least ${least}: that of topics.flows, and ${ROOM_FOR_HEADERS} for the headers`,
            },
          ]
        : [];
    },
  },
  {
    reads: ['topics', 'kafka'],
    check: ({ topics, kafka }) =>
      everyTopic(topics).flatMap(([path, { replicationFactor }]) =>
        kafka.provider === 'bundled' && replicationFactor > kafka.brokers
          ? [{ path: [...path, 'replicationFactor'], allowed: `1 to kafka.brokers (${kafka.brokers})` }]
          : [],
      ),
  },
  {
    reads: ['topics'],
    check: ({ topics }) =>
      everyTopic(topics).flatMap(([path, { config, replicationFactor }]) => {
        const minimum = Number(config['min.insync.replicas'] ?? 1);
        return minimum > replicationFactor
          ? [
              {
                path: [...path, 'config', 'min.insync.replicas'],
                allowed: `1 to the topic's replicationFactor (${replicationFactor})`,
              },
            ]
          : [];
      }),
  },
  {
    reads: ['topics'],
    check: ({ topics }) => {
      const seen = new Set<string>();
      return everyTopic(topics).flatMap(([path, { name }]) => {
        if (!seen.has(name)) {
          seen.add(name);
          return [];
        }
        return [{ path: [...path, 'name'], allowed: 'a name that no other topic has' }];
      });
    },
  },
  {
    // Kafka reports metrics with "." and "_" alike, and refuses a topic that collides with another's name.
    reads: ['topics'],
    check: ({ topics }) =>
      everyTopic(topics).flatMap(([path, { name }]) =>
        everyTopic(topics).some(([, other]) => other.name < name && alike(other.name) === alike(name))
          ? [{ path: [...path, 'name'], allowed: 'a name that differs from others by more than "." and "_"' }]
          : [],
      ),
  },
];

/** The largest batch that the topic takes, in bytes. */
export function largestBatch({ config }: Topic, { properties }: Values['kafka']): number {
  return Number(config[LARGEST] ?? properties['message.max.bytes'] ?? DEFAULT_LARGEST);
}

type TopicAt = readonly [path: readonly (string | number)[], topic: Topic];

const ROLES = ['flows', 'output', 'rejected'] as const;

/** Every topic, with where the values say it. */
export function everyTopic({ additional, ...topics }: Values['topics']): TopicAt[] {
  return [
    ...ROLES.map((role): TopicAt => [['topics', role], topics[role]]),
    ...additional.map((topic, index): TopicAt => [['topics', 'additional', index], topic]),
  ];
}

function alike(name: string): string {
  return name.replaceAll('.', '_');
}
