/** What becomes of the pods of a workload. */
import { compareValues } from '../compare';
import { at, isKept, isReplaced } from '../fields';
import type { Consequence, ObjectChange, Rule } from '../model';
import { immutableFields } from './immutable';
import { successorOf } from './normalizer';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];

export const pods: Rule = (change, surroundings) => {
  if (change.kind === 'CronJob') return cronJob(change);
  if (!WORKLOADS.includes(change.kind) || successorOf(change, surroundings) !== undefined) return [];
  if (change.change === 'removed') return removed(change);
  if (change.change === 'added') return [];
  return [...restarted(change), ...scaled(change)];
};

function removed({ kind, before }: ObjectChange): Consequence[] {
  if (isKept(before)) return [];
  const volumes = kind === 'StatefulSet' ? '; the claims of their volumes stay' : '';
  return [{ severity: 'danger', text: `Its pods are stopped for good${volumes}.` }];
}

function restarted(change: ObjectChange): Consequence[] {
  const { kind, before, after } = change;
  // Nothing restarts when the API server refuses the change; what happens then is said by another rule.
  if (immutableFields(change).length > 0 || isReplaced(after)) return [];
  if (compareValues(at(before, 'spec', 'template'), at(after, 'spec', 'template')).length === 0) return [];
  return [{ severity: 'restart', text: restart(kind, after) }];
}

function restart(kind: string, after: unknown): string {
  const strategy = at(after, 'spec', kind === 'Deployment' ? 'strategy' : 'updateStrategy', 'type');
  if (strategy === 'OnDelete') return 'Its pods change only when somebody deletes them (OnDelete).';
  const replicas = Number(at(after, 'spec', 'replicas') ?? 1);
  if (replicas === 0) return 'No pod restarts: it has none.';
  switch (kind) {
    case 'StatefulSet':
      return replicas === 1
        ? 'Its only pod restarts, and is away meanwhile.'
        : `Its ${replicas} pods restart one by one, the last first.`;
    case 'DaemonSet':
      return 'Its pods restart, node by node.';
    case 'Deployment':
      if (strategy === 'Recreate') {
        return replicas === 1
          ? 'Its only pod is stopped before the new one starts, and is away meanwhile.'
          : `Its ${replicas} pods are all stopped before the new ones start.`;
      }
      return replicas === 1
        ? 'Its only pod is replaced: the new one is ready before the old one stops.'
        : `Its ${replicas} pods are replaced, a few at a time.`;
    default:
      return 'Its pods change only when they are made again.';
  }
}

function scaled({ kind, name, before, after }: ObjectChange): Consequence[] {
  const [from, to] = [before, after].map((object) => Number(at(object, 'spec', 'replicas') ?? 1));
  if (from === undefined || to === undefined || from === to || kind === 'DaemonSet') return [];
  if (to === 0) return [{ severity: 'danger', text: `Scaled from ${from} pods to none: it stops.` }];
  if (to > from) return [{ severity: 'info', text: `Scaled from ${from} to ${to} pods.` }];
  if (kind !== 'StatefulSet') return [{ severity: 'restart', text: `Scaled from ${from} to ${to} pods.` }];
  const gone = from - to === 1 ? `${name}-${to}` : `${name}-${to} to ${name}-${from - 1}`;
  return [
    {
      severity: 'danger',
      text:
        `Scaled from ${from} to ${to} pods: ${gone} stop for good. What only they hold is out of reach; ` +
        `the claims of their volumes stay.`,
    },
  ];
}

function cronJob({ change, before, after }: ObjectChange): Consequence[] {
  const same =
    compareValues(at(before, 'spec', 'jobTemplate'), at(after, 'spec', 'jobTemplate')).length === 0;
  if (change !== 'changed' || same) return [];
  return [{ severity: 'info', text: 'Taken up by its next run; a run under way goes on unchanged.' }];
}
