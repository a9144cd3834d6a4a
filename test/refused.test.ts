/**
 * What would fail in the cluster, or do something that nobody asked for, and is told at synth instead: a row
 * each. The operator's rules for Flink have their own table (flink-rules.test.ts).
 */
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEnvironments } from '../charts/values/load';
import { ValuesError } from '../charts/values/problem';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'refused-'));
  cpSync('values.yaml', join(root, 'values.yaml'));
  cpSync('environments', join(root, 'environments'), { recursive: true });
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** The lines that end a run with these options; none, if it takes them. */
function complaints(...args: string[]): string[] {
  try {
    loadEnvironments(args, root);
    return [];
  } catch (error) {
    if (!(error instanceof ValuesError)) throw error;
    return error.problems.map(
      ({ source, path, found, allowed }) =>
        `${source.replace(`${root}/`, '')}: ${path}: found ${found}; allowed: ${allowed}`,
    );
  }
}

const set = (...options: readonly string[]) => options.flatMap((option) => ['--set', option]);
const config = (setting: string) => `topics.flows.config.${setting.replaceAll('.', '\\.')}`;
const property = (setting: string) => `kafka.properties.${setting.replaceAll('.', '\\.')}`;
const flink = (setting: string) => `flink.netflow.flinkProperties.${setting.replaceAll('.', '\\.')}`;

const FLINK = 'normalizer.engine=flink';
const LINE = 'text of one line, without control characters';
const NAME = 'a name other than "." and ".."';
const GOFLOW2 = 'at least 1000000: what GoFlow2 may send at once';
const EXTERNAL_LISTENER = [
  'kafka.externalListener.serviceType=NodePort',
  'kafka.externalListener.advertisedHosts={k.example.org}',
  'kafka.externalListener.port=9095',
  'kafka.externalListener.loadBalancerSourceRanges={}',
];

describe.each<[what: string, options: string[], path: string, allowed: string]>([
  [
    'addresses of brokers that are ours',
    ['networkPolicies.kafkaAddresses={192.0.2.0/24}'],
    'networkPolicies.kafkaAddresses',
    'nothing, or kafka.provider: external',
  ],
  [
    'a namespace of brokers that are ours',
    ['networkPolicies.kafkaNamespace=kafka'],
    'networkPolicies.kafkaNamespace',
    'nothing, or kafka.provider: external',
  ],
  ['Kafka 4 with ZooKeeper', ['images.kafka.tag=4.0.0'], 'kafka.mode', 'kraft with images.kafka.tag 4.0.0'],
  [
    'a compression that is none',
    [`${config('compression.type')}=brotli`],
    'topics.flows.config.compression.type',
    'producer | uncompressed',
  ],
  [
    'a broker compression that is none',
    [`${property('compression.type')}=brotli`],
    'kafka.properties.compression.type',
    'producer | uncompressed',
  ],
  [
    'a compression that GoFlow2 has not',
    ['goflow2.compression=brotli'],
    'goflow2.compression',
    'none | gzip | snappy | lz4 | zstd',
  ],
  [
    'savepoints in a bucket, checkpoints in each pod',
    [FLINK, 'flink.netflow.job.savepointsDir=s3://b/s', 'flink.netflow.state=null'],
    'flink.netflow.flinkProperties.execution.checkpointing.dir',
    'object storage such as s3://…',
  ],
  [
    'a time with a unit',
    [`${config('retention.ms')}=1d`],
    'topics.flows.config.retention.ms',
    'a whole number from -1',
  ],
  [
    'a time that YAML has rounded',
    [`${config('flush.ms')}=9223372036854776000`],
    'topics.flows.config.flush.ms',
    'a whole number from 0 to 9223372036854775807',
  ],
  [
    'a share above 1',
    [`${config('min.cleanable.dirty.ratio')}=50`],
    'topics.flows.config.min.cleanable.dirty.ratio',
    'a number from 0 to 1',
  ],
  [
    'a setting that no topic has',
    [`${config('retention.hours')}=1`],
    'topics.flows.config.retention.hours',
    'a setting of topics that Kafka 3.9.2 has: ',
  ],
  [
    'a setting that Kafka 4 has not',
    ['kafka.mode=kraft', 'images.kafka.tag=4.1.0', `${config('message.downconversion.enable')}=false`],
    'topics.flows.config.message.downconversion.enable',
    'a setting of topics that Kafka 4.1.0 has: ',
  ],
  ['a topic named ..', ['topics.flows.name=..'], 'topics.flows.name', NAME],
  ['a topic named .', ['topics.rejected.name=.'], 'topics.rejected.name', NAME],
  ['a topic of Kafka itself', ['topics.output.name=__consumer_offsets'], 'topics.output.name', NAME],
  [
    'a topic that its tools take for an option',
    ['topics.output.name=-x'],
    'topics.output.name',
    'a topic name: ',
  ],
  [
    'memory above the limit',
    [FLINK, `${flink('taskmanager.memory.process.size')}=8g`],
    'flink.netflow.flinkProperties.taskmanager.memory.process.size',
    'at most the memory limit of the taskManager (2Gi)',
  ],
  [
    'heap above the limit',
    [FLINK, `${flink('jobmanager.memory.heap.size')}=2049m`],
    'flink.netflow.flinkProperties.jobmanager.memory.heap.size',
    'at most the memory limit of the jobManager (2Gi)',
  ],
  [
    'less than GoFlow2 sends',
    [`${config('max.message.bytes')}=999999`],
    'topics.flows.config.max.message.bytes',
    GOFLOW2,
  ],
  [
    'less than GoFlow2 sends, at the brokers',
    [`${config('max.message.bytes')}=null`, `${property('message.max.bytes')}=999999`],
    'topics.flows.config.max.message.bytes',
    GOFLOW2,
  ],
  [
    'a rejected record that has no room for its headers',
    ['topics.rejected.config.max\\.message\\.bytes=1048576'],
    'topics.rejected.config.max.message.bytes',
    'at least 1052672: that of topics.flows',
  ],
  [
    "the registry on sFlow's node port",
    ['registry.nodePort=31001'],
    'registry.nodePort',
    'a port of its own: 31001 is that of goflow2.sflow.nodePort',
  ],
  [
    "sFlow on NetFlow's node port",
    ['goflow2.serviceType=NodePort', 'goflow2.sflow.nodePort=31000'],
    'goflow2.sflow.nodePort',
    'a port of its own: 31000 is that of goflow2.netflow.nodePort',
  ],
  [
    'a broker on a node port of others',
    [...EXTERNAL_LISTENER, 'kafka.externalListener.firstNodePort=31320'],
    'kafka.externalListener.firstNodePort',
    'a port of its own: 31320 is that of registry.nodePort',
  ],
  [
    'a digest of 6 digits',
    ['images.kafka.digest=sha256:123456'],
    'images.kafka.digest',
    '"sha256:" and 64 hexadecimal digits',
  ],
  ['an unknown key set to null', ['kafka.storge=null'], 'kafka.storge', 'the keys provider, '],
  ['an unknown section set to null', ['kafak=null'], 'kafak', 'the keys cluster, '],
  [
    'a registry with a path',
    ['registry.endpoint=registry.example.org/team'],
    'registry.endpoint',
    'host or host:port, without scheme or path',
  ],
  [
    'a line break in a topic setting',
    [`${config('retention.ms')}=1\nevil 3 1`],
    'topics.flows.config.retention.ms',
    LINE,
  ],
  [
    'a line break in a broker setting',
    [`${property('log.retention.ms')}=1\nbroker.id=7`],
    'kafka.properties.log.retention.ms',
    LINE,
  ],
  [
    'a control character in a broker setting',
    [`${property('log.retention.ms')}=1\u007f`],
    'kafka.properties.log.retention.ms',
    LINE,
  ],
  [
    'a line break in the name of a setting',
    ['kafka.properties.a\nb=1'],
    'kafka.properties.a\nb',
    'a Kafka setting such as',
  ],
  [
    'a quote in a topic setting',
    [`${config('cleanup.policy')}=delete"`],
    'topics.flows.config.cleanup.policy',
    'delete | compact | compact,delete',
  ],
  ['a quote in a topic name', ["topics.flows.name=a'b"], 'topics.flows.name', 'a topic name: '],
  ['a line break in a topic name', ['topics.flows.name=a\nb'], 'topics.flows.name', 'a topic name: '],
  [
    "a line break in an image's registry",
    ['images.kafka.registry=docker.io\n'],
    'images.kafka.registry',
    'host or host:port',
  ],
  [
    "a quote in an image's repository",
    ['images.kafka.repository=a"b'],
    'images.kafka.repository',
    'a repository path',
  ],
  ["a line break in an image's tag", ['images.kafka.tag=3.9.2\n'], 'images.kafka.tag', 'a tag in quotes'],
  ['a line break in the consumer group', ['normalizer.consumerGroup=a\nb'], 'normalizer.consumerGroup', LINE],
  [
    'a line break in a Flink setting',
    [FLINK, `${flink('restart-strategy.type')}=none\nrest.port: 1`],
    'flink.netflow.flinkProperties.restart-strategy.type',
    'a name of letters',
  ],
  ...[
    'log.dirs',
    'log.dir',
    'metadata.log.dir',
    'broker.id',
    'node.id',
    'process.roles',
    'listeners',
    'advertised.listeners',
  ].map((name): [string, string[], string, string] => [
    `${name} of the brokers`,
    [`${property(name)}=7`],
    `kafka.properties.${name}`,
    'nothing: ',
  ]),
])('%s', (_, options, path, allowed) => {
  test(`is refused at ${JSON.stringify(path)}`, () => {
    const lines = complaints(...set(...options));
    expect(lines.filter((line) => line.includes(`: ${path}: found `))).toEqual([
      expect.stringContaining(`; allowed: ${allowed}`),
    ]);
    expect(lines.join('')).not.toContain('--set\n');
  });
});

describe('what looks odd and works', () => {
  test.each([
    [[`${config('cleanup.policy')}=compact\\,delete`]],
    [
      [
        `${config('compression.type')}=zstd`,
        `${property('compression.type')}=lz4`,
        'goflow2.compression=snappy',
      ],
    ],
    [
      [
        `${config('retention.bytes')}=-1`,
        `${config('retention.ms')}=-1`,
        `${config('flush.ms')}=9223372036854775807`,
      ],
    ],
    [
      [
        'kafka.mode=kraft',
        'images.kafka.tag=4.1.0',
        'kafka.security.protocol=PLAINTEXT',
        'kafka.security.saslMechanism=null',
      ],
    ],
    [['images.kafka.registry=mirror.example.org:5000/docker.io']],
    [
      [
        'registry.install=false',
        'registry.endpoint=registry.example.org',
        'images.normalizer.repository=team/netflow-normalizer',
      ],
    ],
    [['flink.netflow.highAvailability=null', 'kafka.externalListener=null']],
  ])('%j', (options) => {
    expect(complaints(...set(...options))).toEqual([]);
  });
});

test('a Kafka that is there may have settings of its own, but no other values of known ones', () => {
  const external = ['kafka.mode=kraft', 'kafka.provider=external', 'kafka.bootstrapServers={b:9092}'];
  expect(complaints(...set(...external, `${config('confluent.tier.enable')}=true`))).toEqual([]);
  expect(complaints(...set(...external, `${config('retention.ms')}=1d`))).toHaveLength(1);
});

describe('environments', () => {
  const environment = (name: string, text = '') => {
    writeFileSync(join(root, 'environments', name), text);
  };

  test.each([
    [
      'hosts.yaml',
      'environments/hosts.yaml: : found "hosts"; allowed: another name: dist/hosts/ is for machines',
    ],
    ['Production.yaml', 'environments/Production.yaml: : found "Production"; allowed: a DNS label: '],
    ['a_b.yaml', 'environments/a_b.yaml: : found "a_b"; allowed: a DNS label: '],
    [`${'a'.repeat(64)}.yaml`, 'allowed: a DNS label: '],
    ['laboratory.yml', 'environments/laboratory.yml: : found the ending .yml; allowed: .yaml'],
    ['LABORATORY.YAML', 'environments/LABORATORY.YAML: : found the ending .YAML; allowed: .yaml'],
  ])('a file named %s is refused', (name, line) => {
    environment(name);
    expect(complaints()).toEqual([expect.stringContaining(line)]);
  });

  test('other files beside them are no environments', () => {
    environment('README.md', '# Environments');
    expect(loadEnvironments([], root).map(({ name }) => name)).toEqual([
      'compact',
      'production',
      'reference',
    ]);
  });

  test('a folder that is missing, is empty, or is a file', () => {
    renameSync(join(root, 'environments'), join(root, 'elsewhere'));
    expect(complaints()).toEqual([
      expect.stringContaining('environments: : found no such folder; allowed: '),
    ]);
    mkdirSync(join(root, 'environments'));
    expect(complaints()).toEqual([expect.stringContaining('environments: : found no file; allowed: ')]);
    rmSync(join(root, 'environments'), { recursive: true });
    writeFileSync(join(root, 'environments'), '');
    expect(complaints()).toEqual([expect.stringContaining('environments: : found a file; allowed: ')]);
  });

  test('a folder named as a file', () => {
    mkdirSync(join(root, 'environments', 'a.yaml'));
    expect(complaints()).toEqual(['environments/a.yaml: : found a folder; allowed: a readable YAML file']);
  });

  const NEIGHBOUR = 'namespace: {name: laboratory}\nflink: {namespace: laboratory-flink}\n';
  const PORTS =
    'goflow2: {netflow: {nodePort: 31100}, sflow: {nodePort: 31101}}\nregistry: {install: false}\n' +
    'flinkOperator: {install: false}\ncertManager: {install: false}\n';

  test('two on the same node ports are refused where they are for one cluster', () => {
    environment('laboratory.yaml', NEIGHBOUR);
    const lines = complaints(...set('argocd.server=https://192.0.2.1:6443'));
    expect(lines.map((line) => line.replace(/^values.yaml:\d+: /, ''))).toContain(
      'registry.nodePort: found 31320; allowed: a port of its own, or another argocd.server: ' +
        '31320 is that of environment compact (registry.nodePort)',
    );
    environment('laboratory.yaml', `${NEIGHBOUR}${PORTS}`);
    expect(complaints(...set('argocd.server=https://192.0.2.1:6443'))).toEqual([]);
    environment('laboratory.yaml', `${NEIGHBOUR}argocd: {server: https://192.0.2.2:6443}\n`);
    expect(complaints()).toEqual([]);
  });

  test("in an Argo CD's own cluster, of which there may be two, it is a warning; alternatives have none", () => {
    const warned = () =>
      loadEnvironments([], root).flatMap(({ name, warnings }) =>
        warnings.map(({ path }) => `${name} ${path}`),
      );
    expect(warned()).toEqual([]);
    environment('laboratory.yaml', NEIGHBOUR);
    expect(warned()).toContain('laboratory goflow2.netflow.nodePort');
    environment('laboratory.yaml', `${NEIGHBOUR}${PORTS}`);
    expect(warned()).toEqual([]);
  });
});

describe('YAML that is made to harm', () => {
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    .concat(
      Array.from('bcdefghi').map(
        (name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`,
      ),
    )
    .join('\n');

  test.each([
    ['aliases that multiply', bomb, 'Excessive alias count'],
    ['an alias of nothing', 'a: *b', 'Unresolved alias'],
    [
      'nesting without end',
      `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`,
      'Maximum call stack size exceeded',
    ],
    ['a prototype', '__proto__: {namespace: {name: evil}}', 'the unknown key "__proto__"'],
    ['a prototype further down', 'kafka: {__proto__: {brokers: 3}}', 'the unknown key "__proto__"'],
  ])('%s: one line', (_, text, found) => {
    const file = join(root, 'overlay.yaml');
    writeFileSync(file, text);
    const lines = complaints('-f', file);
    expect(lines).toEqual([expect.stringContaining(`found ${found}`)]);
    expect(lines[0]).not.toContain('\n');
  });
});
