/** Flink clusters from values.yaml: what is deployed, and what a mistake is told before anything is written. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { CheckedFlinkCluster } from '../charts/flink-cluster/flink-cluster';
import { complaints as definitionComplaints } from './flink/definition';
import { complaints, reference, warnings } from './flink/synth';

const FLINK = 'normalizer.engine=flink';
const DEPLOYMENT = 'normalizer.engine=deployment';
const EXACTLY_ONCE = 'normalizer.deliveryGuarantee=exactly-once,normalizer.transactionTimeoutSeconds=3600';

describe('a mistake is told with its source, its path and what would do', () => {
  test.each([
    [
      'flink.sample.taskManager.replicas=0',
      'found 0; allowed: 1 or more: a job needs a TaskManager to run in',
    ],
    [
      `flink.sample.name=${'a'.repeat(41)}`,
      `found "${'a'.repeat(41)}"; allowed: at most 40 lower-case letters, digits and "-"`,
    ],
    ['flink.sample.jobManager.ports.ui=80', 'found 80; allowed: a port from 1025 to 65535'],
    [
      'flink.sample.job.mode=Application',
      'found "Application"; allowed: Detached | Blocking: a mode named Application came with v0.4.0',
    ],
    [
      'flink.sample.flinkVersion=2.0',
      'found "2.0"; allowed: a version before 2.0: the operator configures Flink',
    ],
    ['flink.sample.job.parallelism=3', 'found 3; allowed: at most 2: taskManager.replicas (2) times'],
    ['flink.sample.job.restartPolicy=Always', 'found "Always"; allowed: Never | FromSavepointOnFailure'],
    ['flink.namespace=netflow', 'found "netflow"; allowed: a namespace of its own, or namespace.podSecurity'],
    ['flinkOperator.watchNamespace=netflow', 'found "netflow"; allowed: flink.namespace (netflow-flink)'],
  ])('--set %s', (option, complaint) => {
    const path = option.split('=')[0] ?? '';
    expect(complaints(option).join('\n')).toContain(`--set ${option}: ${path}: ${complaint}`);
  });

  test('requests without limits', () => {
    const requestsOnly = [
      'flink.sample.taskManager.resources.requests.cpu=500m',
      'flink.sample.taskManager.resources.limits=null',
    ].join(',');
    const lines = complaints(requestsOnly);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain(
      'flink.sample.taskManager.resources.limits.cpu: found nothing; allowed: a limit:',
    );
    expect(lines[1]).toContain(
      'flink.sample.taskManager.resources.limits.memory: found nothing; allowed: a limit:',
    );
  });

  test('all at once, and of both clusters', () => {
    const lines = complaints(
      FLINK,
      'flink.sample.job.mode=Application',
      'flink.netflow.job.mode=Application',
      'flink.netflow.jobManager.ports.ui=80',
      'kafka.mode=zookeeper',
      // Which can't be secured.
      'kafka.security.protocol=PLAINTEXT',
      'kafka.security.saslMechanism=null',
    );
    expect(lines).toHaveLength(3);
  });

  test('a cluster that is not deployed may be as it likes', () => {
    const netflow = 'flink.netflow.taskManager.replicas=0';
    expect(() => reference(DEPLOYMENT, netflow)).not.toThrow();
    expect(() => reference(FLINK, netflow)).toThrow();
  });
});

describe('a warning stops nothing', () => {
  test.each([
    [
      'flink.sample.taskManager.resources.limits.memory=2048Mi',
      'flink.sample.taskManager.resources.limits.memory',
    ],
    ['flink.netflow.job.savepointsDir=null', 'flink.netflow.job.savepointsDir'],
    ['flink.netflow.taskManager.replicas=4,flink.netflow.job.parallelism=4', 'flink.netflow.job.parallelism'],
    ['flink.netflow.flinkProperties.rest\\.port=8082', 'flink.netflow.flinkProperties.rest.port'],
  ])('--set %s', (option, path) => {
    expect(warnings(FLINK, option).join('\n')).toContain(`${path}: `);
  });

  test('the defaults have none, with either engine', () => {
    expect([...warnings(FLINK), ...warnings(DEPLOYMENT)]).toEqual([]);
  });
});

describe('npm run synth', () => {
  let out: string;
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), 'flink-'));
  });
  afterEach(() => {
    rmSync(out, { recursive: true, force: true });
  });

  function main(option: string) {
    return spawnSync(process.execPath, ['--import', 'tsx', 'main.ts', '--set', option], {
      encoding: 'utf8',
      env: { ...process.env, CDK8S_OUTDIR: join(out, 'dist') },
    });
  }

  test('an error: exit code 1, its message, nothing written', () => {
    const { status, stderr } = main('flink.sample.taskManager.replicas=0');
    expect(status).toBe(1);
    expect(stderr).toContain('flink.sample.taskManager.replicas: found 0; allowed: 1 or more');
    expect(existsSync(join(out, 'dist'))).toBe(false);
  });

  test('a warning: exit code 0, its message, all written', () => {
    const { status, stderr } = main('flink.sample.taskManager.resources.limits.memory=2048Mi');
    expect(status).toBe(0);
    expect(stderr).toMatch(/^warning: .*found "2048Mi"; allowed: "2Gi".*\(environment reference\)$/m);
    expect(existsSync(join(out, 'dist', 'reference', 'flink-sample'))).toBe(true);
  });
});

describe('exactly once', () => {
  test.each([
    [
      'kafka.properties.transaction\\.max\\.timeout\\.ms=900000',
      'kafka.properties.transaction.max.timeout.ms: found 900000; allowed: at least normalizer.transactionTimeoutSeconds (3600)',
    ],
    [
      'flink.netflow.flinkProperties.execution\\.checkpointing\\.interval=1 h',
      "normalizer.transactionTimeoutSeconds: found 3600; allowed: more than 3600, flink.netflow's execution.checkpointing.interval",
    ],
  ])('is refused with %s', (option, complaint) => {
    expect(complaints(FLINK, EXACTLY_ONCE, option).join('\n')).toContain(complaint);
    expect(() => reference(FLINK, option)).not.toThrow();
  });

  test.each(['3599s', '59min', '3599999', '10 seconds'])('is taken with checkpoints every %s', (interval) => {
    const option = `flink.netflow.flinkProperties.execution\\.checkpointing\\.interval=${interval}`;
    expect(() => reference(FLINK, EXACTLY_ONCE, option)).not.toThrow();
  });
});

test('the Deployment promises exactly once without checkpoints, within what the brokers allow', () => {
  expect(() =>
    reference(
      DEPLOYMENT,
      EXACTLY_ONCE,
      'flink.netflow.flinkProperties.execution\\.checkpointing\\.interval=1 h',
    ),
  ).not.toThrow();
  const tooShort = 'kafka.properties.transaction\\.max\\.timeout\\.ms=900000';
  expect(complaints(DEPLOYMENT, EXACTLY_ONCE, tooShort).join('\n')).toContain(
    'kafka.properties.transaction.max.timeout.ms: found 900000; allowed: at least normalizer.transactionTimeoutSeconds (3600)',
  );
  const deployment = reference(DEPLOYMENT, EXACTLY_ONCE).get('normalizer/Deployment.normalizer');
  expect(JSON.stringify(deployment)).toContain(
    '{"name":"NORMALIZER_DELIVERY_GUARANTEE","value":"exactly-once"},{"name":"NORMALIZER_TRANSACTION_TIMEOUT_SECONDS","value":"3600"}',
  );
});

describe('normalizer.engine: one writes netflow-output, never both', () => {
  test.each([
    [FLINK, 'normalizer/FlinkCluster.netflow-normalizer', 'normalizer/Deployment.normalizer'],
    [DEPLOYMENT, 'normalizer/Deployment.normalizer', 'normalizer/FlinkCluster.netflow-normalizer'],
  ])('--set %s', (engine, there, absent) => {
    const objects = [...reference(engine).keys()];
    expect(objects).toContain(there);
    expect(objects).not.toContain(absent);
  });

  test('the Flink job is told what the Deployment is told', () => {
    const objects = reference(FLINK, 'topics.output.name=out,normalizer.encoding=rfc7951', EXACTLY_ONCE);
    const cluster = objects.get('normalizer/FlinkCluster.netflow-normalizer');
    expect((cluster?.spec as { job: { args: string[] } }).job.args).toEqual([
      'kafka-service.netflow.svc.cluster.local:9092',
      'flows',
      'out',
      '--rejected-topic',
      'flows-rejected',
      '--group',
      'netflow-normalizer',
      '--encoding',
      'rfc7951',
      '--time-unit',
      'seconds',
      '--delivery-guarantee',
      'exactly-once',
      '--transaction-timeout',
      '3600s',
      '--security-protocol',
      'PLAINTEXT',
    ]);
    // What the brokers allow must be as long.
    const brokers = objects.get('kafka/ConfigMap.kafka-broker')?.data?.['server.properties'];
    expect(brokers).toMatch(/^transaction\.max\.timeout\.ms=3600000$/m);
  });

  test('what the normaliser is told beyond its defaults, by either engine and by a replay', () => {
    const options = [
      'normalizer.defaultSamplingInterval=512,normalizer.notIp=drop,normalizer.extensions=true',
      'normalizer.samplingIntervals.192\\.0\\.2\\.0/24=1000,normalizer.samplingIntervals.2001:db8::/32=7',
    ];
    const intervals = '192.0.2.0/24=1000,2001:db8::/32=7';
    const cluster = reference(FLINK, ...options).get('normalizer/FlinkCluster.netflow-normalizer');
    expect((cluster?.spec as { job: { args: string[] } }).job.args.join(' ')).toContain(
      `--default-sampling-interval 512 --sampling-intervals ${intervals} --extensions true --not-ip drop`,
    );
    const objects = reference(DEPLOYMENT, ...options);
    for (const name of ['Deployment.normalizer', 'CronJob.normalizer-replay']) {
      const written = JSON.stringify(objects.get(`normalizer/${name}`));
      expect(written).toContain('{"name":"NORMALIZER_DEFAULT_SAMPLING_INTERVAL","value":"512"}');
      expect(written).toContain(`{"name":"NORMALIZER_SAMPLING_INTERVALS","value":"${intervals}"}`);
      expect(written).toContain('{"name":"NORMALIZER_EXTENSIONS","value":"true"}');
      expect(written).toContain('{"name":"NORMALIZER_NOT_IP","value":"drop"}');
    }
  });

  test('the collector prints the fields of extended leaves only where they are wanted', () => {
    const mappingOf = (...options: string[]) =>
      reference(...options).get('goflow2/ConfigMap.goflow2')?.data?.['mapping.yaml'];
    expect(mappingOf('normalizer.extensions=true')).toContain(
      '- field: 225\n      destination: post_nat_src_addr\n',
    );
    expect(mappingOf()).not.toContain('post_nat');
  });

  test('with Kafka as it is, where its own limit is enough', () => {
    const brokers = reference(FLINK).get('kafka/ConfigMap.kafka-broker')?.data?.['server.properties'];
    expect(brokers).not.toContain('transaction.max.timeout.ms');
  });

  test('its FlinkCluster is valid, with and without a volume for its state', () => {
    const bucket = [
      'flink.netflow.state=null',
      'flink.netflow.highAvailability=null',
      'flink.netflow.job.savepointsDir=s3://bucket/savepoints',
      'flink.netflow.flinkProperties.execution\\.checkpointing\\.dir=s3://bucket/checkpoints',
    ];
    for (const options of [[], bucket]) {
      const objects = reference(FLINK, ...options);
      const cluster = objects.get('normalizer/FlinkCluster.netflow-normalizer') ?? {};
      expect(definitionComplaints(cluster)).toEqual([]);
      expect(JSON.stringify(cluster).includes('persistentVolumeClaim')).toBe(options.length === 0);
      const claim = 'normalizer/PersistentVolumeClaim.netflow-normalizer-state';
      expect(objects.has(claim)).toBe(options.length === 0);
    }
  });
});

test.each([
  [
    'flink.sample.ingress.host=h',
    'flink.sample.ingress.authentication: found nothing; allowed: annotations | none',
  ],
  [
    'flink.sample.ingress.host=h,flink.sample.ingress.authentication=annotations',
    'flink.sample.ingress.annotations: found nothing; allowed: those by which the controller asks who is there; or authentication: none',
  ],
])('no Ingress without a stated choice: %s', (option, told) => {
  expect(() => reference(option)).toThrow(told);
});

test('an Ingress of our own leads to the Service that the operator makes', () => {
  const objects = reference(
    'flink.sample.ingress.host=flink.example.org,flink.sample.ingress.tlsSecretName=tls',
    'flink.sample.ingress.authentication=annotations,flink.sample.ingress.annotations.login=people',
  );
  expect(objects.get('flink-sample/Ingress.flinkjobcluster-sample')?.metadata.annotations).toEqual({
    login: 'people',
  });
  expect(objects.get('flink-sample/Ingress.flinkjobcluster-sample')?.spec).toEqual({
    tls: [{ hosts: ['flink.example.org'], secretName: 'tls' }],
    rules: [
      {
        host: 'flink.example.org',
        http: {
          paths: [
            {
              path: '/',
              pathType: 'Prefix',
              backend: { service: { name: 'flinkjobcluster-sample-jobmanager', port: { name: 'ui' } } },
            },
          ],
        },
      },
    ],
  });
});

test('the construct refuses, all at once, what the operator would refuse', () => {
  const chart = new Chart(new App(), 'chart');
  const broken = {
    metadata: { name: 'Broken', namespace: 'default' },
    spec: {
      flinkVersion: '1.20',
      image: { name: 'flink:1.20' },
      job: { jarFile: 'job.jar', mode: 'Application', restartPolicy: 'Never' },
    },
  };
  expect(() => new CheckedFlinkCluster(chart, 'broken', broken)).toThrow(
    /^FlinkCluster Broken:\nmetadata\.name: allowed: .*\nspec\.job\.mode: allowed: /,
  );
});
