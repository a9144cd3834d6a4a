/** What a site says of pods reaches every pod, whichever chart makes it. */
import { every, member } from '../checks/objects';
import { pods, type Pods } from '../checks/pods';
import { validate } from '../kubernetes-schema';
import { objectOf, site } from './synth';

const FILE = 'test/sites/every-pod-setting.yaml';
// Together they have every workload: ZooKeeper and the operator; the normaliser as a Deployment; users of Kafka.
const objects = {
  reference: site('reference', FILE),
  compact: site('compact', FILE),
  production: site('production', FILE),
};
const workloads = Object.entries(objects).flatMap(([environment, all]) =>
  pods(all)
    .filter(({ kind }) => kind !== 'FlinkCluster')
    .map((pod) => ({ ...pod, file: `${environment}/${pod.file}`, spec: pod.spec.value as PodSpec })),
);
const COLLECTOR = 'goflow2/Deployment.goflow2.yaml';

type PodSpec = Readonly<Record<string, unknown>> & { readonly containers: readonly Container[] };
interface Container {
  readonly name: string;
  readonly env?: readonly { readonly name: string }[];
  readonly securityContext?: object;
}

const isJob = ({ kind }: Pick<Pods, 'kind'>) => kind.endsWith('Job');
const isCollector = ({ file }: { readonly file: string }) => file.endsWith(COLLECTOR);

test('all workloads are looked at', () => {
  expect([...new Set(workloads.map(({ file }) => file.replace(/^\w+\//, '')))].sort()).toEqual([
    'flink-operator/Deployment.flink-operator-controller-manager.yaml',
    'goflow2/Deployment.goflow2.yaml',
    'kafka-topics/Job.kafka-topics.yaml',
    'kafka-users/Job.kafka-users.yaml',
    'kafka/StatefulSet.kafka.yaml',
    'normalizer/CronJob.normalizer-replay.yaml',
    'normalizer/Deployment.normalizer.yaml',
    'registry/CronJob.registry-garbage-collection.yaml',
    'registry/Deployment.registry.yaml',
    'zookeeper/StatefulSet.zookeeper.yaml',
  ]);
});

describe.each(workloads)('$file', (workload) => {
  const { spec, labels, file } = workload;
  const [main, ...others] = spec.containers;

  test('goes where the site wants it', () => {
    expect(spec).toMatchObject({
      nodeSelector: { pool: 'netflow' },
      priorityClassName: 'netflow',
      runtimeClassName: 'gvisor',
      terminationGracePeriodSeconds: 45,
    });
    // The collector's own list replaces the one for all.
    expect(spec.tolerations).toEqual(
      isCollector(workload)
        ? undefined
        : [{ key: 'dedicated', operator: 'Equal', value: 'netflow', effect: 'NoSchedule' }],
    );
  });

  test('keeps to the zones, beside its own wishes', () => {
    const beside = file.includes('CronJob.registry');
    expect(every(spec, 'affinity.nodeAffinity')).toHaveLength(beside ? 0 : 1);
    expect(every(spec, 'topologySpreadConstraints[]').map(({ value }) => value)).toEqual(
      beside
        ? []
        : [
            {
              maxSkew: 1,
              topologyKey: 'topology.kubernetes.io/zone',
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: {
                matchLabels: Object.fromEntries(
                  ['name', 'instance', 'component'].map((label) => {
                    const key = `app.kubernetes.io/${label}`;
                    return [key, labels[key]];
                  }),
                ),
              },
            },
          ],
    );
    const own = beside ? 'podAffinity' : 'podAntiAffinity';
    const spread = ['kafka/Stateful', 'zookeeper/', 'normalizer/Deployment', 'CronJob.registry'];
    expect(member(spec.affinity, own) !== undefined).toBe(spread.some((name) => file.includes(name)));
  });

  test('has labels, variables, volumes and accounts of the site', () => {
    expect(labels).toMatchObject({
      'example.org/cost': isCollector(workload) ? '43' : '42',
      'app.kubernetes.io/instance': 'netflow',
    });
    expect(main?.env?.slice(-2)).toEqual([
      { name: 'TZ', value: 'UTC' },
      { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    ]);
    expect(main).toMatchObject({ envFrom: [{ configMapRef: { name: 'proxy' } }] });
    expect(every(main, 'volumeMounts[].mountPath').map(({ value }) => value)).toContain('/etc/ssl/site');
    expect(every(spec, 'volumes[].name').map(({ value }) => value)).toContain('authorities');
    expect(every(spec, 'imagePullSecrets[].name').at(-1)?.value).toBe('mirror');
    const account = { goflow2: 'collector', kafka: 'brokers' }[labels['app.kubernetes.io/name'] ?? ''];
    const named = /(?<=\.).*(?=\.yaml)/.exec(file)?.[0];
    expect(spec.serviceAccountName).toBe(
      isJob(workload) && file.includes('kafka') ? named : (account ?? named),
    );
  });

  test('has the containers of the site, held to "restricted"; a Job has none beside its own', () => {
    const restricted = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
    // After those of the chart, of which brokers have one.
    expect((spec.initContainers as Container[]).slice(-2)).toMatchObject([
      { name: 'wait', securityContext: restricted },
      { name: 'proxy', restartPolicy: 'Always', securityContext: restricted },
    ]);
    const sidecars = others.filter(({ name }) => name === 'logs');
    expect(sidecars).toMatchObject(
      isJob(workload) ? [] : [{ securityContext: { ...restricted, runAsUser: 10002 } }],
    );
  });
});

test.each([
  ['reference', 'goflow2/ServiceAccount.collector.yaml'],
  ['compact', 'normalizer/ServiceAccount.normalizer.yaml'],
  ['reference', 'flink-operator/ServiceAccount.flink-operator-controller-manager.yaml'],
] as const)('%s: %s is made, with the annotation of the site', (environment, path) => {
  expect(objectOf(objects[environment], path).metadata.annotations).toEqual({
    'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/netflow',
  });
});

test('an account with a name is made once for the workloads of a section', () => {
  const accounts = site('compact', 'test/sites/one-account.yaml').filter(
    ({ object }) => object.metadata.name === 'network-team',
  );
  expect(accounts.map(({ path }) => path)).toEqual(['normalizer/ServiceAccount.network-team.yaml']);
});

test('an account that is there already is not made', () => {
  expect(() => objectOf(objects.reference, 'kafka/ServiceAccount.brokers.yaml')).toThrow('no kafka/Serv');
});

test('a CPU limit may be absent', () => {
  const { spec } = objectOf(objects.reference, COLLECTOR);
  expect(every(spec, 'template.spec.containers[].resources.limits')[0]?.value).toEqual({ memory: '512Mi' });
});

test('the API server takes it all', () => {
  const custom = /^(argoproj\.io|cert-manager\.io|flinkoperator\.k8s\.io|monitoring\.coreos\.com)\//;
  const invalid = Object.values(objects)
    .flat()
    .filter(({ object }) => !custom.test(object.apiVersion))
    .flatMap(({ path, object }) => validate(object).map((problem) => `${path}: ${problem}`));
  expect(invalid).toEqual([]);
});
