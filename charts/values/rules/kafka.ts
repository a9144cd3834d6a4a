/** What must hold of the brokers. */
import { majorVersion } from '../../kafka/version';
import type { Rule } from './rule';

/** The first version that knows no ZooKeeper any more. */
const WITHOUT_ZOOKEEPER = 4;

export const kafkaRules: readonly Rule[] = [
  {
    reads: ['kafka', 'images'],
    check: ({ images, kafka: { mode, provider } }) =>
      provider === 'bundled' &&
      mode === 'zookeeper' &&
      (majorVersion(images.kafka.tag) ?? 0) >= WITHOUT_ZOOKEEPER
        ? [
            {
              path: ['kafka', 'mode'],
              allowed: `kraft with images.kafka.tag ${images.kafka.tag}: Kafka 3.9 is the last one with ZooKeeper`,
            },
          ]
        : [],
  },
];
