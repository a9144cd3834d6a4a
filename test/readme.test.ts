/** `dist/<environment>/README.md`: that it says what the objects say, held against other readers of them. */
import { readFileSync } from 'node:fs';
import { builtImages } from '../charts/hosts/build';
import { readme } from '../charts/manifests/readme/readme';
import { resources } from '../charts/manifests/readme/resources';
import { workloadsOf } from '../charts/manifests/readme/workloads';
import { foldersOf, type Manifest } from '../charts/manifests/write';
import { pipeline } from '../charts/pipeline';
import { loadEnvironments } from '../charts/values/load';
import { environments, manifests } from './manifests';
import { declared } from './network-table';

/** The page of an environment with options such as `--set`. */
function page(environment: string, ...options: string[]): string {
  const named = loadEnvironments(options).find(({ name }) => name === environment);
  if (named === undefined) throw new Error(`no environment ${environment}`);
  return readme(foldersOf(pipeline(named)), { environment, builtImages: builtImages(named.values) });
}

/** The text below a heading. */
function section(text: string, title: string): string {
  const found = text.split(/^## /m).find((part) => part.startsWith(`${title}\n`));
  if (found === undefined) throw new Error(`no section ${title}`);
  return found;
}

/** The rows of a section's table, without its head. */
function rows(text: string, title: string): string[][] {
  return section(text, title)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => line.slice(2, -2).split(' | '));
}

describe.each(environments())('%s', (environment) => {
  const text = page(environment);

  test('who may reach whom is what docs/reference/network.md says', () => {
    const said = rows(text, 'Who may reach whom').flatMap(([from = '', to = '', ports = '']) =>
      ports.split(', ').map((port) => `${from} → ${to} ${port}`),
    );
    expect(said.sort()).toEqual([...declared(environment)].sort());
  });

  test('the images are those of the manifests, each once', () => {
    const pulled = manifests(environment)
      .filter(({ object }) => object.kind !== 'CustomResourceDefinition')
      .flatMap(({ path }) => readFileSync(`dist/${environment}/${path}`, 'utf8').split('\n'))
      .flatMap((line) => /^[- ]*(?:image|name): (\S+\/\S+:[^\s:]+)$/.exec(line)?.[1] ?? []);
    const listed = rows(text, 'Images').map(([image]) => image);
    expect(listed).toEqual([...new Set(pulled)].sort().map((image) => `\`${image}\``));
  });

  test('every Application is there, in the order of the waves', () => {
    const waves = manifests(environment).flatMap(({ object: { kind, metadata } }) =>
      kind === 'Application' && metadata.annotations !== undefined
        ? `${metadata.annotations['argocd.argoproj.io/sync-wave'] ?? ''} ${metadata.name}`
        : [],
    );
    const said = rows(text, 'What is in it').map(
      ([wave = '', name = '']) => `${wave} ${/^\[(.*)\]/.exec(name)?.[1] ?? name}`,
    );
    expect([...said].sort()).toEqual(waves.sort());
    expect(said.map((line) => line[0])).toEqual(said.map((line) => line[0]).sort());
  });

  test('every workload is in the picture, and all lines of it lead to one', () => {
    const drawn = [...text.matchAll(/^ +(\w+)\(?\["?<b>(.*?)<\/b>/gm)].map(([, id]) => id);
    const names = manifests(environment).flatMap(({ object: { kind, metadata } }) =>
      /^(Deployment|StatefulSet|Job|CronJob|FlinkCluster)$/.test(kind)
        ? [kind, metadata.namespace, metadata.name].join('_').replace(/\W/g, '_')
        : [],
    );
    expect([...drawn].sort()).toEqual(names.sort());
    const ends = [...text.matchAll(/^ +(\w+) -.*> (\w+)$/gm)].flatMap(([, from, to]) => [from, to]);
    expect(ends.length).toBeGreaterThan(4);
    expect([...drawn, 'outside']).toEqual(expect.arrayContaining(ends));
  });
});

test('the picture shows who speaks with whom', () => {
  const drawn = section(page('reference'), 'The picture');
  expect(drawn).toContain('outside -- "UDP 31000 of every node" --> Deployment_netflow_goflow2\n');
  expect(drawn).toContain('Deployment_netflow_goflow2 --> StatefulSet_netflow_kafka\n');
  expect(drawn).toContain('StatefulSet_netflow_kafka --> StatefulSet_netflow_zookeeper\n');
  expect(drawn).toContain(
    'Deployment_flink_operator_system_flink_operator_controller_manager -. "runs" .-> FlinkCluster_netflow_flink_netflow_normalizer\n',
  );
  expect(drawn).toContain('StatefulSet × 1<br/>flows<br/>netflow-output<br/>flows-rejected"]\n');
});

test('topics are as declared, and with Strimzi the same', () => {
  const topics = rows(page('production'), 'Topics');
  expect(topics[0]).toEqual([
    '`flows`',
    '12',
    '3',
    '`max.message.bytes=1048576`, `min.insync.replicas=2`, `retention.ms=86400000`',
  ]);
  const strimzi = page(
    'production',
    '--set',
    'kafka.provider=external,kafka.bootstrapServers={k:9093},topics.manage=strimzi',
    '--set',
    'topics.strimzi.cluster=c,topics.strimzi.namespace=kafka,topics.strimzi.apiVersion=v1',
  );
  expect(rows(strimzi, 'Topics')).toEqual(topics);
});

describe('what is reachable from outside, and by whom', () => {
  const outside = (...options: string[]) =>
    rows(page('compact', ...options), 'Reachable from outside the cluster');

  test.each([
    ['a port of the nodes', [], 'UDP 31000 of every node', 'addresses 0.0.0.0/0, addresses ::/0'],
    [
      'for exporters of one network',
      ['--set', 'networkPolicies.exporters={192.0.2.0/24}'],
      'UDP 31000 of every node',
      'addresses 192.0.2.0/24',
    ],
    [
      'a load balancer',
      ['--set', 'goflow2.serviceType=LoadBalancer'],
      'UDP 9995 of a load balancer',
      'addresses 0.0.0.0/0, addresses ::/0',
    ],
    ['without policies', ['--set', 'networkPolicies.enabled=false'], 'UDP 31000 of every node', 'everybody'],
  ])('%s', (_, options, at, allowed) => {
    expect(outside(...options)).toContainEqual([at, 'Deployment goflow2, 9995/UDP', allowed]);
  });

  test.each([
    ['hostNetwork', "everybody whom the node's firewall lets in"],
    ['hostPort', 'addresses 192.0.2.0/24'],
  ])('ports of the node, with %s', (value, allowed) => {
    const options = [
      `goflow2.${value}=true`,
      'goflow2.serviceType=ClusterIP',
      'namespace.podSecurity=privileged',
      'networkPolicies.nodes={198.51.100.0/24}',
      'networkPolicies.exporters={192.0.2.0/24}',
    ];
    const found = outside(...options.flatMap((option) => ['--set', option]));
    expect(found).toContainEqual(['UDP 9995 of its node', 'Deployment goflow2, 9995/UDP', allowed]);
    // Of hostNetwork, every port is open; of hostPort, those that say so.
    const metrics = ['TCP 8080 of its node', 'Deployment goflow2, 8080/TCP', allowed];
    expect(found.some((row) => row.join() === metrics.join())).toBe(value === 'hostNetwork');
  });

  test('a Service of the cluster alone is not listed', () => {
    const places = outside('--set', 'goflow2.serviceType=ClusterIP').map(([, to]) => to);
    expect(places).not.toContainEqual(expect.stringContaining('goflow2'));
  });
});

test('without policies the page says that everybody reaches everybody', () => {
  const text = section(page('compact', '--set', 'networkPolicies.enabled=false'), 'Who may reach whom');
  expect(text).toContain('There are no NetworkPolicies');
});

describe('sums', () => {
  const container = (cpu: string, memory: string, limits?: object) => ({
    image: 'a/b:1',
    resources: { requests: { cpu, memory }, ...(limits && { limits }) },
  });
  const sums = (...objects: object[]) => {
    const all = objects as Manifest[];
    return resources(workloadsOf(all), all)
      .split('\n')
      .slice(2)
      .map((line) => line.slice(2, -2).split(' | '));
  };
  const workload = (kind: string, replicas: number, pod: object, spec = {}) => ({
    kind,
    metadata: { name: 'a' },
    spec: { replicas, template: { metadata: { labels: {} }, spec: pod }, ...spec },
  });

  test('of containers and sidecars, times the pods; an init container counts if it needs more than all of them', () => {
    const pod = {
      containers: [
        container('100m', '64Mi', { cpu: '1', memory: '128Mi' }),
        container('0.5', '64Mi', { cpu: '1', memory: '128Mi' }),
      ],
      initContainers: [
        container('10m', '1Gi', { cpu: '4', memory: '1Gi' }),
        { ...container('250m', '0', { cpu: '1', memory: '0' }), restartPolicy: 'Always' },
      ],
    };
    expect(sums(workload('Deployment', 3, pod))[0]).toEqual([
      ...['Deployment a', '3', '2.55', '3Gi', '12', '3Gi', ''],
    ]);
  });

  test('a container without a limit has none, and what it requests is its limit where it says no more', () => {
    const pod = {
      containers: [
        container('1', '1Gi', { memory: '2Gi' }),
        { image: 'a/b:1', resources: { limits: { cpu: '2', memory: '1Gi' } } },
      ],
    };
    expect(sums(workload('Deployment', 1, pod)).pop()).toEqual([
      ...['**together**', '1', '3', '2Gi', 'no limit', '3Gi', ''],
    ]);
  });

  test('volumes: those of each pod of a StatefulSet and those of their own; jobs are not in the sum', () => {
    const claim = (name: string, storage: string) => ({
      kind: 'PersistentVolumeClaim',
      metadata: { name },
      spec: { resources: { requests: { storage } } },
    });
    const pod = { containers: [container('1', '1Gi')] };
    const set = workload('StatefulSet', 3, pod, { volumeClaimTemplates: [claim('data', '10Gi')] });
    const made = sums(set, claim('other', '512Mi'), workload('Job', 1, pod));
    expect(made.map(([name, pods, cpu, , , , storage]) => [name, pods, cpu, storage])).toEqual([
      ['StatefulSet a', '3', '3', '30Gi'],
      ['PersistentVolumeClaim other', '', '', '512Mi'],
      ['**together**', '3', '3', '30.5Gi'],
      ['Job a, now and then', '1', '1', ''],
    ]);
  });

  test('a FlinkCluster is its JobManager and its TaskManagers', () => {
    const [flink] = rows(page('production'), 'CPU, memory and storage').filter(([name]) =>
      name?.startsWith('FlinkCluster'),
    );
    expect(flink).toEqual(['FlinkCluster netflow-normalizer', '7', '3.25', '14Gi', '13', '14Gi', '']);
  });
});
