/** What git shows as one object gone and another come, and is one that goes by another name or namespace. */
import { compareValues } from './compare';
import { at, group, items } from './fields';
import type { Consequence, ReviewedChange } from './model';
import { SEVERITIES } from './model';

/** The changes of one environment, with each pair in one. */
export function pairRenamed(changes: readonly ReviewedChange[]): ReviewedChange[] {
  const partners = new Map<ReviewedChange, ReviewedChange>();
  const gone = changes.filter(({ change }) => change === 'removed');
  for (const added of changes.filter(({ change }) => change === 'added')) {
    const free = gone.filter((removed) => !partners.has(removed) && isAlike(removed, added));
    const removed = free.find((one) => isMoved(one, added)) ?? free.find((one) => isRenamed(one, added));
    if (removed === undefined) continue;
    partners.set(removed, added);
    partners.set(added, removed);
  }
  return changes.flatMap((change) => {
    const partner = partners.get(change);
    if (partner === undefined) return [change];
    return change.change === 'removed' ? [] : [pair(partner, change)];
  });
}

function isAlike(removed: ReviewedChange, added: ReviewedChange): boolean {
  return (
    removed.application === added.application &&
    removed.kind === added.kind &&
    group(removed.apiVersion) === group(added.apiVersion)
  );
}

/** The same name in another namespace; or a name that is made of it. */
function isMoved(removed: ReviewedChange, added: ReviewedChange): boolean {
  const { namespace = '' } = removed;
  return [removed.name, removed.name.replace(namespace, added.namespace ?? '')].includes(added.name);
}

/** Another name, and nothing else than what follows from it: where the name stands alone, or within others. */
function isRenamed(removed: ReviewedChange, added: ReviewedChange): boolean {
  const [before, after] = [JSON.stringify(removed.before), JSON.stringify(added.after)];
  const alone = new RegExp(`(?<![\\w-])${removed.name.replaceAll('.', '\\.')}(?![\\w-])`, 'g');
  return (
    removed.namespace === added.namespace &&
    [removed.name, alone].some((name) => before.replaceAll(name, added.name) === after)
  );
}

function pair(removed: ReviewedChange, added: ReviewedChange): ReviewedChange {
  const consequences = [...data(removed, added), ...removed.consequences, ...added.consequences].sort(
    (one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity),
  );
  return {
    ...added,
    change: 'renamed',
    renamedFrom: named(removed),
    ...(removed.before && { before: removed.before }),
    fields: compareValues(removed.before, added.after),
    consequences,
    severity: consequences[0]?.severity ?? 'info',
  };
}

/** Kubernetes knows no renaming: what holds data is a new one, and empty. */
function data(removed: ReviewedChange, { kind, namespace, name, after }: ReviewedChange): Consequence[] {
  const isMove = removed.namespace !== namespace;
  const how = isMove ? `moved to ${namespace ?? 'the cluster'}` : `renamed to ${name}`;
  const holdsData =
    kind === 'PersistentVolumeClaim' ||
    (kind === 'StatefulSet' && items(at(after, 'spec', 'volumeClaimTemplates')).length > 0);
  if (!holdsData) return [];
  const text = `It is ${how}: the new ${name} starts empty, and what the volumes of ${named(removed)} hold stays behind with their claims.`;
  return [{ severity: 'danger', text }];
}

function named({ namespace, name }: ReviewedChange): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}
