/** Which rejected records are put back: one schema of the variables that say so, and the decision. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ConfigurationError, PREFIX } from '../configuration';
import { rejectionReasons } from '../record/rejection';
import type { RejectedRecord } from './rejected';

/** Every variable of a replay starts with this. */
export const REPLAY_PREFIX = `${PREFIX}REPLAY_`;

const list = (text: string) => text.split(',').map((entry) => entry.trim());
const listOf = <T extends z.ZodType<unknown, string>>(entry: T) =>
  z.string().transform(list).pipe(z.array(entry)).optional();
const flag = z
  .enum(['true', 'false'], { error: 'true or false' })
  .default('false')
  .transform((text) => text === 'true');
const moment = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], {
    error: 'a time such as 2026-03-01T12:00:00Z, or a date',
  })
  .transform((text) => Date.parse(text))
  .optional();

const variables = z.strictObject({
  NORMALIZER_REPLAY_REASONS: listOf(
    z.enum(rejectionReasons, { error: `one or more of ${rejectionReasons.join(',')}` }),
  ),
  NORMALIZER_REPLAY_FIELDS: listOf(z.string().min(1, 'names of fields, separated by commas')),
  NORMALIZER_REPLAY_PARTITIONS: listOf(
    z
      .string()
      .regex(/^\d{1,9}$/, 'numbers of partitions, separated by commas')
      .transform(Number),
  ),
  NORMALIZER_REPLAY_FROM: moment,
  NORMALIZER_REPLAY_UNTIL: moment,
  NORMALIZER_REPLAY_INCLUDE_REPLAYED: flag,
  NORMALIZER_REPLAY_RUN: z.string().min(1, 'a non-empty name').optional(),
  NORMALIZER_REPLAY_DRY_RUN: flag,
});

/** The names of all variables. */
export const replayVariables = Object.keys(variables.shape);

/** What one replay is to do. */
export interface Selection {
  /** Those rejected for one of these reasons; undefined for any. So with the ones below. */
  readonly reasons: readonly string[] | undefined;
  /** Those rejected for one of these fields. */
  readonly fields: readonly string[] | undefined;
  /** Those read from one of these partitions of the input topic. */
  readonly partitions: readonly number[] | undefined;
  /** Those with this timestamp or a later one, in milliseconds since 1970. */
  readonly from: number | undefined;
  /** Those with an earlier timestamp. */
  readonly until: number | undefined;
  /** Also those that have been put back before and were rejected again. */
  readonly includeReplayed: boolean;
  /** A name for the run: under a new one, also those that an earlier run has put back. */
  readonly run: string | undefined;
  /** Count only. */
  readonly dryRun: boolean;
}

/**
 * Reads the selection out of an environment; only variables of a replay are looked at.
 * @throws {ConfigurationError} that names every problem
 */
export function readSelection(environment: Readonly<Record<string, string | undefined>>): Selection {
  const ours = Object.fromEntries(
    Object.entries(environment).filter(([name]) => name.startsWith(REPLAY_PREFIX)),
  );
  const result = variables.safeParse(ours);
  if (!result.success) {
    throw new ConfigurationError(
      result.error.issues.flatMap((issue) =>
        (issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0])]).map((name) => ({
          name,
          found: ours[name],
          allowed:
            issue.code === 'unrecognized_keys' ? `one of ${replayVariables.join(', ')}` : issue.message,
        })),
      ),
    );
  }
  const read = result.data;
  return {
    reasons: read.NORMALIZER_REPLAY_REASONS,
    fields: read.NORMALIZER_REPLAY_FIELDS,
    partitions: read.NORMALIZER_REPLAY_PARTITIONS,
    from: read.NORMALIZER_REPLAY_FROM,
    until: read.NORMALIZER_REPLAY_UNTIL,
    includeReplayed: read.NORMALIZER_REPLAY_INCLUDE_REPLAYED,
    run: read.NORMALIZER_REPLAY_RUN,
    dryRun: read.NORMALIZER_REPLAY_DRY_RUN,
  };
}

/** What is done with a record, and if it is left out, why. */
export type Decision = 'selected' | 'notSelected' | 'replayedBefore' | 'otherTopic' | 'foreign';

/** @param inputTopic the topic that records are put back to: those that came from another one stay out */
export function decide(
  record: RejectedRecord | undefined,
  selection: Selection,
  inputTopic: string,
): Decision {
  if (record === undefined) return 'foreign';
  if (record.topic !== inputTopic) return 'otherTopic';
  const { reasons, fields, partitions, from = -Infinity, until = Infinity } = selection;
  const wanted =
    (reasons?.includes(record.reason) ?? true) &&
    (fields?.includes(record.field ?? '') ?? true) &&
    (partitions?.includes(record.partition) ?? true) &&
    record.timestamp >= from &&
    record.timestamp < until;
  if (!wanted) return 'notSelected';
  return record.replays > 0 && !selection.includeReplayed ? 'replayedBefore' : 'selected';
}

/**
 * The consumer group that remembers how far a selection has been replayed: the same selection goes on where it
 * stopped, another one begins at the earliest record.
 */
export function groupOf(consumerGroup: string, selection: Selection): string {
  const { reasons, fields, partitions, from, until, includeReplayed, run } = selection;
  const parts = [sorted(reasons), sorted(fields), sorted(partitions), from, until, includeReplayed, run];
  const hash = createHash('sha256').update(JSON.stringify(parts.map((part) => part ?? null)));
  return `${consumerGroup}-replay-${hash.digest('hex').slice(0, 12)}`;
}

const sorted = (values: readonly (string | number)[] | undefined) => values && [...new Set(values)].sort();
