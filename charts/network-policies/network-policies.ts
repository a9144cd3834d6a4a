/**
 * NetworkPolicies: everything is denied in the namespaces of ours, both ways, but the flows of flows.ts and names.
 * Probes come from the pod's own node, which no policy keeps out.
 */
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { ApplicationChart } from '../kubernetes/application-chart';
import { COMMON_LABELS, labels, selectorLabels } from '../kubernetes/labels';
import type { Values } from '../values/schema';
import type { Flow } from './flow';
import { flows } from './flows';
import { podPeer, type Peer, type Pods } from './peers';

const isPods = (peer: Peer): peer is Pods => 'component' in peer;

export class NetworkPolicies extends ApplicationChart {
  constructor(scope: Construct, values: Values) {
    super(scope, 'network-policies', { namespace: values.namespace.name });
    const all = flows(values);
    const pods = new Map(
      all
        .flatMap(({ from, to }) => [from, to])
        .filter(isPods)
        .map((peer) => [`${peer.namespace}/${peer.name}`, peer]),
    );
    for (const namespace of new Set([
      values.namespace.name,
      ...[...pods.values()].map((peer) => peer.namespace),
    ])) {
      this.denyAll(namespace);
    }
    for (const peer of pods.values()) this.allow(peer, all);
  }

  /** Names are asked for by everybody: of the cluster's DNS, or of a cache on the node. */
  private denyAll(namespace: string): void {
    new k8s.KubeNetworkPolicy(this, `default-${namespace}`, {
      metadata: { name: `${namespace}-default-deny`, namespace, labels: COMMON_LABELS },
      spec: {
        podSelector: {},
        policyTypes: ['Ingress', 'Egress'],
        egress: [
          {
            to: [{ namespaceSelector: {} }, { ipBlock: { cidr: '169.254.0.0/16' } }],
            ports: [53, 5353].flatMap((number) => [port(number, 'UDP'), port(number, 'TCP')]),
          },
        ],
      },
    });
  }

  private allow(pods: Pods, all: readonly Flow[]): void {
    const same = (peer: Peer) => isPods(peer) && peer.name === pods.name && peer.namespace === pods.namespace;
    const ingress = all.filter(({ to }) => same(to));
    const egress = all.filter(({ from }) => same(from));
    new k8s.KubeNetworkPolicy(this, `${pods.namespace}-${pods.name}`, {
      metadata: { name: pods.name, namespace: pods.namespace, labels: labels(pods.component) },
      spec: {
        podSelector: { matchLabels: selectorLabels(pods.component) },
        policyTypes: ['Ingress', 'Egress'],
        ...(ingress.length > 0 && {
          ingress: ingress.map((flow) => ({ from: named(flow.from), ...ports(flow) })),
        }),
        ...(egress.length > 0 && {
          egress: egress.map((flow) => ({ to: named(flow.to), ...ports(flow) })),
        }),
      },
    });
  }
}

function named(peer: Peer): k8s.NetworkPolicyPeer[] {
  return isPods(peer) ? [podPeer(peer)] : [...peer.others];
}

function ports({ ports: numbers, protocol }: Flow): { ports?: k8s.NetworkPolicyPort[] } {
  return numbers.length === 0 ? {} : { ports: numbers.map((number) => port(number, protocol ?? 'TCP')) };
}

function port(number: number, protocol: string): k8s.NetworkPolicyPort {
  return { port: k8s.IntOrString.fromNumber(number), protocol };
}
