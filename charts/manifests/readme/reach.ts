/** Who may reach whom inside the cluster, as the NetworkPolicies say it. */
import { groupBy, list, table } from './markdown';
import { ofKind, selects, type Labels } from './objects';
import { workloadsOf, type Workload } from './workloads';
import type { Manifest } from '../write';

interface Selector {
  readonly matchLabels?: Labels;
}

interface Peer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string };
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port: number; readonly protocol: string }[];
}

interface PolicySpec {
  readonly podSelector: Selector;
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

/** One connection that is allowed. */
export interface Connection {
  readonly from: string;
  readonly to: string;
  /** Such as `9092/TCP`, or `all`. */
  readonly port: string;
}

/** Where every pod may ask for names; that is said once, not of each of them. */
const NAMES = [53, 5353];

/** Connections into the pods of the environment, and out of it. */
export function connections(objects: readonly Manifest[]): Connection[] {
  const workloads = workloadsOf(objects);
  const isOurs = (name: string) => workloads.some((one) => one.name === name);
  return workloads.flatMap(({ name, namespace, labels }) => {
    const policies = policiesOf(objects, namespace, labels);
    const incoming = policies
      .flatMap(({ ingress = [] }) => ingress)
      .flatMap((rule) =>
        ends(rule, rule.from, workloads).map(({ end, port }) => ({ from: end, to: name, port })),
      );
    const outgoing = policies
      .flatMap(({ egress = [] }) => egress)
      .flatMap((rule) =>
        ends(rule, rule.to, workloads).map(({ end, port }) => ({ from: name, to: end, port })),
      );
    return [...incoming, ...outgoing.filter(({ to }) => !isOurs(to))];
  });
}

/** Who may open a connection to a port of the workload; everybody, if no policy selects its pods. */
export function sourcesOf(
  objects: readonly Manifest[],
  { name, namespace, labels }: Workload,
  port: number | undefined,
  protocol: string,
): string[] {
  if (policiesOf(objects, namespace, labels).length === 0) return ['everybody'];
  const wanted = [`${port ?? ''}/${protocol}`, 'all'];
  return connections(objects).flatMap((one) =>
    one.to === name && wanted.includes(one.port) ? one.from : [],
  );
}

/** A row for each two that may speak. */
export function reach(objects: readonly Manifest[]): string {
  if (ofKind(objects, 'NetworkPolicy').length === 0) {
    return 'There are no NetworkPolicies (`networkPolicies.enabled`): every pod of the cluster reaches every other.';
  }
  const rows = [...groupBy(connections(objects), ({ from, to }) => `${from} → ${to}`).values()].map(
    (both) => [both[0]?.from ?? '', both[0]?.to ?? '', list(both.map(({ port }) => port))],
  );
  return table(['From', 'To', 'Ports'], rows);
}

function policiesOf(objects: readonly Manifest[], namespace: string, labels: Labels): PolicySpec[] {
  return ofKind<PolicySpec>(objects, 'NetworkPolicy')
    .filter(({ metadata, spec }) => metadata.namespace === namespace && matches(spec.podSelector, labels))
    .map(({ spec }) => spec);
}

const matches = ({ matchLabels = {} }: Selector, labels: Labels) => selects(matchLabels, labels);

/** The other ends of a rule, by every port of it. */
function ends({ ports }: Rule, peers: readonly Peer[] = [{}], workloads: readonly Workload[]) {
  const said = ports
    ?.filter(({ port }) => !NAMES.includes(port))
    .map(({ port, protocol }) => `${port}/${protocol}`);
  return peers
    .flatMap((peer) => named(peer, workloads))
    .flatMap((end) => (said ?? ['all']).map((port) => ({ end, port })));
}

/** Pods of the environment by name, others in words. */
function named({ ipBlock, namespaceSelector, podSelector }: Peer, workloads: readonly Workload[]): string[] {
  if (ipBlock !== undefined) return [`addresses ${ipBlock.cidr}`];
  const namespace = namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'];
  if (podSelector === undefined) return [namespace === undefined ? 'every pod' : `namespace ${namespace}`];
  return workloads
    .filter((one) => one.namespace === namespace && matches(podSelector, one.labels))
    .map(({ name }) => name);
}
