/** Every rule, in the order in which consequences of one severity are told. */
import type { Rule } from '../model';
import { argocd } from './argocd';
import { configuration } from './configuration';
import { customResources, namespaces, webhooks } from './definitions';
import { documents } from './documents';
import { flink } from './flink';
import { images } from './images';
import { immutable } from './immutable';
import { ingress } from './ingress';
import { kafka } from './kafka';
import { kafkaClients } from './kafka-clients';
import { kafkaListeners } from './kafka-listeners';
import { kafkaUsers } from './kafka-users';
import { networkPolicy } from './network-policy';
import { normalizer } from './normalizer';
import { pods } from './pods';
import { rbac } from './rbac';
import { registry } from './registry';
import { secrets } from './secrets';
import { services } from './services';
import { storage } from './storage';
import { strimziTopics } from './strimzi-topics';
import { topics } from './topics';

export const RULES: readonly Rule[] = [
  ...[namespaces, customResources, storage, topics, strimziTopics],
  ...[kafka, kafkaListeners, kafkaUsers, kafkaClients, normalizer, flink],
  ...[immutable, secrets, pods, services, ingress, registry],
  ...[rbac, networkPolicy, webhooks, argocd, images, documents, configuration],
];
