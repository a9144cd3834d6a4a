/** Every rule, in the order in which consequences of one severity are told. */
import type { Rule } from '../model';
import { argocd } from './argocd';
import { configuration } from './configuration';
import { customResources, namespaces, webhooks } from './definitions';
import { documents } from './documents';
import { flink } from './flink';
import { images } from './images';
import { immutable } from './immutable';
import { kafka } from './kafka';
import { networkPolicy } from './network-policy';
import { normalizer } from './normalizer';
import { pods } from './pods';
import { rbac } from './rbac';
import { services } from './services';
import { storage } from './storage';
import { topics } from './topics';

export const RULES: readonly Rule[] = [
  ...[namespaces, customResources, storage, topics, kafka, normalizer, flink, immutable, pods, services],
  ...[rbac, networkPolicy, webhooks, argocd, images, documents, configuration],
];
