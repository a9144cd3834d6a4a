/** The queries of dashboards, as ConfigMaps have them. */
import type { KubernetesObject } from '../manifests';

interface Dashboard {
  readonly title: string;
  readonly panels: readonly {
    readonly title: string;
    readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
  }[];
}

/** Every query of every dashboard. */
export function queriesOf(
  objects: Iterable<KubernetesObject>,
): [panel: string, legend: string, expr: string][] {
  return [...objects]
    .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('netflow-dashboard-'))
    .flatMap(({ data = {} }) => Object.values(data))
    .flatMap((json) => {
      const { title, panels } = JSON.parse(json) as Dashboard;
      return panels.flatMap((panel) =>
        (panel.targets ?? []).map(({ expr, legendFormat }): [string, string, string] => [
          `${title}, ${panel.title}`,
          legendFormat,
          expr,
        ]),
      );
    });
}
