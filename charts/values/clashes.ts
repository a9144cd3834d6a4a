/** What two environments can't both have in one cluster, or in one Argo CD. */
import { applicationPrefix, destinationOf, OWN_CLUSTER } from './argocd';
import type { Path } from './layers';
import { namespacesOf } from './namespaces';
import { nodePorts } from './node-ports';
import type { NamedValues, Values } from './schema';

/** Where an environment takes what another one has. */
export interface Clash {
  /** Whose value is to be changed. */
  readonly environment: string;
  readonly path: Path;
  readonly allowed: string;
  /** `warning`: they may be in two clusters; nothing says so. */
  readonly severity: 'error' | 'warning';
}

type Severity = Clash['severity'];

/** Every clash of environments that are deployed to one cluster. */
export function clashes(environments: readonly NamedValues[]): Clash[] {
  return environments.flatMap((later, index) =>
    environments.slice(0, index).flatMap((earlier) => clashesOf(earlier, later)),
  );
}

function clashesOf(earlier: NamedValues, later: NamedValues): Clash[] {
  const [cluster, argoCd] = [
    oneCluster(earlier.values, later.values),
    oneArgoCd(earlier.values, later.values),
  ];
  const told = (path: Path, allowed: string, severity: Severity): Clash => ({
    environment: later.name,
    path,
    allowed: `${allowed}, or another cluster.name: ${earlier.name} has it, too`,
    severity,
  });
  return [
    ...(cluster === undefined
      ? []
      : [
          ...inBoth(earlier.values, later.values).map(([path, allowed]) => told(path, allowed, cluster)),
          ...portsOfBoth(earlier, later, cluster),
        ]),
    ...(argoCd === undefined
      ? []
      : applicationsOfBoth(earlier, later).map(([path, allowed]) => ({
          environment: later.name,
          path,
          allowed,
          severity: argoCd,
        }))),
  ];
}

/** Whether both are deployed to one cluster: by its name, or else by its address. */
function oneCluster(
  { argocd: one, cluster: a }: Values,
  { argocd: other, cluster: b }: Values,
): Severity | undefined {
  if (a.name !== undefined && b.name !== undefined) return a.name === b.name ? 'error' : undefined;
  if (destinationOf(one) !== destinationOf(other)) return undefined;
  // Every Argo CD calls its own cluster so, and there may be two.
  return isOwn(one) ? 'warning' : 'error';
}

/** Whether one Argo CD has both: that of a cluster which both are in, or one that deploys to other clusters. */
function oneArgoCd(earlier: Values, later: Values): Severity | undefined {
  if (earlier.argocd.namespace !== later.argocd.namespace) return undefined;
  const [own, other] = [earlier, later].map(({ argocd }) => isOwn(argocd));
  if (own !== other) return undefined;
  return own === true ? oneCluster(earlier, later) : 'warning';
}

const isOwn = (argocd: Values['argocd']) => ['in-cluster', OWN_CLUSTER].includes(destinationOf(argocd));

type Taken = readonly [path: Path, allowed: string];

/** Namespaces, and what a cluster has once. */
function inBoth(earlier: Values, later: Values): Taken[] {
  const theirs = namespacesOf(earlier).map(({ name }) => name);
  return [
    ...namespacesOf(later)
      .filter(({ name }) => theirs.includes(name))
      .map(({ path }): Taken => [path, 'a namespace of its own']),
    ...(['flinkOperator', 'certManager'] as const)
      .filter((section) => earlier[section].install && later[section].install)
      .map((section): Taken => [[section, 'install'], 'false in one of them: a cluster has it once']),
  ];
}

function portsOfBoth(earlier: NamedValues, later: NamedValues, severity: Severity): Clash[] {
  const taken = new Map(nodePorts(earlier.values).map(({ path, port }) => [port, path]));
  return nodePorts(later.values).flatMap(({ path, port }) => {
    const owner = taken.get(port);
    if (owner === undefined) return [];
    const allowed = `a port of its own, or another argocd.server: ${port} is that of environment ${earlier.name} (${owner.map(String).join('.')})`;
    return [{ environment: later.name, path, allowed, severity }];
  });
}

/** Names of Applications: all of them, where the prefix is the same; that of cert-manager has one only if asked. */
function applicationsOfBoth(earlier: NamedValues, later: NamedValues): Taken[] {
  const path = ['argocd', 'applicationPrefix'];
  const [one, other] = [earlier, later].map(applicationPrefix);
  if (one === other) return [[path, `a prefix of its own: environment ${earlier.name} has it, too`]];
  const unprefixed = [earlier, later].every(
    ({ values: { argocd, certManager } }) => certManager.install && argocd.applicationPrefix === undefined,
  );
  const inOneCluster = oneCluster(earlier.values, later.values) !== undefined;
  // In one cluster it is said already that there are two.
  return unprefixed && !inOneCluster ? [[path, 'a prefix, for the Application of cert-manager']] : [];
}
