import { contract } from './contract';

const everywhere = ['compact', 'reference', 'production'];
const COLLECTOR = 'goflow2/Deployment.goflow2.yaml';
const ARGUMENTS = 'spec.template.spec.containers[].args[]';

describe('the collector', () => {
  contract(everywhere, [
    {
      file: 'goflow2/Service.goflow2.yaml',
      field: 'spec.externalTrafficPolicy',
      says: 'Local',
      why: 'else packets come from a node, and the exporter’s address is lost',
    },
    {
      file: COLLECTOR,
      field: 'spec.strategy.type',
      says: 'Recreate',
      why: 'two at once would share an exporter’s packets, and only one has its templates',
    },
    {
      file: COLLECTOR,
      field: 'spec.template.spec.initContainers[].command[]',
      says: expect.arrayContaining(['kafka-service.netflow.svc.cluster.local:9092']) as unknown,
      why: 'without a broker at its start it ends, and each end doubles the time until the next start',
    },
    { file: COLLECTOR, field: 'spec.replicas', says: 1, why: 'templates live in one process' },
    ...[
      ['-transport.kafka.hashing=true', 'flows of one exporter stay in order, on one partition'],
      ['-format=json', 'the normaliser reads JSON'],
      ['-mapping=/etc/goflow2/mapping.yaml', 'stock output lacks half of the leaves'],
      ['-addr=:8080', 'probes and metrics'],
    ].map(([flag = '', why = '']) => ({
      file: COLLECTOR,
      field: ARGUMENTS,
      says: expect.arrayContaining([flag]) as unknown,
      why,
    })),
    {
      file: COLLECTOR,
      field: ARGUMENTS,
      says: expect.arrayContaining([expect.stringMatching(/^-listen=netflow:\/\/.*workers=1/)]) as unknown,
      why: 'two workers let a packet overtake its template',
    },
  ]);
});

describe('the normaliser as a Deployment', () => {
  contract(
    ['compact'],
    [
      {
        file: 'normalizer/Deployment.normalizer.yaml',
        field: 'spec.template.spec.enableServiceLinks',
        says: false,
        why: 'NORMALIZER_PORT of a Service would be taken for a variable of ours, and refused',
      },
    ],
  );
});

describe('the normaliser as a Flink job', () => {
  const CLUSTER = 'normalizer/FlinkCluster.netflow-normalizer.yaml';
  contract(
    ['reference', 'production'],
    [
      {
        file: CLUSTER,
        field: 'spec.job.savepointsDir',
        says: expect.stringMatching(/^(file|s3):\/\//) as unknown,
        why: 'without one the operator refuses every later change',
      },
      {
        file: CLUSTER,
        field: 'spec.job.restartPolicy',
        says: 'FromSavepointOnFailure',
        why: 'Never leaves a failed pipeline dead until somebody deploys it anew',
      },
      {
        file: CLUSTER,
        field: 'spec.flinkProperties',
        says: expect.objectContaining({
          'execution.checkpointing.interval': '10s',
          'restart-strategy.type': 'exponential-delay',
          'web.submit.enable': 'false',
        }) as unknown,
        why: 'offsets move with checkpoints; a broker’s hiccup ends in another try; nobody submits jobs by hand',
      },
      {
        file: CLUSTER,
        field: 'spec.jobManager.accessScope',
        says: 'Cluster',
        why: 'External would put the REST API, which runs code, onto a load balancer',
      },
    ],
  );
  contract(
    ['production'],
    [
      {
        file: CLUSTER,
        field: 'spec.flinkProperties',
        says: expect.objectContaining({ 'high-availability.type': 'kubernetes' }) as unknown,
        why: 'a JobManager that is made anew goes on from the last checkpoint',
      },
      {
        file: 'normalizer/PersistentVolumeClaim.netflow-normalizer-state.yaml',
        field: 'metadata.annotations',
        says: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
        why: 'savepoints outlive the Application',
      },
    ],
  );
});
