/**
 * Spotify's flink-on-k8s-operator v0.3.9 as plain objects: what its release asset installs, with what is broken
 * there today put right (docs/decisions/0201-flink-operator.md says what and why).
 */
import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ApplicationChart } from '../kubernetes/application-chart';
import { COMMON_LABELS, labels } from '../kubernetes/labels';
import type { Values } from '../values/schema';
import { operatorController } from './controller';
import { flinkClusterDefinition } from './crd/definition';
import { OPERATOR } from './names';
import { operatorAccess } from './rbac';
import { operatorWebhooks } from './webhook';

export class FlinkOperator extends ApplicationChart {
  constructor(scope: Construct, values: Values) {
    super(scope, 'flink-operator', {});
    const { flinkOperator } = values;
    if (values.namespace.create) {
      new k8s.KubeNamespace(this, 'namespace', {
        metadata: {
          name: flinkOperator.namespace,
          labels: { ...COMMON_LABELS, 'pod-security.kubernetes.io/enforce': 'restricted' },
        },
      });
    }
    const { metadata, ...definition } = flinkClusterDefinition;
    new ApiObject(this, 'definition', {
      ...definition,
      metadata: { ...metadata, labels: labels(OPERATOR) },
    });
    operatorAccess(this, values);
    operatorWebhooks(this, values);
    operatorController(this, values);
  }
}
