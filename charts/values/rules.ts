/** What must fit together. Each rule reads whole sections and is asked only when their shape is right. */
import { deliveryRules } from './delivery-rules';
import { flinkRules } from './flink-rules';
import type { Topic } from './kafka';
import { amount } from './kubernetes';
import type { Rule } from './rule';
import type { Values } from './schema';

export const rules: readonly Rule[] = [
  {
    reads: ['topics', 'kafka'],
    check: ({ topics, kafka }) =>
      everyTopic(topics).flatMap(([path, { replicationFactor }]) =>
        replicationFactor > kafka.brokers
          ? [{ path: [...path, 'replicationFactor'], allowed: `1 to kafka.brokers (${kafka.brokers})` }]
          : [],
      ),
  },
  {
    reads: ['topics'],
    check: ({ topics }) =>
      everyTopic(topics).flatMap(([path, { config, replicationFactor }]) => {
        const minimum = Number(config['min.insync.replicas'] ?? 1);
        return minimum >= 1 && minimum <= replicationFactor
          ? []
          : [
              {
                path: [...path, 'config', 'min.insync.replicas'],
                allowed: `1 to the topic's replicationFactor (${replicationFactor})`,
              },
            ];
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
  {
    reads: ['registry'],
    check: ({ registry: { htpasswdSecret, pullSecret } }) =>
      htpasswdSecret !== undefined && pullSecret === undefined
        ? [{ path: ['registry', 'pullSecret'], allowed: 'the name of the Secret that pods pull with' }]
        : [],
  },
  {
    reads: ['registry', 'images'],
    check: ({ registry, images }) =>
      registry.install && images.registry.registry === undefined
        ? [
            {
              path: ['images', 'registry', 'registry'],
              allowed: 'another registry: one can not be pulled from itself',
            },
          ]
        : [],
  },
  {
    reads: ['registry', 'goflow2'],
    check: ({ registry, goflow2: { netflow, sflow, serviceType } }) => {
      const others =
        serviceType === 'NodePort' ? [netflow.nodePort, ...(sflow.enabled ? [sflow.nodePort] : [])] : [];
      const taken =
        registry.install && registry.serviceType === 'NodePort' && others.includes(registry.nodePort);
      return taken ? [{ path: ['registry', 'nodePort'], allowed: 'a port that goflow2 does not have' }] : [];
    },
  },
  {
    reads: ['normalizer', 'topics'],
    check: ({ normalizer, topics }) =>
      normalizer.engine === 'deployment' && normalizer.replicas > topics.flows.partitions
        ? [
            {
              path: ['normalizer', 'replicas'],
              allowed: `0 to topics.flows.partitions (${topics.flows.partitions}): further replicas would idle`,
            },
          ]
        : [],
  },
  {
    reads: ['goflow2'],
    check: ({ goflow2: { queueSize, sflow, resources } }) => {
      const listeners = sflow.enabled ? 2 : 1;
      const most = Math.floor(amount(resources.limits.memory) / 2 / PACKET_BUFFER / listeners);
      const limit = `1 to ${most}: ${listeners} full queues may take half of the memory limit`;
      return queueSize > most ? [{ path: ['goflow2', 'queueSize'], allowed: limit }] : [];
    },
  },
  {
    reads: ['goflow2'],
    check: ({ goflow2: { netflow, sflow } }) =>
      (['port', 'nodePort'] as const).flatMap((port) =>
        sflow.enabled && sflow[port] === netflow[port]
          ? [{ path: ['goflow2', 'sflow', port], allowed: `another ${port} than goflow2.netflow has` }]
          : [],
      ),
  },
  ...flinkRules,
  ...deliveryRules,
];

/** GoFlow2 keeps a buffer of the largest UDP payload it takes for each queued packet (v2, utils/udp.go). */
const PACKET_BUFFER = 9000;

type TopicAt = readonly [path: readonly (string | number)[], topic: Topic];

function everyTopic({ additional, ...roles }: Values['topics']): TopicAt[] {
  return [
    ...Object.entries(roles).map(([role, topic]): TopicAt => [['topics', role], topic]),
    ...additional.map((topic, index): TopicAt => [['topics', 'additional', index], topic]),
  ];
}

function alike(name: string): string {
  return name.replaceAll('.', '_');
}
