/** The Applications that consist of a Flink cluster and what it needs: its account, its state, its Ingress. */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ApplicationChart } from '../kubernetes/application-chart';
import { labels } from '../kubernetes/labels';
import { volumeClaim } from '../kubernetes/pod';
import { sitePod } from '../kubernetes/site-pod';
import { KEPT, syncOptions } from '../kubernetes/sync-options';
import { environment, USER } from '../normalizer';
import { replayJob } from '../normalizer-replay';
import type { FlinkClusterValues } from '../values/flink-cluster';
import type { Values } from '../values/schema';
import { netflowCluster, type FlinkClusterEntry } from './clusters';
import { CheckedFlinkCluster, flinkClusterManifest } from './flink-cluster';
import { stateClaim } from './pods';
import { accountName } from './spec';

/** One Flink cluster as an Application. */
export class FlinkApplication extends ApplicationChart {
  private readonly cluster: FlinkClusterValues;
  /** Of everything that is made beside the cluster. */
  private readonly metadata: { readonly name: string; readonly labels: Record<string, string> };

  constructor(scope: Construct, values: Values, entry: FlinkClusterEntry) {
    super(scope, entry.application, { namespace: values.flink.namespace });
    this.cluster = entry.cluster;
    this.metadata = { name: entry.cluster.name, labels: labels(entry.component) };
    const { highAvailability, state, ingress } = entry.cluster;
    this.account(values);
    if (highAvailability !== undefined) this.leaderElection(values);
    new CheckedFlinkCluster(this, 'cluster', flinkClusterManifest(values, entry));
    if (ingress !== undefined) this.ingress(ingress);
    if (state !== undefined) this.claim(state);
  }

  /**
   * An account of the cluster's own, for it to have no token: a job needs nothing of the Kubernetes API,
   * unless its high availability is kept there.
   */
  private account(values: Values): void {
    const { highAvailability, name: cluster, pod } = this.cluster;
    const { serviceAccount = {} } = sitePod(values, pod);
    if (serviceAccount.create === false) return;
    const name = accountName(cluster, { serviceAccount });
    new k8s.KubeServiceAccount(this, `account-${name}`, {
      metadata: {
        ...this.metadata,
        name,
        ...(serviceAccount.annotations && { annotations: serviceAccount.annotations }),
      },
      automountServiceAccountToken: highAvailability !== undefined,
    });
  }

  /** What Flink does to ConfigMaps when it elects leaders and remembers checkpoints. */
  private leaderElection(values: Values): void {
    const metadata = { ...this.metadata, name: `${this.cluster.name}-leader-election` };
    const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
    new k8s.KubeRole(this, 'role', {
      metadata,
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs }],
    });
    const name = accountName(this.cluster.name, sitePod(values, this.cluster.pod));
    new k8s.KubeRoleBinding(this, 'role-binding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: metadata.name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: values.flink.namespace }],
    });
  }

  private ingress({
    annotations,
    className,
    host,
    tlsSecretName,
  }: NonNullable<FlinkClusterValues['ingress']>): void {
    // The Service is the operator's.
    const service = { name: `${this.cluster.name}-jobmanager`, port: { name: 'ui' } };
    new k8s.KubeIngress(this, 'ingress', {
      metadata: { ...this.metadata, ...(annotations !== undefined && { annotations }) },
      spec: {
        ...(className !== undefined && { ingressClassName: className }),
        ...(tlsSecretName !== undefined && { tls: [{ hosts: [host], secretName: tlsSecretName }] }),
        rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service } }] } }],
      },
    });
  }

  private claim(state: NonNullable<FlinkClusterValues['state']>): void {
    const { spec } = volumeClaim('state', state);
    new k8s.KubePersistentVolumeClaim(this, 'state', {
      metadata: {
        ...this.metadata,
        name: stateClaim(this.cluster.name),
        annotations: syncOptions(...KEPT),
      },
      spec: { ...spec, accessModes: [state.accessMode] },
    });
  }
}

/** The normaliser on Flink: the same Application as the Deployment, so that only one of them ever is. */
export class FlinkNormalizer extends FlinkApplication {
  constructor(scope: Construct, values: Values) {
    super(scope, values, netflowCluster(values));
    replayJob(this, values, { user: USER, environment: environment(values) });
  }
}
