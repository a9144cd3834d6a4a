/** The panels of dashboards, as ConfigMaps have them, and their queries. */
import type { KubernetesObject } from '../manifests';

interface Panel {
  readonly title: string;
  /** Rows have none. */
  readonly targets?: readonly {
    readonly refId: string;
    readonly expr: string;
    readonly legendFormat: string;
    readonly interval: string;
  }[];
}

/** Every panel of every dashboard, with the dashboard's title before its own. */
export function panelsOf(objects: Iterable<KubernetesObject>): Panel[] {
  return [...objects]
    .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('netflow-dashboard-'))
    .flatMap(({ data = {} }) => Object.values(data))
    .flatMap((json) => {
      const dashboard = JSON.parse(json) as { readonly title: string; readonly panels: readonly Panel[] };
      return dashboard.panels.map((panel) => ({ ...panel, title: `${dashboard.title}, ${panel.title}` }));
    });
}

/** Every query of every panel. */
export function queriesOf(
  objects: Iterable<KubernetesObject>,
): [panel: string, legend: string, expr: string][] {
  return panelsOf(objects).flatMap(({ title, targets = [] }) =>
    targets.map(({ expr, legendFormat }): [string, string, string] => [title, legendFormat, expr]),
  );
}
