/** Values of a Flink cluster's job, by the names that they have in a FlinkCluster. */
import { z } from 'zod';
import { flinkPod } from './flink-pods';

const text = (description: string, ...examples: string[]) =>
  z
    .string()
    .exactOptional()
    .meta({ description, ...(examples.length > 0 && { examples }) });

const cleanup = (description: string) =>
  text(description, 'DeleteCluster', 'DeleteTaskManager', 'KeepCluster');

const program = {
  jarFile: text(
    'The JAR file: a path in the image, or an address whose file an init container puts into $FLINK_USR_LIB_DIR.',
    '/opt/flink/usrlib/job.jar',
    'https://example.org/job.jar',
  ),
  className: text("The class with main; absent: the one that the JAR's manifest names.", 'org.example.Job'),
  pyFile: text('Instead of a JAR: the Python file with main, in an image with Python.', '/opt/job/main.py'),
  pyFiles: text(
    'Further Python files, folders and archives for the PYTHONPATH, with commas between.',
    '/opt/job/lib.zip',
  ),
  pyModule: text('Instead of pyFile: the Python module with main; pyFiles must have it.', 'job.main'),
  args: z.array(z.string()).exactOptional().describe('The arguments of main.'),
};

export const flinkJob = z
  .strictObject({
    ...program,
    parallelism: z
      .int()
      .exactOptional()
      .describe('How many subtasks; at most, and by default, replicas × taskmanager.numberOfTaskSlots.'),
    mode: text(
      'Whether the submitter leaves when the job is accepted, or stays until it ends; absent: Detached.',
      'Detached',
      'Blocking',
    ),
    restartPolicy: text(
      'What the operator does when the job has failed; absent: Never.',
      'Never',
      'FromSavepointOnFailure',
    ),
    savepointsDir: text(
      'Where savepoints go; a cluster that was made without it can never be changed.',
      'file:///flink-state/savepoints',
      's3://bucket/savepoints',
    ),
    autoSavepointSeconds: z
      .int()
      .exactOptional()
      .describe('The time between savepoints that the operator takes, in seconds; absent: none.'),
    takeSavepointOnUpdate: z
      .boolean()
      .exactOptional()
      .describe('Whether a savepoint is taken before the job is updated; absent: yes.'),
    maxStateAgeToRestoreSeconds: z
      .int()
      .min(0)
      .exactOptional()
      .describe('How old a savepoint may be that a restart starts from, in seconds.'),
    fromSavepoint: text(
      'The savepoint that the job starts from when it is made.',
      'file:///flink-state/savepoints/savepoint-1a2b3c-0123456789ab',
    ),
    allowNonRestoredState: z
      .boolean()
      .exactOptional()
      .describe('Whether state of the savepoint that fits no operator of the job may be left behind.'),
    cleanupPolicy: z
      .strictObject({
        afterJobSucceeds: cleanup('When the job has finished.'),
        afterJobFails: cleanup('When the job has failed.'),
        afterJobCancelled: cleanup('When the job was cancelled.'),
      })
      .exactOptional()
      .describe('What the operator does with the pods when the job has ended.'),
    noLoggingToStdout: z
      .boolean()
      .exactOptional()
      .describe('Before Flink 1.11: whether the job logs to files only.'),
    ...flinkPod,
  })
  .meta({ title: 'Flink job' });
