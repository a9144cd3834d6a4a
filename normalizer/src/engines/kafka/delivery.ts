/**
 * What both guarantees share. A record's outcome is written, and then it is noted that the record is done: an offset of
 * the consumer group. The guarantees differ in how the two are tied together, and in nothing else.
 */
import {
  KafkaJSError,
  KafkaJSProtocolError,
  type EachBatchPayload,
  type Message,
  type TopicMessages,
} from 'kafkajs';
import type { OutgoingRecord, RoutedRecord } from '../routing';

export const ALL_REPLICAS = -1;

/** What the consumer group lets a member do while it is at work. */
export type Membership = Pick<EachBatchPayload, 'heartbeat' | 'commitOffsetsIfNecessary'>;

/** How far a partition of the input topic is done: the offset of the record that comes next. */
export interface Progress {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

export interface Delivery {
  /** Waits until a broker has been reached, where anything can be said before there is a partition. */
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  /** The group has dealt out its partitions anew. */
  assigned(): void;
  /**
   * Makes ready to write what a batch leads to.
   * @param first offset of the batch, which may have been read before somebody else had the partition
   * @returns the offset to go on from instead, if more than that is done
   */
  begin(partition: number, first: bigint, membership: Membership): Promise<bigint | undefined>;
  /**
   * Writes what records led to until all in-sync replicas have acknowledged everything, and notes that they are done.
   * @returns the records as they were written: one that was too large has become a rejected one
   * @throws Error if the brokers refuse it for another reason than its size, or the partition is another member's
   */
  deliver(
    records: readonly RoutedRecord[],
    progress: Progress,
    membership: Membership,
  ): Promise<RoutedRecord[]>;
}

/** The partition is written here when it has been chosen. */
export type Outgoing = OutgoingRecord & { partition?: number };

/** What records led to, as copies for the partitioner to write on. */
export const outgoing = (records: readonly RoutedRecord[]): Outgoing[] =>
  records.flatMap(({ outgoing }) => (outgoing === undefined ? [] : [{ ...outgoing }]));

export function byTopic(messages: readonly Outgoing[]): TopicMessages[] {
  const topics = new Map<string, Outgoing[]>();
  for (const message of messages) {
    const others = topics.get(message.topic);
    if (others === undefined) topics.set(message.topic, [message]);
    else others.push(message);
  }
  return [...topics].map(([topic, messages]) => ({ topic, messages: Object.assign(messages, { reduce }) }));
}

type Groups = Record<string, Message[]>;

/**
 * kafkajs reduces messages to those of each partition, and copies all that a partition has for each further one.
 * Given nothing, its step tells where one message goes.
 */
function reduce(this: readonly Message[], step: (none: Groups, message: Message) => Groups): Groups {
  const groups: Groups = {};
  for (const message of this) {
    for (const [partition, one] of Object.entries(step({}, message))) {
      (groups[partition] ??= []).push(...one);
    }
  }
  return groups;
}

/** An error that has the consumer join the group anew, as one of the coordinator's own would. */
export const joinAnew = (error: Error): Error =>
  Object.assign(new KafkaJSError(error), { type: 'NOT_COORDINATOR_FOR_GROUP' });

/** Whether a broker has answered so; kafkajs wraps what it has given up. */
export function answered(error: unknown, types: readonly string[]): boolean {
  if (!(error instanceof Error)) return false;
  return (
    (error instanceof KafkaJSProtocolError && types.includes(error.type)) || answered(error.cause, types)
  );
}

/** Whether the same may succeed later. */
export function passes(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (error instanceof KafkaJSError && error.retriable) || passes(error.cause);
}

export const isTooLarge = (error: unknown): boolean =>
  answered(error, ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** Whether brokers have said that this user has no right to it. */
export const isRefused = (error: unknown): error is Error =>
  answered(error, [
    'CLUSTER_AUTHORIZATION_FAILED',
    'GROUP_AUTHORIZATION_FAILED',
    'TOPIC_AUTHORIZATION_FAILED',
    'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  ]);
