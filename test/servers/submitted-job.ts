/** The Flink job on a cluster: submitted as the operator does, asked how it is, and ended with a savepoint. */
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FlinkCluster } from './flink';
import { submitterArguments, type RenderedFlinkCluster } from './flink-job';
import { eventually } from './process';

/** Where a job runs, and what it is. */
export interface Deployment {
  readonly rendered: RenderedFlinkCluster;
  readonly flink: FlinkCluster;
  readonly jar: string;
}

interface Checkpoints {
  readonly completed: number;
  readonly in_progress: number;
}

/** The processes that the TaskManagers of a cluster have started. */
export function workersOf({ taskManagers }: FlinkCluster): number[] {
  const parents = new Set(taskManagers.map(({ pid }) => pid));
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid = 0, parent = 0]) => (parents.has(parent) ? [pid] : []));
}

export class SubmittedJob {
  private id = '';

  /** @param args of the job */
  constructor(
    private readonly deployment: Deployment,
    private readonly args: readonly string[],
  ) {}

  /** Submits it, and waits until it runs. */
  async submit(fromSavepoint?: string): Promise<void> {
    const { rendered, flink, jar } = this.deployment;
    const submission = { jobManager: flink.jobManager, jar, fromSavepoint, args: this.args };
    const printed = await flink.flink(...submitterArguments(rendered, submission));
    this.id = /JobID (\w{32})/.exec(printed)?.[1] ?? '';
    await this.running();
  }

  /** Waits until all of its tasks run. */
  async running(): Promise<void> {
    await eventually('the job runs', async () => (await this.state()) === 'RUNNING');
  }

  /** `RUNNING` if all of its tasks do, or else the job's state and those of its tasks. */
  async state(): Promise<string> {
    const { state, vertices } = await this.ask<{ state: string; vertices: { status: string }[] }>('');
    const tasks = [...new Set(vertices.map(({ status }) => status))].filter((status) => status !== state);
    return tasks.length === 0 ? state : `${state}, with tasks that are ${tasks.sort().join(' and ')}`;
  }

  /** The sum of a metric of the operator `normalise`, such as `reason.not-ip.netflow_normalizer_dropped_total`. */
  async metric(name: string): Promise<number> {
    const { vertices } = await this.ask<{ vertices: { id: string }[] }>('');
    const sums = vertices.map(({ id }) =>
      this.ask<{ sum: number }[]>(`/vertices/${id}/subtasks/metrics?get=normalise.${name}&agg=sum`),
    );
    return (await Promise.all(sums)).flat().reduce((total, { sum }) => total + sum, 0);
  }

  /** Waits for two checkpoints: the next one may have begun already, the one after it has not. */
  async checkpointed(): Promise<void> {
    const { completed } = await this.checkpoints();
    await eventually('two checkpoints are made', async () => {
      return (await this.checkpoints()).completed >= completed + 2;
    });
  }

  /** Waits until a checkpoint waits itself: for answers that a worker owes. */
  async checkpointHeld(): Promise<void> {
    await eventually('a checkpoint is held', async () => {
      const before = await this.checkpoints();
      await sleep(1000);
      const after = await this.checkpoints();
      return after.in_progress === 1 && after.completed === before.completed;
    });
  }

  /** Ends it with a savepoint; resolves with its place. */
  async endWithSavepoint(how: 'stop' | 'cancel', folder: string): Promise<string> {
    const { taskManagers } = this.deployment.flink;
    const { 'request-id': request } = await (how === 'stop'
      ? this.ask<{ 'request-id': string }>('/stop', 'POST', { targetDirectory: folder })
      : this.ask<{ 'request-id': string }>('/savepoints', 'POST', {
          'target-directory': folder,
          'cancel-job': true,
        }));
    let location: string | undefined;
    let failure: object | undefined;
    await eventually('the savepoint is made', async () => {
      const { operation } = await this.ask<{ operation?: { location?: string; 'failure-cause'?: object } }>(
        `/savepoints/${request}`,
      );
      failure = operation?.['failure-cause'];
      location = operation?.location;
      return location !== undefined || failure !== undefined;
    });
    if (location === undefined) {
      const servers = taskManagers.map(({ output }) => output().slice(-4000)).join('\n');
      throw new Error(`no savepoint: ${JSON.stringify(failure)}\n${servers}`);
    }
    await this.ended();
    return location;
  }

  /** The processes that the TaskManagers have started. */
  workers(): number[] {
    return workersOf(this.deployment.flink);
  }

  /** Cancels it, and waits for its end. */
  async cancel(): Promise<void> {
    await this.ask('?mode=cancel', 'PATCH').catch(() => undefined);
    await this.ended();
  }

  private async checkpoints(): Promise<Checkpoints> {
    return (await this.ask<{ counts: Checkpoints }>('/checkpoints')).counts;
  }

  private async ended(): Promise<void> {
    await eventually('the job has ended', async () => {
      const { state } = await this.ask<{ state: string }>('');
      return ['FINISHED', 'CANCELED', 'FAILED'].includes(state);
    });
  }

  private ask<T>(path: string, method?: string, body?: object): Promise<T> {
    return this.deployment.flink.rest<T>(`/jobs/${this.id}${path}`, method, body);
  }
}
