/** The Applications that consist of a Flink cluster and what it needs: its account, its state, its Ingress. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ApplicationChart } from '../kubernetes/application-chart';
import { labels } from '../kubernetes/labels';
import { volumeClaim } from '../kubernetes/pod';
import { KEPT, syncOptions } from '../kubernetes/sync-options';
import { environment, USER } from '../normalizer';
import { replayJob } from '../normalizer-replay';
import type { FlinkClusterValues } from '../values/flink';
import type { Values } from '../values/schema';
import { netflow, sample, stateClaim } from './clusters';
import { FlinkJobCluster, type FlinkJobClusterProps } from './flink-job-cluster';

/** One Flink cluster as an Application. */
abstract class FlinkApplication extends ApplicationChart {
  constructor(
    scope: Construct,
    id: string,
    protected readonly cluster: FlinkJobClusterProps,
    { ingress }: FlinkClusterValues,
    highlyAvailable = false,
  ) {
    super(scope, id, { namespace: cluster.namespace });
    // An account of the cluster's own, for it to have no token: a job needs nothing of the Kubernetes API,
    // unless its high availability is kept there.
    new k8s.KubeServiceAccount(this, 'account', {
      metadata: { name: cluster.name, labels: labels(cluster.component) },
      automountServiceAccountToken: highlyAvailable,
    });
    if (highlyAvailable) this.leaderElection();
    new FlinkJobCluster(this, 'cluster', cluster);
    if (ingress !== undefined) this.ingress(ingress);
  }

  /** What Flink does to ConfigMaps when it elects leaders and remembers checkpoints. */
  private leaderElection(): void {
    const { name, component, namespace } = this.cluster;
    const metadata = { name: `${name}-leader-election`, labels: labels(component) };
    const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
    new k8s.KubeRole(this, 'role', {
      metadata,
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs }],
    });
    new k8s.KubeRoleBinding(this, 'role-binding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    });
  }

  private ingress({ host, className, tlsSecretName }: NonNullable<FlinkClusterValues['ingress']>): void {
    const { name, component } = this.cluster;
    // The Service is the operator's.
    const service = { name: `${name}-jobmanager`, port: { name: 'ui' } };
    new k8s.KubeIngress(this, 'ingress', {
      metadata: { name, labels: labels(component) },
      spec: {
        ...(className !== undefined && { ingressClassName: className }),
        ...(tlsSecretName !== undefined && { tls: [{ hosts: [host], secretName: tlsSecretName }] }),
        rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service } }] } }],
      },
    });
  }
}

/** Flink's word count, for a first look at operator and clusters. */
export class FlinkSample extends FlinkApplication {
  constructor(scope: Construct, values: Values) {
    super(scope, 'flink-sample', sample(values), values.flink.sample);
  }
}

/** The normaliser on Flink: the same Application as the Deployment, so that only one of them ever is. */
export class FlinkNormalizer extends FlinkApplication {
  constructor(scope: Construct, values: Values) {
    const { highAvailability, state, name } = values.flink.netflow;
    super(scope, 'normalizer', netflow(values), values.flink.netflow, highAvailability !== undefined);
    replayJob(this, values, { user: USER, environment: environment(values) });
    if (state === undefined) return;
    const { spec } = volumeClaim('state', state);
    new k8s.KubePersistentVolumeClaim(this, 'state', {
      metadata: {
        name: stateClaim(name),
        labels: labels(this.cluster.component),
        annotations: syncOptions(...KEPT),
      },
      spec: { ...spec, accessModes: [state.accessMode] },
    });
  }
}
