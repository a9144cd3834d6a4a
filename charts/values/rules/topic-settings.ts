/** What Kafka would refuse of the topics' settings, after the merge and in the cluster. */
import { betterThan, topicSettings } from '../../kafka/topic-settings';
import { majorVersion } from '../../kafka/version';
import type { Values } from '../schema';
import type { Objection, Rule } from './rule';
import { everyTopic, LARGEST, largestBatch } from './topics';

/** What GoFlow2 may send in one batch (its flag -transport.kafka.maxmsgbytes). */
const GOFLOW2_LARGEST = 1_000_000;

/** The version that the manifests are made for, where a tag names none. */
const DEFAULT_MAJOR = 3;

export const topicSettingRules: readonly Rule[] = [
  { reads: ['topics', 'kafka', 'images'], check: settingsAreKafkas },
  {
    reads: ['topics'],
    check: ({ topics }) =>
      everyTopic(topics).flatMap(([path, { config }]) =>
        Object.entries(config).flatMap(([name, value]) =>
          refusedValue([...path, 'config', name], name, value),
        ),
      ),
  },
  {
    reads: ['kafka'],
    check: ({ kafka: { properties } }) =>
      ['compression.type', 'log.cleanup.policy'].flatMap((name) =>
        refusedValue(['kafka', 'properties', name], name.replace('log.', ''), properties[name]),
      ),
  },
  {
    // A batch that is too large stops nothing in GoFlow2: it is dropped, with all its records.
    reads: ['topics', 'kafka'],
    check: ({ topics: { flows }, kafka }) =>
      largestBatch(flows, kafka) < GOFLOW2_LARGEST
        ? [
            {
              path: ['topics', 'flows', 'config', LARGEST],
              allowed: `at least ${GOFLOW2_LARGEST}: what GoFlow2 may send at once, and Kafka would refuse`,
            },
          ]
        : [],
  },
];

/** A Kafka that is there already may be another make, with settings of its own. */
function settingsAreKafkas({ topics, kafka, images }: Values): Objection[] {
  if (kafka.provider === 'external') return [];
  const known = topicSettings(majorVersion(images.kafka.tag) ?? DEFAULT_MAJOR);
  return everyTopic(topics).flatMap(([path, { config }]) =>
    Object.keys(config)
      .filter((name) => !known.includes(name))
      .map((name) => ({
        path: [...path, 'config', name],
        allowed: `a setting of topics that Kafka ${images.kafka.tag} has: ${known.join(', ')}`,
      })),
  );
}

function refusedValue(
  path: Objection['path'],
  name: string,
  value: string | number | boolean | undefined,
): Objection[] {
  const allowed = value === undefined ? undefined : betterThan(name, value);
  return allowed === undefined ? [] : [{ path, allowed }];
}
