/** What the Flink operator makes clusters from, and the operator. */
import { clauses, contract, including } from './contract';

describe('the sample of a Flink cluster', () => {
  contract(
    ['reference'],
    clauses('flink-sample/FlinkCluster.flinkjobcluster-sample.yaml', [
      ['spec.job.restartPolicy', 'Never', 'it counts the words of one file and is done'],
      ['spec.job.mode', 'Detached', 'Blocking would end the job with the pod that submitted it'],
      ['spec.jobManager.accessScope', 'Cluster', 'External would put the REST API onto a load balancer'],
      [
        'metadata.annotations',
        {
          'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true,Force=true,Replace=true',
        },
        'without savepoints the operator refuses each change: Argo CD makes the cluster anew',
      ],
    ]),
  );
});

describe('the job’s cluster', () => {
  contract(
    ['reference', 'production'],
    clauses('normalizer/FlinkCluster.netflow-normalizer.yaml', [
      ['spec.job.mode', 'Detached', 'Blocking would end the job with the pod that submitted it'],
      ['spec.job.autoSavepointSeconds', 3600, 'a restart goes on from a savepoint of today'],
      [
        'spec.job.maxStateAgeToRestoreSeconds',
        86400,
        'the operator restarts from no savepoint that is older, and it is asked for one each hour',
      ],
      [
        'metadata.annotations',
        { 'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true' },
        'Replace would throw the job’s state away with each change',
      ],
      [
        'spec.taskManager.volumeMounts[].mountPath',
        including('/flink-state'),
        'checkpoints are written by TaskManagers and read by whoever comes next',
      ],
      [
        'spec.jobManager.volumeMounts[].mountPath',
        including('/flink-state'),
        'the same, from the other side',
      ],
    ]),
  );
});

describe('the operator', () => {
  const webhooks = ['Mutating', 'Validating'].map(
    (kind) =>
      `flink-operator/${kind}WebhookConfiguration.flink-operator-${kind.toLowerCase()}-webhook-configuration.yaml`,
  );
  contract(
    ['reference', 'production'],
    webhooks.flatMap((file) =>
      clauses(file, [
        [
          'metadata.annotations',
          { 'cert-manager.io/inject-ca-from': 'flink-operator-system/flink-operator-serving-cert' },
          'the API server trusts no webhook whose authority it does not know',
        ],
        [
          'webhooks[].rules[].operations[]',
          ['CREATE', 'UPDATE'],
          'a change can be as wrong as the first text',
        ],
      ]),
    ),
  );
  contract(
    ['production'],
    clauses('flink-operator/Deployment.flink-operator-controller-manager.yaml', [
      [
        'spec.template.spec.containers[].args[]',
        including('--watch-namespace=netflow-flink'),
        'it has rights in that namespace only',
      ],
    ]),
  );
});
