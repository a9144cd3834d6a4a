/** The recommended labels of Kubernetes (https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/). */

/** What a workload is: the identity that its selectors match, so neither may change once deployed. */
export interface Component {
  /** The software, such as `kafka`. */
  readonly name: string;
  /** Its part in the pipeline, such as `broker`. */
  readonly component: string;
}

/** A set of labels, as Kubernetes takes them. */
export type Labels = Record<string, string>;

/** The labels that selectors match. They never hold a version: a selector is immutable. */
export function selectorLabels({ name, component }: Component): Labels {
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/instance': 'netflow',
    'app.kubernetes.io/component': component,
  };
}

/** The labels of objects that belong to no single component, such as a Namespace. */
export const COMMON_LABELS = {
  'app.kubernetes.io/part-of': 'netflow-gitops',
  'app.kubernetes.io/managed-by': 'cdk8s',
} satisfies Labels;

/** The labels of every object and pod template of a component. */
export function labels(component: Component): Labels {
  return { ...selectorLabels(component), ...COMMON_LABELS };
}

/**
 * The labels of a workload (Deployment, StatefulSet, Job): with the version of what it runs.
 * Only there: a pod template or ConfigMap with it would change at every version.
 */
export function workloadLabels(component: Component, version: string): Labels {
  return { ...labels(component), 'app.kubernetes.io/version': version };
}
