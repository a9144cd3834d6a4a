/** The namespaces that the pipeline's workloads live in, with the Pod Security Standard they are held to. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { flinkClusters } from './flink-cluster/clusters';
import { ApplicationChart } from './kubernetes/application-chart';
import { COMMON_LABELS } from './kubernetes/labels';
import { KEPT, syncOptions } from './kubernetes/sync-options';
import type { Values } from './values/schema';

export class Namespaces extends ApplicationChart {
  constructor(scope: Construct, values: Values) {
    super(scope, 'namespaces', {});
    const { flink, namespace } = values;
    if (!namespace.create) return;
    this.add('pipeline', namespace.name, namespace.podSecurity);
    // The operator has no field for a container's security context, which "restricted" asks for.
    const separate = flink.namespace !== namespace.name;
    if (separate && flinkClusters(values).length > 0) this.add('flink', flink.namespace, 'baseline');
  }

  private add(id: string, name: string, podSecurity: string): void {
    new k8s.KubeNamespace(this, id, {
      metadata: {
        name,
        // With its namespace, every volume would go.
        annotations: syncOptions(...KEPT),
        labels: {
          ...COMMON_LABELS,
          'pod-security.kubernetes.io/enforce': podSecurity,
          'pod-security.kubernetes.io/audit': 'restricted',
          'pod-security.kubernetes.io/warn': 'restricted',
        },
      },
    });
  }
}
