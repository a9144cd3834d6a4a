/** What the site says of a workload's pods (values `pods` and `<workload>.pod`), and the one place that applies it. */
import type { IContainer } from 'kubernetes-models/v1';
import type { PodValues } from '../values/pod';
import type { Values } from '../values/schema';
import { selectorLabels, type Component, type Labels } from './labels';
import { restrictedContainer } from './pod';

/** A pod template in the API's own form, as far as the site's settings reach into it. */
export interface PodTemplate {
  readonly metadata: { readonly labels: Labels; readonly annotations?: Labels };
  readonly spec: PodSpec;
}

type Item = Readonly<Record<string, unknown>>;
type PodSpec = Item & { readonly containers: readonly Item[] };

/** The settings of one workload: its own over the default for all. Maps are merged, lists replaced. */
export function sitePod(values: Pick<Values, 'pods'>, own: PodValues): PodValues {
  return { ...values.pods, ...own, ...mergedMaps(values.pods, own) };
}

function mergedMaps(all: PodValues, own: PodValues): PodValues {
  const maps = ['nodeSelector', 'annotations', 'labels', 'affinity', 'serviceAccount'] as const;
  return Object.fromEntries(
    maps.flatMap((map) =>
      all[map] === undefined && own[map] === undefined ? [] : [[map, { ...all[map], ...own[map] }]],
    ),
  );
}

/**
 * The template with the site's settings in it.
 * @param template the chart's own, whose first container is the main one
 * @param name the workload's, for an account that has no name of its own
 */
export function withSitePod(
  template: PodTemplate,
  site: PodValues,
  component: Component,
  name: string,
): PodTemplate {
  const { spec } = template;
  const [main, ...others] = spec.containers;
  return {
    metadata: {
      ...template.metadata,
      labels: { ...site.labels, ...template.metadata.labels },
      ...present({ annotations: merged(site.annotations, template.metadata.annotations) }),
    },
    spec: {
      ...spec,
      ...scheduling(spec, site, component),
      ...present({
        serviceAccountName:
          spec.serviceAccountName ?? (site.serviceAccount && (site.serviceAccount.name ?? name)),
        imagePullSecrets: joined(spec.imagePullSecrets, site.imagePullSecrets),
        volumes: joined(spec.volumes, site.extraVolumes),
        initContainers: joined(spec.initContainers, site.initContainers?.map(restricted)),
        terminationGracePeriodSeconds:
          site.terminationGracePeriodSeconds ?? spec.terminationGracePeriodSeconds,
      }),
      containers: [
        ...(main === undefined ? [] : [mainContainer(main, site)]),
        ...others,
        ...(site.sidecars ?? []).map(restricted),
      ],
    },
  };
}

function scheduling(spec: PodSpec, site: PodValues, component: Component): Item {
  const { priorityClassName, runtimeClassName } = site;
  const labelSelector = { matchLabels: selectorLabels(component) };
  return present({
    nodeSelector: merged(spec.nodeSelector, site.nodeSelector),
    tolerations: joined(spec.tolerations, site.tolerations),
    affinity: merged(spec.affinity, site.affinity),
    topologySpreadConstraints: site.topologySpreadConstraints?.map((constraint) => ({
      labelSelector,
      ...constraint,
    })),
    priorityClassName,
    runtimeClassName,
  });
}

function mainContainer(main: Item, site: PodValues): Item {
  const extra = site.extraEnv ?? [];
  const env = (main.env ?? []) as readonly { readonly name: string }[];
  return {
    ...main,
    ...present({
      env: joined(
        env.filter(({ name }) => extra.every((variable) => variable.name !== name)),
        extra,
      ),
      envFrom: joined(main.envFrom, site.extraEnvFrom),
      volumeMounts: joined(main.volumeMounts, site.extraVolumeMounts),
    }),
  };
}

/** What the Pod Security Standard "restricted" asks of each container, unless the site says otherwise. */
function restricted(container: IContainer): Item {
  const { allowPrivilegeEscalation, capabilities } = restrictedContainer.securityContext;
  return {
    ...container,
    securityContext: { allowPrivilegeEscalation, capabilities, ...container.securityContext },
  };
}

/** The second over the first; nothing, where neither is. */
function merged(first: unknown, second: unknown): object | undefined {
  return first === undefined && second === undefined
    ? undefined
    : { ...(first as object), ...(second as object) };
}

/** Both lists, in order; nothing, where neither has an item. */
function joined(first: unknown, second: readonly unknown[] | undefined): readonly unknown[] | undefined {
  const all = [...((first as readonly unknown[] | undefined) ?? []), ...(second ?? [])];
  return all.length === 0 ? undefined : all;
}

/** Only what there is: an absent field isn't written. */
function present(fields: Item): Item {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
