/** Labels and annotations that the site wants on every object. Those of pods: site-pod.ts. */
import type { App } from 'cdk8s';
import type { Values } from '../values/schema';

/** Adds them to each object's own, which win. Selectors and the claims of StatefulSets, which can't change, have none. */
export function addCommonMetadata(app: App, { commonAnnotations = {}, commonLabels = {} }: Values): void {
  for (const { metadata } of app.charts.flatMap((chart) => chart.apiObjects)) {
    const own = metadata.toJson() as { annotations?: object; labels?: object };
    for (const [name, value] of Object.entries(commonLabels)) {
      if (!(name in (own.labels ?? {}))) metadata.addLabel(name, value);
    }
    for (const [name, value] of Object.entries(commonAnnotations)) {
      if (!(name in (own.annotations ?? {}))) metadata.addAnnotation(name, value);
    }
  }
}
