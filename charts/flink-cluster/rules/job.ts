/** Rules of the job: what is run, how it is submitted, restarted, updated and cleaned up after. */
import { REMADE_ON_CHANGE, SYNC_OPTIONS } from '../../kubernetes/sync-options';
import { isAtLeast } from '../version';
import { refuseIf, warnIf, type Rule } from './rule';

const CLEANUP_ACTIONS = ['KeepCluster', 'DeleteCluster', 'DeleteTaskManager'];

/** Rule 17 of the webhook. */
export const jobHasProgram: Rule = ({ spec: { job } }) =>
  refuseIf(
    job !== undefined && job.jarFile === undefined && job.pyFile === undefined && job.pyModule === undefined,
    ['spec', 'job', 'jarFile'],
    'the path of a JAR file (or pyFile, or pyModule)',
  );

/** Nothing downloads what the address names: not the operator, and not the stock image of Flink. */
export const remoteProgramIsFetched: Rule = ({ spec: { job } }) =>
  warnIf(
    [job?.jarFile, job?.pyFile].some((file) => file?.includes('://') === true) &&
      (job?.initContainers ?? []).length === 0,
    ['spec', 'job', 'jarFile'],
    'a path inside the image, or an init container that fetches $FLINK_JOB_JAR_URI into $FLINK_USR_LIB_DIR',
  );

/** Rule 18 of the webhook. */
export const parallelism: Rule = ({ spec: { job } }) =>
  refuseIf((job?.parallelism ?? 1) < 1, ['spec', 'job', 'parallelism'], '1 or more');

/** Rule 19 of the webhook. */
export const restartPolicy: Rule = ({ spec: { job } }) =>
  refuseIf(
    !['Never', 'FromSavepointOnFailure'].includes(job?.restartPolicy ?? 'Never'),
    ['spec', 'job', 'restartPolicy'],
    'Never | FromSavepointOnFailure',
  );

/** Rule 20 of the webhook. */
export const restartHasAgeLimit: Rule = ({ spec: { job } }) =>
  refuseIf(
    job?.restartPolicy === 'FromSavepointOnFailure' && job.maxStateAgeToRestoreSeconds === undefined,
    ['spec', 'job', 'maxStateAgeToRestoreSeconds'],
    'how old a savepoint may be that restartPolicy: FromSavepointOnFailure starts from',
  );

/** Rule 21 of the webhook. */
export const updateWithoutSavepointHasAgeLimit: Rule = ({ spec: { job } }) =>
  refuseIf(
    job?.takeSavepointOnUpdate === false && job.maxStateAgeToRestoreSeconds === undefined,
    ['spec', 'job', 'maxStateAgeToRestoreSeconds'],
    'how old a savepoint may be that takeSavepointOnUpdate: false continues from',
  );

/** Rule 22 of the webhook: all or nothing. */
export const cleanupPolicy: Rule = ({ spec: { job } }) => {
  const policy = job?.cleanupPolicy;
  if (policy === undefined) return [];
  return (['afterJobSucceeds', 'afterJobFails'] as const).flatMap((event) =>
    refuseIf(
      !CLEANUP_ACTIONS.includes(policy[event] ?? ''),
      ['spec', 'job', 'cleanupPolicy', event],
      `${CLEANUP_ACTIONS.join(' | ')}: with a cleanupPolicy nothing is filled in`,
    ),
  );
};

/** The webhook does not look at this one; what it doesn't know acts as KeepCluster. */
export const cleanupAfterCancelIsKnown: Rule = ({ spec: { job } }) =>
  warnIf(
    job?.cleanupPolicy !== undefined && !CLEANUP_ACTIONS.includes(job.cleanupPolicy.afterJobCancelled ?? ''),
    ['spec', 'job', 'cleanupPolicy', 'afterJobCancelled'],
    `${CLEANUP_ACTIONS.join(' | ')}: anything else keeps the cluster`,
  );

/** Rule 23 of the webhook. */
export const jobIsNotCancelled: Rule = ({ spec: { job } }) =>
  refuseIf(
    job?.cancelRequested === true,
    ['spec', 'job', 'cancelRequested'],
    'false: a new FlinkCluster may not be cancelled (kubectl annotate … user-control=job-cancel cancels)',
  );

/** Rule 24 of the webhook. */
export const jobMode: Rule = ({ spec: { job } }) =>
  refuseIf(
    !['Detached', 'Blocking'].includes(job?.mode ?? 'Detached'),
    ['spec', 'job', 'mode'],
    'Detached | Blocking: a mode named Application came with v0.4.0 of the operator; ' +
      'in v0.3.9 every cluster with a job is an application cluster',
  );

/**
 * Update rule U6 of the webhook: without it the job can never be changed again, only deleted. Unless that is
 * what Argo CD does.
 */
export const jobCanBeUpdated: Rule = ({ metadata, spec: { job } }) => {
  const options = metadata.annotations?.[SYNC_OPTIONS]?.split(',') ?? [];
  const remade = REMADE_ON_CHANGE.every((option) => options.includes(option));
  return warnIf(
    job !== undefined && (job.savepointsDir ?? '') === '' && !remade,
    ['spec', 'job', 'savepointsDir'],
    'a folder from the first day on, if the job is ever to be changed: without it the operator refuses every update',
  );
};

/** A savepoint is what restarts; without a place for one, the policy promises what can't be kept. */
export const restartHasSavepoints: Rule = ({ spec: { job } }) =>
  warnIf(
    job?.restartPolicy === 'FromSavepointOnFailure' && (job.savepointsDir ?? '') === '',
    ['spec', 'job', 'restartPolicy'],
    'Never, or a savepointsDir with it: there will be no savepoint to restart from',
  );

/** The option that the operator passes for it does nothing since Flink 1.11 (FLINK-15275). */
export const loggingToStdoutStays: Rule = ({ spec }) =>
  warnIf(
    spec.job?.noLoggingToStdout === true && isAtLeast(spec.flinkVersion, 1, 11),
    ['spec', 'job', 'noLoggingToStdout'],
    'nothing: it has no effect since Flink 1.11; the level is set in logConfig',
  );

/** The submitter gets the JobManager's labels instead. */
export const jobPodLabelsDoNothing: Rule = ({ spec: { job } }) =>
  warnIf(
    job?.podLabels !== undefined,
    ['spec', 'job', 'podLabels'],
    "nothing: v0.3.9 ignores it and gives the submitter the JobManager's labels",
  );
