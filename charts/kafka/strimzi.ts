/**
 * Topics and users for Strimzi's operators to make, on a Kafka that is theirs. No package ships the types of
 * kafka.strimzi.io; what is used of them is said here, and is the same in v1beta2 and v1.
 */
import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ApplicationChart } from '../kubernetes/application-chart';
import { labels } from '../kubernetes/labels';
import { KEPT, SKIP_DRY_RUN, syncOptions } from '../kubernetes/sync-options';
import type { Topic } from '../values/kafka';
import type { Values } from '../values/schema';
import { withPassword } from './client';
import { everyTopic, permissions, USERS, type Permission } from './permissions';

/** The `spec` of a KafkaTopic. */
interface KafkaTopicSpec {
  /** The topic's name, where a Kubernetes object can't have it. */
  readonly topicName?: string;
  readonly partitions: number;
  readonly replicas: number;
  readonly config: Topic['config'];
}

/** The `spec` of a KafkaUser. */
interface KafkaUserSpec {
  readonly authentication: { readonly type: 'tls' | 'scram-sha-512' };
  readonly authorization: {
    readonly type: 'simple';
    readonly acls: readonly {
      readonly resource: { readonly type: string; readonly name: string; readonly patternType: string };
      readonly operations: readonly string[];
    }[];
  };
}

const COMPONENT = { name: 'kafka', component: 'topics' };

/** The folder is that of the topics Job, which it takes the place of. */
export class StrimziTopics extends ApplicationChart {
  constructor(
    scope: Construct,
    values: Values,
    private readonly strimzi: NonNullable<Values['topics']['strimzi']>,
  ) {
    super(scope, 'kafka-topics', { namespace: strimzi.namespace });
    for (const topic of everyTopic(values)) this.topic(topic);
    const { clientCertificates } = values.kafka.security;
    if (!clientCertificates && !withPassword(values)) return;
    for (const { client, permissions: rights } of permissions(values)) {
      // Strimzi makes the topics, so nobody needs the right to.
      if (client === 'topics') continue;
      this.user(USERS[client], clientCertificates ? 'tls' : 'scram-sha-512', rights);
    }
  }

  private topic({ name, partitions, replicationFactor, config }: Topic): void {
    const object = name.toLowerCase().replace(/[^a-z0-9.-]/g, '-');
    const spec = {
      ...(object !== name && { topicName: name }),
      partitions,
      replicas: replicationFactor,
      config,
    } satisfies KafkaTopicSpec;
    // Strimzi deletes the records with the KafkaTopic.
    this.add('KafkaTopic', object, spec, KEPT);
  }

  private user(
    name: string,
    type: KafkaUserSpec['authentication']['type'],
    rights: readonly Permission[],
  ): void {
    this.add('KafkaUser', name, {
      authentication: { type },
      authorization: {
        type: 'simple',
        acls: rights.map((right) => ({
          resource: { type: right.type, name: right.name, patternType: right.pattern },
          operations: right.operations,
        })),
      },
    } satisfies KafkaUserSpec);
  }

  private add(kind: string, name: string, spec: object, options: readonly string[] = []): void {
    new ApiObject(this, `${kind}-${name}`, {
      apiVersion: `kafka.strimzi.io/${this.strimzi.apiVersion}`,
      kind,
      metadata: {
        name,
        labels: { ...labels(COMPONENT), 'strimzi.io/cluster': this.strimzi.cluster },
        annotations: syncOptions(SKIP_DRY_RUN, ...options),
      },
      spec,
    });
  }
}
