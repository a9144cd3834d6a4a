/** The order in which Argo CD has made things, by the API server's audit log. */
import { syncWave } from '../../../charts/argocd/waves';
import { forbidden, writesOfArgoCd } from '../audit';
import { application, applicationNames, type Stage } from '../stage';

interface Pod {
  readonly status: { readonly conditions: { type: string; lastTransitionTime: string }[] };
}

interface Job {
  readonly status: { readonly completionTime: string };
}

export function order(stage: Stage): void {
  const app = (folder: string) => application(stage.environment, folder);
  const made = (folder: string) => {
    const write = writesOfArgoCd(stage.cluster.machine).find(
      ({ name, resource, verb }) =>
        verb === 'create' && resource === 'applications.argoproj.io' && name === app(folder),
    );
    if (write === undefined) throw new Error(`Argo CD has not made the Application ${app(folder)}`);
    return write.at.getTime();
  };

  test("is that of the waves, in the API server's audit log", () => {
    const names = writesOfArgoCd(stage.cluster.machine)
      .filter(({ verb, resource }) => verb === 'create' && resource === 'applications.argoproj.io')
      .map(({ name }) => name);
    expect([...names].sort()).toEqual(applicationNames(stage.environment).slice(1));
    const waves = names.map((name) =>
      Number(syncWave(name.replace(app(''), ''))['argocd.argoproj.io/sync-wave']),
    );
    expect(waves).toEqual([...waves].sort((one, other) => one - other));
    expect(new Set(waves).size).toBeGreaterThan(4);
  });

  test('waits for what must be ready, and not only made', async () => {
    const { kubectl } = stage.cluster;
    const { status } = await kubectl.get<Pod>('pod', 'kafka-0', 'netflow');
    const ready = status.conditions.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '';
    const { status: topics } = await kubectl.get<Job>('job', 'kafka-topics', 'netflow');
    // Kubernetes tells these times in whole seconds, rounded down.
    expect(made('kafka-topics')).toBeGreaterThanOrEqual(Date.parse(ready));
    expect(made('goflow2')).toBeGreaterThanOrEqual(Date.parse(topics.completionTime));
  });

  test('and nobody needed a right that he has not', () => {
    expect(forbidden(stage.cluster.machine)).toEqual([]);
  });
}
