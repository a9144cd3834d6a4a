/** What two environments can't both have in one cluster. */
import { OWN_CLUSTER } from './argocd';
import type { Path } from './layers';
import type { NamedValues } from './load';
import { nodePorts } from './node-ports';

/** Where an environment takes what another one has. */
export interface Clash {
  /** Whose value is to be changed. */
  readonly environment: string;
  readonly path: Path;
  readonly allowed: string;
  /** `warning`: they may be in two clusters; nothing says so. */
  readonly severity: 'error' | 'warning';
}

/** Every clash of environments that are deployed to one cluster. */
export function clashes(environments: readonly NamedValues[]): Clash[] {
  return environments.flatMap((later, index) =>
    environments.slice(0, index).flatMap((earlier) => clashesOf(earlier, later)),
  );
}

function clashesOf(earlier: NamedValues, later: NamedValues): Clash[] {
  const { server } = later.values.argocd;
  if (earlier.values.argocd.server !== server) return [];
  // Two of one namespace are alternatives of each other, for a cluster each.
  if (earlier.values.namespace.name === later.values.namespace.name) return [];
  // Every Argo CD calls its own cluster so, and there may be two.
  const severity = server === OWN_CLUSTER ? 'warning' : 'error';
  const taken = new Map(nodePorts(earlier.values).map(({ path, port }) => [port, path]));
  return nodePorts(later.values).flatMap(({ path, port }) => {
    const owner = taken.get(port);
    if (owner === undefined) return [];
    return [
      {
        environment: later.name,
        path,
        allowed: `a port of its own, or another argocd.server: ${port} is that of environment ${earlier.name} (${owner.map(String).join('.')})`,
        severity,
      },
    ];
  });
}
