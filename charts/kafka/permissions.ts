/** What each client may do: its topics, its groups, and nothing else. One list for Kafka's own tools and for Strimzi. */
import type { Topic } from '../values/kafka';
import type { Values } from '../values/schema';
import type { Client } from './client';

/** The users' names, in SCRAM credentials and as common names of certificates. */
export const USERS = {
  collector: 'netflow-collector',
  normalizer: 'netflow-normalizer',
  flinkJob: 'netflow-flink-job',
  topics: 'netflow-topics',
  replay: 'netflow-replay',
  admin: 'netflow-admin',
} satisfies Record<Client, string>;

/** Operations as Kafka and Strimzi both call them. */
export type Operation =
  'Read' | 'Write' | 'Describe' | 'Create' | 'Alter' | 'DescribeConfigs' | 'AlterConfigs';

/** Rights to one resource. */
export interface Permission {
  readonly type: 'topic' | 'group' | 'transactionalId';
  readonly name: string;
  readonly pattern: 'literal' | 'prefix';
  readonly operations: readonly Operation[];
}

const topic = ({ name }: Topic, ...operations: Operation[]): Permission => ({
  type: 'topic',
  name,
  pattern: 'literal',
  operations,
});

const rights = (
  type: Permission['type'],
  name: string,
  pattern: Permission['pattern'],
  ...operations: Operation[]
): Permission => ({ type, name, pattern, operations });

/** All topics that are declared. */
export function everyTopic({ topics }: Pick<Values, 'topics'>): Topic[] {
  return [topics.flows, topics.output, topics.rejected, ...topics.additional];
}

/** The clients that an environment has, and what they may do; the admin is Kafka's super user and needs no list. */
export function permissions(values: Values): readonly { client: Client; permissions: Permission[] }[] {
  const { normalizer, topics } = values;
  // How large a batch the topics take is asked, not assumed.
  const normalizes = [
    topic(topics.flows, 'Read', 'Describe'),
    rights('group', normalizer.consumerGroup, 'literal', 'Read', 'Describe'),
    topic(topics.output, 'Write', 'Describe', 'DescribeConfigs'),
    topic(topics.rejected, 'Write', 'Describe', 'DescribeConfigs'),
  ];
  // Transactions are named after the group and a topic: that which Flink writes, or whose partition is read.
  const transactions = (...named: Topic[]) =>
    named.map(({ name }) =>
      rights('transactionalId', `${normalizer.consumerGroup}-${name}`, 'prefix', 'Write', 'Describe'),
    );
  // Each selection of a replay has a group and a transaction of its own.
  const replays = `${normalizer.consumerGroup}-replay-`;
  return [
    { client: 'collector', permissions: [topic(topics.flows, 'Write', 'Describe')] },
    normalizer.engine === 'flink'
      ? { client: 'flinkJob', permissions: [...normalizes, ...transactions(topics.output, topics.rejected)] }
      : {
          client: 'normalizer',
          permissions: [
            ...normalizes,
            ...(normalizer.deliveryGuarantee === 'exactly-once' ? transactions(topics.flows) : []),
          ],
        },
    {
      client: 'topics',
      permissions: everyTopic(values).map((declared) =>
        topic(declared, 'Create', 'Describe', 'Alter', 'DescribeConfigs', 'AlterConfigs'),
      ),
    },
    {
      client: 'replay',
      permissions: [
        topic(topics.rejected, 'Read', 'Describe'),
        topic(topics.flows, 'Write', 'Describe'),
        rights('group', replays, 'prefix', 'Read', 'Describe'),
        rights('transactionalId', replays, 'prefix', 'Write', 'Describe'),
      ],
    },
  ];
}
