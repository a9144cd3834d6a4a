/** What happens to Flink's own processes. */
import type { Fault } from './fault';
import type { HarmedFlink } from './harmed-flink';
import type { Scene } from './scene';

const someWorker = ({ random }: Scene, { job }: HarmedFlink) => random.pick(job.workers());

export const flinkFaults: readonly Fault<HarmedFlink>[] = [
  {
    name: 'the JobManager is killed, with high availability',
    times: { short: 0, long: 3 },
    strike: async (scene, { cluster }) => {
      await scene.aWhile();
      await cluster.replaceJobManager();
    },
  },
  {
    name: 'a TaskManager is killed',
    times: { short: 0, long: 5 },
    strike: async (scene, { cluster }) => {
      await scene.aWhile();
      await cluster.replaceTaskManager();
    },
  },
  {
    name: 'a worker is killed',
    times: { short: 0, long: 5 },
    strike: async (scene, flink) => {
      await scene.aWhile();
      process.kill(someWorker(scene, flink), 'SIGKILL');
    },
  },
  {
    name: 'a worker hangs',
    times: { short: 0, long: 2 },
    strike: async (scene, flink) => {
      await scene.aWhile();
      process.kill(someWorker(scene, flink), 'SIGSTOP');
      await flink.job.checkpointHeld();
    },
  },
  {
    name: 'the job is stopped with a savepoint, and goes on from it',
    times: { short: 0, long: 2 },
    strike: async (scene, { job, folder }) => {
      await scene.aWhile();
      await job.submit(await job.endWithSavepoint('stop', folder));
    },
  },
  {
    name: 'the operator updates the job: a savepoint that cancels, then a new submission',
    times: { short: 0, long: 2 },
    strike: async (scene, { job, folder }) => {
      await scene.aWhile();
      await job.submit(await job.endWithSavepoint('cancel', folder));
    },
  },
];
