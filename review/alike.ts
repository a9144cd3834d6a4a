/** Environments that change alike are told once: what happens in all of them first, then what each has alone. */
import type { Review, ReviewedChange } from './model';
import { SEVERITIES } from './model';

/** Changes that are the same in some environments. */
export interface Alike {
  /** In alphabetical order. */
  readonly environments: readonly string[];
  /** As in the first of them; the most severe first. */
  readonly objects: readonly ReviewedChange[];
}

/** Every change once, with all environments that it happens in; the most severe and the most common first. */
export function alike({ environments }: Review): Alike[] {
  const same = new Map<string, { change: ReviewedChange; names: string[] }>();
  for (const { name, objects } of [...environments].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    for (const change of objects) {
      const identity = identityOf(change, name);
      const known = same.get(identity) ?? { change, names: [] };
      same.set(identity, known);
      known.names.push(name);
    }
  }
  const groups = new Map<string, Alike & { objects: ReviewedChange[] }>();
  for (const { change, names } of same.values()) {
    const group = groups.get(names.join()) ?? { environments: names, objects: [] };
    groups.set(names.join(), group);
    group.objects.push(change);
  }
  return [...groups.values()]
    .map((group) => ({ ...group, objects: [...group.objects].sort(bySeverity) }))
    .sort(compareGroups);
}

/** What a change does, without the names that only say where: an Application's holds that of its environment. */
function identityOf(change: ReviewedChange, environment: string): string {
  const { application, movedFrom, renamedFrom, kind, namespace, name, fields, consequences } = change;
  const text = JSON.stringify([
    ...[application, movedFrom, renamedFrom, change.change, kind, namespace, name],
    fields,
    consequences,
  ]);
  return text.replace(new RegExp(`(?<![a-z0-9])${environment}(?![a-z0-9])`, 'g'), '*');
}

const severity = ({ severity: of }: ReviewedChange) => SEVERITIES.indexOf(of);

const bySeverity = (one: ReviewedChange, other: ReviewedChange) => severity(one) - severity(other);

/** How severe the worst of them is. */
const worst = ({ objects }: Alike) => Math.min(...objects.map(severity));

const compareGroups = (one: Alike, other: Alike) =>
  worst(one) - worst(other) || other.environments.length - one.environments.length;
