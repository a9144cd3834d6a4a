/**
 * FlinkClusters, after the update rules of the operator's webhook (v0.3.9), in its order: the first that
 * refuses or accepts decides.
 */
import { compareValues, pathText } from '../compare';
import { at, group, inline, isKept, isReplaced, items, list } from '../fields';
import { danger, type Consequence, type ObjectChange, type Rule } from '../model';
import { successorOf } from './normalizer';

const restart = (text: string): Consequence => ({ severity: 'restart', text });
const info = (text: string): Consequence => ({ severity: 'info', text });
const refused = (why: string): Consequence => danger(`Refused by the operator's webhook: ${why}`);

/** Changing these alone starts no update: the hash of the revision leaves them out. */
const WITHOUT_UPDATE = [
  'job.cleanupPolicy',
  'job.restartPolicy',
  'job.cancelRequested',
  'job.savepointGeneration',
];

export const flink: Rule = (change, surroundings) => {
  const { apiVersion, kind, before, after } = change;
  if (kind !== 'FlinkCluster' || group(apiVersion) !== 'flinkoperator.k8s.io' || !before) return [];
  if (!after) return successorOf(change, surroundings) === undefined ? removed(change) : [];
  return [...control(change), ...specChanged(before.spec, after.spec, isReplaced(after))];
};

function removed({ before }: ObjectChange): Consequence[] {
  if (isKept(before)) return [];
  return at(before, 'spec', 'job') === undefined
    ? [danger('The cluster and all jobs that run in it are stopped, without a savepoint.')]
    : [danger('Its job is stopped without a savepoint, and its pods and Services are deleted.')];
}

/** Commands that are given as an annotation, which the operator takes away when it's done. */
function control({ before, after }: ObjectChange): Consequence[] {
  const [old, asked] = [before, after].map((object) =>
    at(object, 'metadata', 'annotations', 'flinkclusters.flinkoperator.k8s.io/user-control'),
  );
  if (asked === old || asked === undefined) return [];
  const again = 'The operator removes the annotation, and Argo CD sets it again: the command repeats.';
  return asked === 'job-cancel' ? [danger(`The job is cancelled. ${again}`)] : [danger(again)];
}

function specChanged(before: unknown, after: unknown, replaced: boolean): Consequence[] {
  const changed = compareValues(before, after).map(({ path }) => pathText(path));
  if (changed.length === 0) return [];
  const [oldJob, job] = [at(before, 'job'), at(after, 'job')];
  if (replaced) return [madeAgain(before, oldJob)];
  if (oldJob === undefined && job === undefined) {
    return [danger('All pods of the cluster are deleted and made again: the jobs that run in it are lost.')];
  }
  return [refusal(oldJob, job, changed) ?? decided(before, after, changed)].flat();
}

/** Deleting and creating passes no update rule. */
function madeAgain(before: unknown, job: unknown): Consequence {
  const how = 'Argo CD deletes the cluster and makes it again (Force=true, Replace=true)';
  if (job === undefined) return danger(`${how}: the jobs that run in it are lost.`);
  const properties = at(before, 'flinkProperties');
  const stateful =
    at(job, 'savepointsDir') !== undefined ||
    at(properties, 'execution.checkpointing.interval') !== undefined;
  return stateful
    ? danger(`${how}: its job is stopped without a savepoint and starts without its state.`)
    : restart(`${how}: its job, which keeps no state, starts from the beginning.`);
}

/** Why the webhook says no, whatever is live; undefined when it may say yes. */
function refusal(before: unknown, after: unknown, changed: readonly string[]): Consequence | undefined {
  const single = changed.length === 1;
  const cancel = [before, after].map((job) => at(job, 'cancelRequested') === true);
  if (cancel[0] === true && cancel[1] === false) return refused("job.cancelRequested can't be taken back.");
  if (cancel[0] === false && cancel[1] === true && !single) {
    return refused('job.cancelRequested must be the only change.');
  }
  if (changed.includes('job.savepointGeneration') && !single) {
    return refused('job.savepointGeneration must be the only change.');
  }
  if ((before === undefined) !== (after === undefined)) {
    return refused(
      "a cluster can't gain or lose its job. The sync fails until the cluster is deleted and made again.",
    );
  }
  const isCommand = single && (cancel[1] === true || changed.includes('job.savepointGeneration'));
  if (isCommand) return undefined;
  const directory = [before, after].map((job) => at(job, 'savepointsDir') ?? '');
  if (directory[0] === '') {
    return refused(
      'the live spec has no job.savepointsDir, so no change of the spec passes. The sync fails until the ' +
        'cluster is deleted and made again; its job then starts without its state.',
    );
  }
  return directory[1] === '' ? refused("job.savepointsDir can't be removed.") : undefined;
}

/** What an accepted change does. */
function decided(before: unknown, after: unknown, changed: readonly string[]): Consequence[] {
  const job = at(after, 'job');
  if (changed.length === 1 && changed[0] === 'job.savepointGeneration') {
    return [
      info('A savepoint is taken, if this is one more than the live number; else the webhook refuses it.'),
    ];
  }
  if (changed.length === 1 && changed[0] === 'job.cancelRequested') {
    const savepoint = at(job, 'savepointsDir') === undefined ? 'without' : 'after';
    return [danger(`The job is cancelled, ${savepoint} a savepoint.`)];
  }
  const start = at(job, 'fromSavepoint');
  const takes = at(job, 'takeSavepointOnUpdate') !== false;
  const hint = start === undefined && !takes ? ` ${unlessUpToDate(job)}` : '';
  if (
    changed.every((path) => WITHOUT_UPDATE.some((field) => path === field || path.startsWith(`${field}.`)))
  ) {
    return [info(`The job runs on: the operator reads ${list(changed)} when it's needed.${hint}`)];
  }
  const pods =
    at(after, 'recreateOnUpdate') === false
      ? 'the objects of the cluster are changed in place'
      : 'all pods of the cluster are deleted and made again';
  if (start !== undefined) {
    return [
      danger(
        `The job is updated without a savepoint: it is cancelled, ${pods}, and it starts from ` +
          `${inline(start)} (job.fromSavepoint). What it did since that savepoint is done again.`,
      ),
      ...claims(before, after),
    ];
  }
  if (!takes) {
    return [
      danger(
        `The job is updated without a savepoint: it is cancelled, ${pods}, and it starts from the last ` +
          `savepoint. What it did since is done again.${hint}`,
      ),
      ...claims(before, after),
    ];
  }
  return [
    restart(
      `The job is updated with a savepoint: it is stopped with one in ${inline(at(job, 'savepointsDir'))}, ${pods}, ` +
        `and it goes on from there. The update waits while the savepoint fails.`,
    ),
    ...claims(before, after),
  ];
}

function unlessUpToDate(job: unknown): string {
  const age = at(job, 'maxStateAgeToRestoreSeconds');
  return `The webhook refuses this when the last savepoint is older than ${inline(age)} seconds.`;
}

/** The operator ties volume claims to the StatefulSet that it deletes. */
function claims(before: unknown, after: unknown): Consequence[] {
  if (at(after, 'recreateOnUpdate') === false) return [];
  const owners = ['jobManager', 'taskManager'].filter(
    (component) => items(at(before, component, 'volumeClaimTemplates')).length > 0,
  );
  if (owners.length === 0) return [];
  return [danger(`The volume claims of ${list(owners)} are deleted at the update, with their data.`)];
}
