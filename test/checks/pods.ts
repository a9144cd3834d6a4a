/** The pods that an environment's objects make, whichever kind describes them. */
import { every, member, ofKind, texts, textMembers, type Found, type Manifest } from './objects';

/** Pods alike, as one object describes them. */
export interface Pods {
  readonly file: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  /** The part of the object that holds `volumes`, and where it is. */
  readonly spec: Found;
  readonly containers: readonly Found[];
  readonly labels: Readonly<Record<string, string>>;
  /** Volumes that are not in `spec.volumes`. */
  readonly furtherVolumes: readonly string[];
}

const TEMPLATES: Readonly<Record<string, string>> = {
  Deployment: 'spec.template',
  StatefulSet: 'spec.template',
  DaemonSet: 'spec.template',
  Job: 'spec.template',
  CronJob: 'spec.jobTemplate.spec.template',
};

const CONTAINERS = ['initContainers[]', 'containers[]', 'sidecars[]'];

/** All pods of the environment. */
export function pods(all: readonly Manifest[]): Pods[] {
  return [...templates(all), ...flinkPods(all)];
}

function templates(all: readonly Manifest[]): Pods[] {
  return ofKind(all, ...Object.keys(TEMPLATES)).flatMap(({ path: file, object }) =>
    every(object, TEMPLATES[object.kind] ?? '').map((template) => {
      const spec = { path: `${template.path}.spec`, value: member(template.value, 'spec') };
      return {
        file,
        kind: object.kind,
        namespace: object.metadata.namespace,
        spec,
        containers: containersOf(spec),
        labels: textMembers(every(template.value, 'metadata.labels')[0]?.value),
        furtherVolumes: texts(object, 'spec.volumeClaimTemplates[].metadata.name').map(({ value }) => value),
      };
    }),
  );
}

/** The label of a StatefulSet's pod by which its controller tells it apart. */
export const POD_NAME = 'statefulset.kubernetes.io/pod-name';

/** The pods of StatefulSets one by one, with {@link POD_NAME}. */
export function podsByName(all: readonly Manifest[]): Pods[] {
  return ofKind(all, 'StatefulSet').flatMap(({ path, object: { metadata, spec } }) =>
    templates(all)
      .filter(({ file }) => file === path)
      .flatMap((pod) =>
        Array.from({ length: Number(spec?.replicas ?? 1) }, (_, ordinal) => ({
          ...pod,
          labels: { ...pod.labels, [POD_NAME]: `${metadata.name}-${ordinal}` },
        })),
      ),
  );
}

/** The pods of a Flink cluster: what is a pod's and what is its main container's stands side by side. */
function flinkPods(all: readonly Manifest[]): Pods[] {
  return ofKind(all, 'FlinkCluster').flatMap(({ path: file, object }) =>
    ['spec.jobManager', 'spec.taskManager', 'spec.job']
      .flatMap((path) => every(object, path))
      .map((spec) => ({
        file,
        kind: object.kind,
        namespace: object.metadata.namespace,
        spec,
        containers: [spec, ...containersOf(spec)],
        labels: textMembers(member(spec.value, 'podLabels')),
        furtherVolumes: texts(spec.value, 'volumeClaimTemplates[].metadata.name').map(({ value }) => value),
      })),
  );
}

function containersOf({ path, value }: Found): Found[] {
  return CONTAINERS.flatMap((pattern) => every(value, pattern, path));
}

/** Whether labels are those that a `matchLabels` asks for. */
export function matches(
  labels: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(wanted).every(([name, value]) => labels[name] === value);
}

/** A selector as one reads it in a problem. */
export function shown(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}
