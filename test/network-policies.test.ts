/**
 * Who may reach whom, computed from the objects of `dist/` as a network would, against the table of
 * docs/reference/network.md.
 */
import { environments, manifests, type KubernetesObject } from './manifests';
import { declared } from './network-table';

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

/**
 * What is open, as `from → to port`. Between pods, both must allow it; a pod that no policy selects allows
 * everything, and would show as "everything".
 */
function reachable(objects: readonly KubernetesObject[]): Set<string> {
  const pods = podsOf(objects);
  const policies = policiesOf(objects);
  const rules = (of: Pods, direction: 'ingress' | 'egress') => {
    const selecting = policies.filter(
      ({ namespace, podSelector }) => namespace === of.namespace && matches(podSelector, of.labels),
    );
    return selecting.length === 0 ? undefined : selecting.flatMap((policy) => policy[direction]);
  };
  const isOurs = (name: string) => pods.some((one) => one.name === name);
  const said = (of: Pods, direction: 'ingress' | 'egress') =>
    (rules(of, direction) ?? [{ from: [{ ipBlock: { cidr: 'everything' } }], to: [] }]).flatMap(
      (rule: Rule) =>
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
      if (!isOurs(name) && !/^(53|5353)\//.test(port)) open.add(`${target.name} → ${name} ${port}`);
    }
  }
  return open;
}

const objectsOf = (environment: string) => manifests(environment).map(({ object }) => object);

describe.each(environments())('%s', (environment) => {
  const objects = objectsOf(environment);

  test('who may reach whom is what docs/reference/network.md says', () => {
    expect([...reachable(objects)].sort()).toEqual([...declared(environment)].sort());
  });

  test('every pod is selected by a policy of its own, and every namespace denies by default', () => {
    const policies = policiesOf(objects);
    for (const { namespace, labels, name } of podsOf(objects)) {
      const denies = policies.some(
        (policy) => policy.namespace === namespace && Object.keys(policy.podSelector).length === 0,
      );
      expect([name, denies]).toEqual([name, true]);
      expect(labels).not.toEqual({});
    }
  });

  test('without any one of the policies, somebody reaches more or less', () => {
    const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
    for (const policy of policies) {
      const without = (object: KubernetesObject) => object !== policy;
      const alone = podsOf(objects).filter((pods) => {
        const selects = ({ namespace, podSelector }: Policy) =>
          namespace === pods.namespace && matches(podSelector, pods.labels);
        const [all, others] = [objects, objects.filter(without)].map(policiesOf);
        const isDefault = policy.metadata.name.endsWith('default-deny');
        return isDefault
          ? others?.some(selects) !== true
          : (all?.filter(selects).length ?? 0) > (others?.filter(selects).length ?? 0);
      });
      if (alone.length === 0) continue;
      const name = policy.metadata.name;
      expect([name, [...reachable(objects.filter(without))].sort()]).not.toEqual([
        name,
        [...declared(environment)].sort(),
      ]);
    }
  });
});

test('with networkPolicies off, there are none', () => {
  // Policies are an Application of their own, so that it comes and goes as a whole.
  const folders = new Set(
    manifests('reference')
      .filter(({ object }) => object.kind === 'NetworkPolicy')
      .map(({ path }) => path.split('/')[0]),
  );
  expect([...folders]).toEqual(['network-policies']);
});
