/** Who takes part: pods of ours, and those outside that they speak with. */
import { k8s } from 'cdk8s-plus-27';
import type { FlinkClusterEntry } from '../flink-cluster/clusters';
import { OPERATOR } from '../flink-operator/names';
import { selectorLabels, type Component } from '../kubernetes/labels';
import type { Values } from '../values/schema';

/** Pods of ours: a policy is made for them. */
export interface Pods {
  /** The policy's name. */
  readonly name: string;
  readonly namespace: string;
  readonly component: Component;
}

/** Others, as a policy's rule names them. */
export type Others = readonly k8s.NetworkPolicyPeer[];

/** One side of a flow that isn't ours. */
interface Foreign {
  readonly others: Others;
}

/** One side of a flow. */
export type Peer = Pods | Foreign;

/** Pods, as a policy in any namespace names them. */
export function podPeer({ namespace, component }: Pods): k8s.NetworkPolicyPeer {
  return {
    namespaceSelector: inNamespace(namespace),
    podSelector: { matchLabels: selectorLabels(component) },
  };
}

/** All pods of a namespace. */
export function namespacePeer(name: string): Foreign {
  return { others: [{ namespaceSelector: inNamespace(name) }] };
}

/** Addresses, whoever has them. */
export function addressPeer(ranges: readonly string[]): Foreign {
  return { others: ranges.map((cidr) => ({ ipBlock: { cidr } })) };
}

/** The label that Kubernetes itself gives each namespace. */
function inNamespace(name: string): k8s.LabelSelector {
  return { matchLabels: { 'kubernetes.io/metadata.name': name } };
}

/** JobManager, TaskManagers and submitter of a Flink cluster. */
export function flinkPods({ flink }: Values, { cluster, component }: FlinkClusterEntry): Pods {
  return { name: cluster.name, namespace: flink.namespace, component };
}

/** The pods that an environment may have. */
export function peers({ namespace, flink, flinkOperator, normalizer }: Values) {
  const ours = (policy: string, name: string, component: string): Pods => ({
    name: policy,
    namespace: namespace.name,
    component: { name, component },
  });
  return {
    kafka: ours('kafka', 'kafka', 'broker'),
    topics: ours('kafka-topics', 'kafka', 'topics'),
    users: ours('kafka-users', 'kafka', 'users'),
    zookeeper: ours('zookeeper', 'zookeeper', 'server'),
    normalizer: ours('normalizer', 'normalizer', 'engine'),
    // In the Application of the normaliser, and so where that is.
    replay: {
      ...ours('normalizer-replay', 'normalizer', 'replay'),
      namespace: normalizer.engine === 'flink' ? flink.namespace : namespace.name,
    },
    registry: ours('registry', 'registry', 'registry'),
    operator: { name: OPERATOR.name, namespace: flinkOperator.namespace, component: OPERATOR },
  } satisfies Record<string, Pods>;
}
