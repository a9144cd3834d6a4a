/** Services: what a chart says of one and what the site says of it, put together in one place. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import type { ServiceValues } from '../values/service';
import { annotated } from './checksum';
import { labels, type Component } from './labels';

/** What a chart says of a Service. */
export interface ServiceProps {
  readonly name: string;
  /** @default the chart's namespace */
  readonly namespace?: string;
  readonly component: Component;
  /** The chart's own. @default none */
  readonly annotations?: Record<string, string>;
  /** What the site says: the member `service` of the section. */
  readonly site: ServiceValues;
  readonly spec: k8s.ServiceSpec;
}

/** Adds the Service; a field that the site names is the site's. */
export function service(scope: Construct, id: string, props: ServiceProps): void {
  const { annotations: siteAnnotations, labels: siteLabels, ...fields } = props.site;
  new k8s.KubeService(scope, id, {
    metadata: {
      name: props.name,
      ...(props.namespace !== undefined && { namespace: props.namespace }),
      labels: { ...siteLabels, ...labels(props.component) },
      ...annotated({ ...props.annotations, ...siteAnnotations }),
    },
    spec: { ...props.spec, ...fields },
  });
}
