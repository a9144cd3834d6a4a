/** Puts a review together: what differs, what it does, the most dangerous first. */
import { compareRevisions } from './compare';
import { RULES } from './consequences';
import type {
  Consequence,
  ObjectChange,
  PlacedObject,
  Review,
  ReviewedChange,
  ReviewedEnvironment,
  Severity,
  Surroundings,
} from './model';
import { SEVERITIES } from './model';
import { pairRenamed } from './renames';

export interface Revision {
  readonly name: string;
  readonly objects: readonly PlacedObject[];
}

export function review(base: Revision, head: Revision): Review {
  const changes = compareRevisions(base.objects, head.objects);
  const names = [...new Set(changes.map(({ environment }) => environment))].sort();
  const environments = names.map((name): ReviewedEnvironment => {
    const surroundings = { before: objectsOf(base, name), after: objectsOf(head, name) };
    const reviewed = changes
      .filter(({ environment }) => environment === name)
      .map((change) => reviewChange(change, surroundings));
    const objects = pairRenamed(reviewed).sort(byDanger);
    return { name, severity: objects[0]?.severity ?? 'info', objects };
  });
  return { base: base.name, head: head.name, environments: environments.sort(byDanger) };
}

/** True when a reviewer should stop and think. */
export function isDangerous({ environments }: Review): boolean {
  return environments.some(({ severity }) => severity === 'danger');
}

function objectsOf({ objects }: Revision, environment: string): PlacedObject['object'][] {
  return objects.filter((placed) => placed.environment === environment).map(({ object }) => object);
}

function reviewChange(change: ObjectChange, surroundings: Surroundings): ReviewedChange {
  const consequences = RULES.flatMap((rule): readonly Consequence[] => rule(change, surroundings)).sort(
    byDanger,
  );
  return { ...change, severity: consequences[0]?.severity ?? 'info', consequences };
}

/** Sorting is stable: what is equally dangerous stays in its order. */
function byDanger(one: { readonly severity: Severity }, other: { readonly severity: Severity }): number {
  return SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity);
}
