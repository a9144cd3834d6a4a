/** What the site says of a workload's pods (values `pods` and `<workload>.pod`), and the one place that applies it. */
import type { IContainer, IPodSpec } from 'kubernetes-models/v1';
import type { PodValues } from '../values/pod';
import type { Values } from '../values/schema';
import { joined, merged, present } from './fields';
import { selectorLabels, type Component, type Labels } from './labels';
import { restrictedContainer } from './pod';

/** A pod template in the API's own form, as far as the site's settings reach into it. */
export interface PodTemplate {
  readonly metadata: { readonly labels: Labels; readonly annotations?: Labels };
  readonly spec: IPodSpec;
}

/** The settings of one workload: its own over the default for all, and that over what everything has. */
export function sitePod(
  { commonAnnotations, commonLabels, pods }: Pick<Values, 'pods' | 'commonAnnotations' | 'commonLabels'>,
  own: PodValues,
): PodValues {
  const common = present({ annotations: commonAnnotations, labels: commonLabels });
  return mergedPods(common, pods, own);
}

/** The settings, the later over the earlier. Maps are merged, lists replaced. */
export function mergedPods(...layers: readonly PodValues[]): PodValues {
  const maps = ['nodeSelector', 'annotations', 'labels', 'affinity', 'serviceAccount'] as const;
  const together = maps.map((map) => [map, merged<object>(...layers.map((layer) => layer[map]))] as const);
  return { ...merged(...layers), ...present(Object.fromEntries(together)) };
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

function scheduling(spec: IPodSpec, site: PodValues, component: Component) {
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

function mainContainer(main: IContainer, site: PodValues): IContainer {
  const extra = site.extraEnv ?? [];
  return {
    ...main,
    ...present({
      env: joined(
        main.env?.filter(({ name }) => extra.every((variable) => variable.name !== name)),
        extra,
      ),
      envFrom: joined(main.envFrom, site.extraEnvFrom),
      volumeMounts: joined(main.volumeMounts, site.extraVolumeMounts),
    }),
  };
}

/** What the Pod Security Standard "restricted" asks of each container, unless the site says otherwise. */
export function restricted(container: IContainer): IContainer {
  const { allowPrivilegeEscalation, capabilities } = restrictedContainer.securityContext;
  return {
    ...container,
    securityContext: { allowPrivilegeEscalation, capabilities, ...container.securityContext },
  };
}
