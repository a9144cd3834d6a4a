/** The namespaces that the pipeline's workloads live in, with the Pod Security Standard they are held to. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ApplicationChart } from './kubernetes/application-chart';
import { COMMON_LABELS } from './kubernetes/labels';
import type { Values } from './values/schema';

export class Namespaces extends ApplicationChart {
  constructor(scope: Construct, { namespace }: Values) {
    super(scope, 'namespaces', {});
    new k8s.KubeNamespace(this, 'pipeline', {
      metadata: {
        name: namespace.name,
        labels: {
          ...COMMON_LABELS,
          'pod-security.kubernetes.io/enforce': namespace.podSecurity,
          'pod-security.kubernetes.io/audit': 'restricted',
          'pod-security.kubernetes.io/warn': 'restricted',
        },
      },
    });
  }
}
