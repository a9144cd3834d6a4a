/**
 * Who may reach whom, computed from the objects of `dist/` as a network would, against the table of
 * docs/reference/network.md.
 */
import { loadEnvironments } from '../charts/values/load';
import { environments, manifests, type KubernetesObject } from './manifests';
import { declared } from './network-table';
import { rendered } from './rendered';

type Labels = Readonly<Record<string, string>>;

interface Pods {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
}

interface Selector {
  readonly matchLabels?: Labels;
}
interface PolicyPeer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string };
}
interface Rule {
  readonly from?: readonly PolicyPeer[];
  readonly to?: readonly PolicyPeer[];
  readonly ports?: readonly { readonly port: number; readonly protocol: string }[];
}
interface Policy {
  readonly namespace: string;
  readonly podSelector: Selector;
  readonly ingress: readonly Rule[];
  readonly egress: readonly Rule[];
}

const matches = ({ matchLabels = {} }: Selector, labels: Labels) =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value);

/** The pods of an environment: those of its workloads, and those that the operator makes of FlinkClusters. */
function podsOf(objects: readonly KubernetesObject[]): Pods[] {
  const found = objects.flatMap(({ kind, metadata: { name, namespace = '' }, spec }): Pods[] => {
    if (kind === 'FlinkCluster') {
      const { podLabels } = spec?.jobManager as { podLabels: Labels };
      return [{ name, namespace, labels: podLabels }];
    }
    const { template, jobTemplate } = (spec ?? {}) as {
      template?: { metadata: { labels: Labels } };
      jobTemplate?: { spec: { template: { metadata: { labels: Labels } } } };
    };
    const labels = (template ?? jobTemplate?.spec.template)?.metadata.labels;
    return labels === undefined ? [] : [{ name, namespace, labels }];
  });
  return found;
}

function policiesOf(objects: readonly KubernetesObject[]): Policy[] {
  return objects
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map(({ metadata, spec }) => {
      const { policyTypes, ...rules } = spec as unknown as Omit<Policy, 'namespace'> & {
        policyTypes: string[];
      };
      expect(policyTypes).toEqual(['Ingress', 'Egress']);
      return {
        namespace: metadata.namespace ?? '',
        podSelector: rules.podSelector,
        ingress: (rules as Partial<Policy>).ingress ?? [],
        egress: (rules as Partial<Policy>).egress ?? [],
      };
    });
}

/** Whom a rule names: pods of the environment, or others in words. */
function named(peer: PolicyPeer, all: readonly Pods[]): string[] {
  if (peer.ipBlock !== undefined) return [`addresses ${peer.ipBlock.cidr}`];
  const namespace = peer.namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'];
  if (peer.podSelector === undefined)
    return [namespace === undefined ? 'every pod' : `namespace ${namespace}`];
  return all
    .filter((pods) => pods.namespace === namespace && matches(peer.podSelector ?? {}, pods.labels))
    .map(({ name }) => name);
}

const portsOf = ({ ports }: Rule) =>
  ports === undefined ? ['all'] : ports.map(({ port, protocol }) => `${port}/${protocol}`);

const ASKS_FOR_NAMES = /^(53|5353)\//;

/** In each namespace a pod that nobody has thought of: what is true of it is what the namespace says of all pods. */
function strangers(objects: readonly KubernetesObject[]): Pods[] {
  const namespaces = new Set(podsOf(objects).map(({ namespace }) => namespace));
  return [...namespaces].map((namespace) => ({
    name: `another pod of ${namespace}`,
    namespace,
    labels: { app: 'another' },
  }));
}

/**
 * What is open, as `from → to port`. Between pods, both must allow it; a pod that no policy selects allows
 * everything, and would show as "everything". What asks for names is told as `from → names`.
 */
function reachable(objects: readonly KubernetesObject[]): string[] {
  const pods = [...podsOf(objects), ...strangers(objects)];
  const policies = policiesOf(objects);
  const rules = (of: Pods, direction: 'ingress' | 'egress') => {
    const selecting = policies.filter(
      ({ namespace, podSelector }) => namespace === of.namespace && matches(podSelector, of.labels),
    );
    return selecting.length === 0 ? undefined : selecting.flatMap((policy) => policy[direction]);
  };
  const isOurs = (name: string) => pods.some((one) => one.name === name);
  const said = (of: Pods, direction: 'ingress' | 'egress') =>
    (rules(of, direction) ?? [{ from: [EVERYTHING], to: [EVERYTHING] }]).flatMap((rule: Rule) =>
      ((direction === 'ingress' ? rule.from : rule.to) ?? [{}]).flatMap((peer) =>
        named(peer, pods).flatMap((name) => portsOf(rule).map((port) => ({ name, port }))),
      ),
    );
  const open = new Set<string>();
  for (const target of pods) {
    for (const { name, port } of said(target, 'ingress')) {
      const source = pods.find((one) => one.name === name);
      const allowed =
        source === undefined ||
        said(source, 'egress').some((other) => other.name === target.name && other.port === port);
      if (allowed) open.add(`${name} → ${target.name} ${port}`);
    }
    for (const { name, port } of said(target, 'egress')) {
      if (isOurs(name)) continue;
      open.add(`${target.name} → ${ASKS_FOR_NAMES.test(port) ? 'names' : `${name} ${port}`}`);
    }
  }
  return [...open].sort();
}

const EVERYTHING: PolicyPeer = { ipBlock: { cidr: 'everything' } };

/** The table, and what stands below it: every pod may ask for names, those that nobody has thought of included. */
function allowed(environment: string, objects: readonly KubernetesObject[]): string[] {
  const names = [...podsOf(objects), ...strangers(objects)].map(({ name }) => `${name} → names`);
  return [...new Set([...declared(environment), ...names])].sort();
}

const objectsOf = (environment: string) => manifests(environment).map(({ object }) => object);

describe.each(environments())('%s', (environment) => {
  const objects = objectsOf(environment);

  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');

  test('who may reach whom is what docs/reference/network.md says', () => {
    expect(reachable(objects)).toEqual(allowed(environment, objects));
  });

  test('every namespace denies by default', () => {
    const denying = policiesOf(objects)
      .filter(({ podSelector }) => Object.keys(podSelector).length === 0)
      .map(({ namespace }) => namespace);
    expect(denying.sort()).toEqual([...new Set(podsOf(objects).map(({ namespace }) => namespace))].sort());
  });

  test.each(policies.map((policy) => [`${policy.metadata.namespace}/${policy.metadata.name}`, policy]))(
    'without the policy %s, somebody reaches more or less',
    (_, policy) => {
      const without = objects.filter((object) => object !== policy);
      expect(reachable(without)).not.toEqual(allowed(environment, objects));
    },
  );
});

describe('a Kafka that is there is reached', () => {
  const WEB = ['b-1.example.org:9096', 'b-2.example.org:9096'];
  const INSIDE = [
    'main-kafka-bootstrap.strimzi.svc:9093',
    'main-kafka-bootstrap.strimzi.svc.cluster.local:9093',
  ];
  const ADDRESSES = ['addresses 0.0.0.0/0', 'addresses ::/0'];

  test.each<[where: string, servers: string[], options: string[], to: string[]]>([
    ['anywhere, at its port', WEB, [], ADDRESSES.map((range) => `${range} 9096/TCP`)],
    ['in the namespace of its addresses', INSIDE, [], ['namespace strimzi 9093/TCP']],
    [
      'there and anywhere, if only some addresses tell a namespace',
      [...INSIDE, 'b-1.example.org:9093'],
      [],
      [...ADDRESSES.map((range) => `${range} 9093/TCP`), 'namespace strimzi 9093/TCP'],
    ],
    [
      'at the addresses that are said',
      WEB,
      ['networkPolicies.kafkaAddresses={192.0.2.0/24,2001:db8::/32}'],
      ['addresses 192.0.2.0/24 9096/TCP', 'addresses 2001:db8::/32 9096/TCP'],
    ],
    [
      'in the namespace that is said',
      ['kafka.brokers.internal:9093'],
      ['networkPolicies.kafkaNamespace=brokers'],
      ['namespace brokers 9093/TCP'],
    ],
    [
      'in both',
      INSIDE,
      ['networkPolicies.kafkaNamespace=brokers', 'networkPolicies.kafkaAddresses={192.0.2.0/24}'],
      ['addresses 192.0.2.0/24 9093/TCP', 'namespace brokers 9093/TCP'],
    ],
  ])('%s', (_, servers, options, to) => {
    const all = [
      'kafka.mode=kraft',
      'kafka.provider=external',
      `kafka.bootstrapServers={${servers.join(',')}}`,
      ...options,
    ];
    const { objects } = rendered('compact', ...all.flatMap((option) => ['--set', option]));
    const from = ['goflow2', 'normalizer', 'normalizer-replay', 'kafka-topics'];
    const clients = reachable([...objects.values()]).filter((line) =>
      from.some((name) => line.startsWith(`${name} → `) && !line.endsWith(' names')),
    );
    expect(clients).toEqual(from.flatMap((name) => to.map((target) => `${name} → ${target}`)).sort());
  });
});

test.each([
  ['networkPolicies.exporters', ['networkPolicies.exporters={192.0.2.0/24}']],
  [
    'goflow2.collectors.edge.exporters',
    ['goflow2.collectors.edge.exporters={192.0.2.0/24}', 'networkPolicies.exporters={192.0.2.0/24}'],
  ],
  ['', []],
  ['', ['networkPolicies.exporters={192.0.2.0/24}', 'networkPolicies.enabled=false']],
])('who says whose flows are taken is warned that a node lets all in: %j', (path, options) => {
  const all = [
    'goflow2.hostNetwork=true',
    'goflow2.serviceType=ClusterIP',
    'namespace.podSecurity=privileged',
    'networkPolicies.nodes={198.51.100.0/24}',
    ...options,
  ];
  const found = loadEnvironments(all.flatMap((option) => ['--set', option])).find(
    ({ name }) => name === 'compact',
  );
  expect((found?.warnings ?? []).map((warning) => warning.path).join()).toBe(path);
});

test('with networkPolicies off, there are none; they come and go as an Application of their own', () => {
  const folders = (...options: string[]) =>
    new Set(
      [...rendered('reference', ...options).objects]
        .filter(([, { kind }]) => kind === 'NetworkPolicy')
        .map(([path]) => path.split('/')[0]),
    );
  expect([...folders()]).toEqual(['network-policies']);
  expect([...folders('--set', 'networkPolicies.enabled=false')]).toEqual([]);
});
