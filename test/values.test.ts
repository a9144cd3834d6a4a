/** The contract of values.yaml: what overrides what, and what a mistake is told. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { loadEnvironments } from '../charts/values/load';
import { ValuesError } from '../charts/values/problem';
import type { Values } from '../charts/values/schema';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'values-'));
  cpSync('values.yaml', join(root, 'values.yaml'));
  cpSync('environments', join(root, 'environments'), { recursive: true });
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** The values of `reference` with the options, which may name files of `root`. */
function reference(...args: string[]): Values {
  const found = loadEnvironments(args, root).find(({ name }) => name === 'reference');
  if (found === undefined) throw new Error('no environment reference');
  return found.values;
}

function file(name: string, text: string): string {
  const path = join(root, name);
  writeFileSync(path, text);
  return path;
}

/** Every line of the message that the options end in; file names without the temporary folder. */
function complaints(...args: string[]): string[] {
  try {
    loadEnvironments(args, root);
  } catch (error) {
    if (!(error instanceof ValuesError)) throw error;
    return error.message.replaceAll(`${root}/`, '').split('\n');
  }
  throw new Error(`accepted: ${args.join(' ')}`);
}

describe('what overrides what', () => {
  test('an environment overrides values.yaml only where it says something', () => {
    const production = loadEnvironments([], root).find(({ name }) => name === 'production');
    expect(production?.values.kafka).toMatchObject({ mode: 'kraft', brokers: 3 });
    expect(production?.values.goflow2.flushFrequency).toBe(reference().goflow2.flushFrequency);
  });

  test('-f overrides the environment, --set overrides -f, the later the earlier', () => {
    const first = file('first.yaml', 'normalizer: {consumerGroup: first, logLevel: warn}');
    const second = file('second.yaml', 'normalizer: {consumerGroup: second}');
    const { normalizer } = reference('-f', first, '-f', second, '--set', 'normalizer.logLevel=error');
    expect(normalizer).toMatchObject({ consumerGroup: 'second', logLevel: 'error' });
  });

  test('maps merge, lists replace, null removes', () => {
    const topic = '{name: TOPIC, partitions: 1, replicationFactor: 1, config: {}}';
    file('environments/reference.yaml', `topics: {additional: [${topic.replace('TOPIC', 'one')}]}`);
    const overlay = file(
      'overlay.yaml',
      `topics: {additional: [${topic.replace('TOPIC', 'two')}], flows: {config: {retention.ms: null}}}`,
    );
    const { topics } = reference('-f', overlay);
    expect(topics.additional.map(({ name }) => name)).toEqual(['two']);
    expect(topics.flows.config).toEqual({ 'max.message.bytes': 1048576 });
  });

  test.each([
    ['kafka.brokers=4', (values: Values) => values.kafka.brokers, 4],
    ['kafka.brokers=4,normalizer.logLevel=warn', (values: Values) => values.normalizer.logLevel, 'warn'],
    ['normalizer.consumerGroup=a\\,b', (values: Values) => values.normalizer.consumerGroup, 'a,b'],
    ['topics.additional={}', (values: Values) => values.topics.additional, []],
    [
      'topics.flows.config.cleanup\\.policy=compact',
      (v: Values) => v.topics.flows.config['cleanup.policy'],
      'compact',
    ],
    ['topics.flows.config.preallocate=true', (v: Values) => v.topics.flows.config.preallocate, true],
    [
      'kafka.storage.storageClassName=fast',
      (values: Values) => values.kafka.storage.storageClassName,
      'fast',
    ],
  ])('--set %s', (option, read, expected) => {
    expect(read(reference('--set', option))).toEqual(expected);
  });
});

describe('what a mistake is told: source, path, what was found, what is allowed', () => {
  test.each([
    // shape
    ['kafka.mode=raft', '--set kafka.mode=raft: kafka.mode: found "raft"; allowed: zookeeper | kraft'],
    [
      'kafka.brokers=three',
      '--set kafka.brokers=three: kafka.brokers: found "three"; allowed: a whole number from 1 to 99',
    ],
    [
      'kafka.brokers=0',
      '--set kafka.brokers=0: kafka.brokers: found 0; allowed: a whole number from 1 to 99',
    ],
    [
      'kafka.storge.size=1Gi',
      '--set kafka.storge.size=1Gi: kafka.storge: found the unknown key "storge"; ' +
        'allowed: the keys provider, bootstrapServers, security, externalListener, mode, brokers, clusterId, storage, resources, pod, service, properties',
    ],
    [
      'images.kafka.tag=latest',
      '--set images.kafka.tag=latest: images.kafka.tag: found "latest"; ' +
        'allowed: a fixed version: "latest" changes under your feet',
    ],
    [
      'zookeeper.replicas=2',
      '--set zookeeper.replicas=2: zookeeper.replicas: found 2; ' +
        'allowed: an odd number: an ensemble needs a majority',
    ],
    [
      'kafka.storage.size=ten',
      '--set kafka.storage.size=ten: kafka.storage.size: found "ten"; ' +
        'allowed: a quantity in quotes, such as "500m", "2" or "1Gi"',
    ],
    [
      'namespace.name=null',
      '--set namespace.name=null: namespace.name: found nothing; allowed: text (quoted, if it looks like a number)',
    ],
    ['kafka', '--set: found "kafka"; allowed: path=value, such as kafka.brokers=3 (lists: path={a,b})'],
    [
      '__proto__.x=1',
      '--set: found "__proto__.x=1"; allowed: path=value, such as kafka.brokers=3 (lists: path={a,b})',
    ],
    // what must fit together
    [
      'topics.flows.replicationFactor=2',
      '--set topics.flows.replicationFactor=2: topics.flows.replicationFactor: found 2; ' +
        'allowed: 1 to kafka.brokers (1) (environment compact, reference)',
    ],
    [
      'topics.rejected.name=flows',
      '--set topics.rejected.name=flows: topics.rejected.name: found "flows"; allowed: a name that no other topic has',
    ],
    [
      'topics.rejected.name=netflow_output,topics.output.name=netflow.output',
      '--set topics.rejected.name=netflow_output,topics.output.name=netflow.output: topics.rejected.name: ' +
        'found "netflow_output"; allowed: a name that differs from others by more than "." and "_"',
    ],
    [
      'goflow2.queueSize=40000',
      '--set goflow2.queueSize=40000: goflow2.queueSize: found 40000; ' +
        'allowed: 1 to 14913: 2 full queues may take half of the memory limit',
    ],
    [
      'goflow2.sflow.nodePort=31000',
      '--set goflow2.sflow.nodePort=31000: goflow2.sflow.nodePort: found 31000; ' +
        'allowed: a port of its own: 31000 is that of goflow2.netflow.nodePort (environment compact, reference)',
    ],
    [
      'goflow2.sflow.port=9995',
      '--set goflow2.sflow.port=9995: goflow2.sflow.port: found 9995; ' +
        'allowed: another port than goflow2.netflow has',
    ],
    [
      'registry.nodePort=31001',
      '--set registry.nodePort=31001: registry.nodePort: found 31001; ' +
        'allowed: a port of its own: 31001 is that of goflow2.sflow.nodePort (environment compact, reference)',
    ],
    [
      'cluster.nodePortRange=2055-31500,goflow2.sflow.nodePort=31501',
      '--set cluster.nodePortRange=2055-31500,goflow2.sflow.nodePort=31501: goflow2.sflow.nodePort: found 31501; ' +
        'allowed: a whole number from 2055 to 31500 (cluster.nodePortRange): 31501 is not (environment compact, reference)',
    ],
    [
      'cluster.nodePortRange=32767-30000',
      '--set cluster.nodePortRange=32767-30000: cluster.nodePortRange: found "32767-30000"; ' +
        'allowed: a range of ports, such as "30000-32767"',
    ],
    [
      'goflow2.listeners.ipfix.protocol=netflow,goflow2.listeners.ipfix.port=4739',
      '--set goflow2.listeners.ipfix.protocol=netflow,goflow2.listeners.ipfix.port=4739: ' +
        'goflow2.listeners.ipfix.nodePort: found nothing; ' +
        'allowed: a port of its own, for routers to send to (goflow2.serviceType: NodePort) (environment compact, reference)',
    ],
    [
      'goflow2.listeners.http.protocol=netflow,goflow2.listeners.http.port=4739',
      '--set goflow2.listeners.http.protocol=netflow,goflow2.listeners.http.port=4739: ' +
        'goflow2.listeners.http: found the key "http"; ' +
        'allowed: another name than http, netflow and sflow, which GoFlow2’s own ports have',
    ],
    [
      'goflow2.netflow.enabled=false,goflow2.sflow.enabled=false',
      '--set goflow2.netflow.enabled=false,goflow2.sflow.enabled=false: goflow2.netflow.enabled: found false; ' +
        'allowed: true, or a listener of another kind',
    ],
    [
      'goflow2.hostNetwork=true',
      '--set goflow2.hostNetwork=true: goflow2.hostNetwork: found true; allowed: false, or ' +
        'namespace.podSecurity: privileged: a namespace that enforces "restricted" refuses the collector\'s pod',
    ],
    [
      'goflow2.hostNetwork=true,namespace.podSecurity=privileged,networkPolicies.enabled=true',
      '--set goflow2.hostNetwork=true,namespace.podSecurity=privileged,networkPolicies.enabled=true: networkPolicies.nodes: found nothing; ' +
        'allowed: the addresses of the nodes: a collector with hostNetwork reaches Kafka from there',
    ],
    [
      'goflow2.hostPort=true,namespace.podSecurity=baseline',
      '--set goflow2.hostPort=true,namespace.podSecurity=baseline: goflow2.hostPort: found true; allowed: false, or ' +
        'namespace.podSecurity: privileged: a namespace that enforces "baseline" refuses the collector\'s pod',
    ],
    // Services
    [
      'registry.service.loadBalancerClass=metallb',
      '--set registry.service.loadBalancerClass=metallb: registry.service.loadBalancerClass: found "metallb"; ' +
        'allowed: nothing, or registry.serviceType: LoadBalancer',
    ],
    [
      'goflow2.serviceType=ClusterIP,goflow2.service.externalTrafficPolicy=Local',
      '--set goflow2.serviceType=ClusterIP,goflow2.service.externalTrafficPolicy=Local: ' +
        'goflow2.service.externalTrafficPolicy: found "Local"; ' +
        'allowed: nothing, or goflow2.serviceType: NodePort | LoadBalancer',
    ],
    [
      'kafka.service.loadBalancerClass=metallb',
      '--set kafka.service.loadBalancerClass=metallb: kafka.service.loadBalancerClass: ' +
        'found the unknown key "loadBalancerClass"; allowed: the keys annotations, labels, ipFamilyPolicy',
    ],
    [
      'normalizer.engine=deployment,normalizer.replicas=50',
      '--set normalizer.engine=deployment,normalizer.replicas=50: normalizer.replicas: found 50; ' +
        'allowed: 0 to topics.flows.partitions (3): further replicas would idle (environment compact, reference)',
    ],
    // the collector's version
    ...['v2.1.5', '2.1.4', 'v1.3.7-alpine'].map((tag) => [
      `images.goflow2.tag=${tag}`,
      `--set images.goflow2.tag=${tag}: images.goflow2.tag: found "${tag}"; allowed: v2.2.0 at least: ` +
        'earlier ones exit, for they do not know layer_stack, which the field mapping names (environment compact, reference)',
    ]),
    // sampling
    [
      'normalizer.defaultSamplingInterval=0',
      '--set normalizer.defaultSamplingInterval=0: normalizer.defaultSamplingInterval: found 0; ' +
        'allowed: a whole number from 1 to 4294967295',
    ],
    [
      'normalizer.samplingIntervals.192\\.0\\.2\\.0/24=4294967296',
      '--set normalizer.samplingIntervals.192\\.0\\.2\\.0/24=4294967296: normalizer.samplingIntervals.192.0.2.0/24: ' +
        'found 4294967296; allowed: a whole number from 1 to 4294967295',
    ],
    [
      'normalizer.samplingIntervals.192\\.0\\.2\\.0/33=5',
      '--set normalizer.samplingIntervals.192\\.0\\.2\\.0/33=5: normalizer.samplingIntervals.192.0.2.0/33: ' +
        'found the key "192.0.2.0/33"; allowed: an address or a prefix in quotes, such as "192.0.2.0/24" or "2001:db8::/32"',
    ],
    [
      'normalizer.notIp=keep',
      '--set normalizer.notIp=keep: normalizer.notIp: found "keep"; allowed: reject | drop',
    ],
    // pods
    [
      'pods.nodeSelecter.pool=a',
      '--set pods.nodeSelecter.pool=a: pods.nodeSelecter: found the unknown key "nodeSelecter"; allowed: the keys ' +
        'nodeSelector, tolerations, affinity, topologySpreadConstraints, priorityClassName, runtimeClassName, ' +
        'annotations, labels, extraEnv, extraEnvFrom, extraVolumes, extraVolumeMounts, initContainers, sidecars, ' +
        'imagePullSecrets, serviceAccount, terminationGracePeriodSeconds',
    ],
    [
      'kafka.pod.labels.app\\.kubernetes\\.io/name=x',
      '--set kafka.pod.labels.app\\.kubernetes\\.io/name=x: kafka.pod.labels.app.kubernetes.io/name: found "x"; ' +
        'allowed: a label of another name: selectors find the pods by this one',
    ],
    [
      'pods.serviceAccount.name=all',
      '--set pods.serviceAccount.name=all: pods.serviceAccount.name: found "all"; ' +
        'allowed: create: false with it, for one that is there already: each workload would make it',
    ],
  ])('--set %s', (option, expected) => {
    expect(complaints('--set', option)).toContain(expected);
  });

  test('in a file: with the line', () => {
    const overlay = file('overlay.yaml', 'goflow2:\n  netflow:\n    port: 9995\n    nodePort: 80\n');
    expect(complaints('-f', overlay)).toEqual([
      'overlay.yaml:4: goflow2.netflow.nodePort: found 80; ' +
        'allowed: a whole number from 30000 to 32767 (cluster.nodePortRange): 80 is not (environment compact, reference)',
    ]);
  });

  test('in a Kubernetes type: with its fields, and what else is wrong with the section', () => {
    const overlay = file(
      'overlay.yaml',
      'topics:\n  pod:\n    sidecars: [{ name: logs, image: logs:1 }]\n    tolerations: [{ effekt: NoSchedule }]\n',
    );
    expect(complaints('-f', overlay)).toEqual([
      'overlay.yaml:4: topics.pod.tolerations.0.effekt: found the unknown key "effekt"; ' +
        'allowed: the keys effect, key, operator, tolerationSeconds, value',
      'overlay.yaml:3: topics.pod.sidecars: found [{"name":"logs","image":"logs:1"}]; ' +
        'allowed: initContainers with restartPolicy: Always: the Job would never end',
    ]);
  });

  test('a minimum of in-sync replicas that can never be met', () => {
    const overlay = file('overlay.yaml', 'topics: {flows: {config: {min.insync.replicas: 4}}}');
    expect(complaints('-f', overlay)).toContain(
      "overlay.yaml:1: topics.flows.config.min.insync.replicas: found 4; allowed: 1 to the topic's replicationFactor (3) (environment production)",
    );
  });

  test.each([
    ['no map', '- a list', 'overlay.yaml: found no map; allowed: a map of values'],
    [
      'the same key twice',
      'kafka: {}\nkafka: {}',
      'overlay.yaml:2: found Map keys must be unique; allowed: valid YAML',
    ],
  ])('a file that holds %s', (_, text, expected) => {
    expect(complaints('-f', file('overlay.yaml', text))).toEqual([expected]);
  });

  test('a file that is not there, and an option that is none', () => {
    expect(complaints('-f', join(root, 'none.yaml'))).toEqual([
      'none.yaml: found no such file; allowed: a readable YAML file',
    ]);
    expect(complaints('--helm')).toEqual([
      "command line: found unknown option '--helm'; allowed: -f FILE, --set path=value and --environment NAME",
    ]);
  });

  test('all at once', () => {
    const options = ['kafka.mode=raft', 'goflow2.queueSize=0', 'topics.rejected.name=flows', 'nonsense=1'];
    expect(complaints(...options.flatMap((option) => ['--set', option]))).toHaveLength(options.length);
  });
});

describe('values.schema.json, for editors', () => {
  const validate = new Ajv({ strict: false }).compile(
    JSON.parse(readFileSync('values.schema.json', 'utf8')) as object,
  );

  test.each(['values.yaml', 'environments/reference.yaml', 'environments/production.yaml'])(
    'accepts %s',
    (path) => {
      validate(parse(readFileSync(path, 'utf8')));
      expect(validate.errors).toBeNull();
    },
  );

  test.each([{ kafka: { brokers: 'three' } }, { kafka: { storge: {} } }, { images: { kafka: { tag: 3 } } }])(
    'refuses %j',
    (values) => {
      expect(validate(values)).toBe(false);
    },
  );
});
