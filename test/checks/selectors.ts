/** Selectors find the pods that they are meant for, and a workload's finds no other's. */
import { every, member, ofKind, problem, textMembers, type Found, type Manifest } from './objects';
import { matches, pods, podsByName, shown, type Pods } from './pods';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'];

const AFFINITIES = ['podAffinity', 'podAntiAffinity'].flatMap((kind) => [
  `affinity.${kind}.requiredDuringSchedulingIgnoredDuringExecution[].labelSelector`,
  `affinity.${kind}.preferredDuringSchedulingIgnoredDuringExecution[].podAffinityTerm.labelSelector`,
]);

/** Selectors of workloads, Services, disruption budgets, network policies and affinities that miss. */
export function selectors(all: readonly Manifest[]): string[] {
  const there = pods(all);
  const named = podsByName(all);
  return [
    ...workloads(all, there),
    ...ofKind(all, 'Service').flatMap(({ path, object }) =>
      missed(path, every(object, 'spec.selector'), object.metadata.namespace, [...there, ...named]),
    ),
    ...ofKind(all, 'PodDisruptionBudget').flatMap(({ path, object }) =>
      missed(path, every(object, 'spec.selector.matchLabels'), object.metadata.namespace, there),
    ),
    ...ofKind(all, 'NetworkPolicy').flatMap(({ path, object }) =>
      missed(path, every(object, 'spec.podSelector.matchLabels'), object.metadata.namespace, there),
    ),
    ...there.flatMap(({ file, namespace, spec }) =>
      [...AFFINITIES, 'topologySpreadConstraints[].labelSelector'].flatMap((pattern) =>
        missed(file, every(spec.value, `${pattern}.matchLabels`, spec.path), namespace, there),
      ),
    ),
  ];
}

function missed(
  file: string,
  found: readonly Found[],
  namespace: string | undefined,
  there: readonly Pods[],
): string[] {
  return found
    .map(({ path, value }) => ({ path, wanted: textMembers(value) }))
    .filter(({ wanted }) => !there.some((pod) => pod.namespace === namespace && matches(pod.labels, wanted)))
    .map(({ path, wanted }) =>
      problem(file, path, `no pod in namespace ${namespace ?? 'none'} has ${shown(wanted)}`),
    );
}

/** A selector that finds pods of another workload makes two controllers fight for them. */
function workloads(all: readonly Manifest[], there: readonly Pods[]): string[] {
  return ofKind(all, ...WORKLOADS).flatMap(({ path: file, object }) => {
    const path = 'spec.selector.matchLabels';
    const wanted = textMembers(member(object.spec?.selector, 'matchLabels'));
    if (Object.keys(wanted).length === 0) return [problem(file, path, 'selects nothing')];
    const found = there.filter(
      ({ namespace, labels }) => namespace === object.metadata.namespace && matches(labels, wanted),
    );
    return [
      ...(found.some((pod) => pod.file === file)
        ? []
        : [problem(file, path, `the template lacks ${shown(wanted)}`)]),
      ...found
        .filter((pod) => pod.file !== file)
        .map((pod) => problem(file, path, `selects the pods of ${pod.file} too`)),
    ];
  });
}
