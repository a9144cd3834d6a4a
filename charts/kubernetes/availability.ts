/** What keeps a component with several replicas going while nodes come and go. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { labels, selectorLabels, type Component } from './labels';

/** Prefers a node for each pod of the component, so that one node's end doesn't take two of them. */
export function spreadOverNodes(component: Component): k8s.Affinity {
  const podAffinityTerm = {
    topologyKey: 'kubernetes.io/hostname',
    labelSelector: { matchLabels: selectorLabels(component) },
  };
  return {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }],
    },
  };
}

/**
 * Lets a drain take one pod of the component at a time. Only for several replicas: with one, it would
 * promise nothing and, were it stricter, block every drain.
 * @param name for one of several components of the same software
 */
export function disruptionBudget(scope: Construct, component: Component, name = component.name): void {
  new k8s.KubePodDisruptionBudget(scope, `${name}-disruption-budget`, {
    metadata: { name, labels: labels(component) },
    spec: {
      maxUnavailable: k8s.IntOrString.fromNumber(1),
      selector: { matchLabels: selectorLabels(component) },
    },
  });
}
