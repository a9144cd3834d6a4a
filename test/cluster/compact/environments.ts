/** What becomes of whole environments: one of another name, a second one beside the first, and one that goes again. */
import { readFileSync } from 'node:fs';
import { eventually } from '../../servers/process';
import { EVERY_FIELD, TIMES_BY_UPTIME } from '../../traffic/every-field';
import { netflowV9 } from '../../traffic/netflow';
import { allHealthy, applications } from '../applications';
import { writesOfArgoCd } from '../audit';
import { documented } from '../documented';
import { applicationNames, run, type Stage } from '../stage';
import { read } from '../topics';
import { done } from './changes';

const PAGE = 'docs/how-to/argocd.md';

/** Said of all commits here: the partitions that the topic has got, and names that stay when the environment's goes. */
const OPTIONS = ['topics.output.partitions=4'];

interface Pod {
  readonly metadata: { readonly uid: string };
  readonly status: { readonly phase: string };
}

interface Sourced {
  readonly spec: { readonly source: { readonly path: string } };
}

export function environments(stage: Stage): void {
  const overlay = readFileSync('environments/compact.yaml', 'utf8');
  const count = applicationNames('compact').length;
  const paths = async () =>
    (await stage.cluster.kubectl.list<Sourced>('applications.argoproj.io', 'argocd')).map(
      ({ spec }) => spec.source.path,
    );
  const pods = async () =>
    (await stage.cluster.kubectl.list<Pod>('pods', 'netflow'))
      .filter(({ status }) => status.phase === 'Running')
      .map(({ metadata }) => metadata.uid)
      .sort();

  test('by another name keeps its Applications, and touches nothing', async () => {
    const [before, since] = [await pods(), new Date()];
    stage.repository.environment('compact', undefined);
    stage.repository.environment('small', `argocd: { applicationPrefix: netflow-compact }\n${overlay}`);
    stage.repository.commit('renamed', ...OPTIONS);
    for (const lines of documented(PAGE, 'Give an environment another name', 'small'))
      await run(stage, lines);
    await eventually('all come from the new folder', async () =>
      (await paths()).every((path) => path.startsWith('dist/small')),
    );
    await allHealthy(stage.cluster.kubectl, count);
    // Which kubectl has applied, and Argo CD after it: each notes in them what it has applied.
    const projects = ['changed AppProject netflow-compact', 'changed AppProject netflow-compact-root'];
    expect(await done(stage, since)).toEqual(projects);
    expect(await pods()).toEqual(before);
  });

  test('beside another has a pipeline of its own, and touches nothing of the other', async () => {
    const [before, since] = [await pods(), new Date()];
    stage.repository.environment('lab', LAB);
    stage.repository.commit('a laboratory', ...OPTIONS);
    const [add = ''] = documented(PAGE, 'Two environments on one Argo CD', 'lab');
    await run(stage, add);
    await allHealthy(stage.cluster.kubectl, 2 * count - 1);
    const namespaces = new Set(
      writesOfArgoCd(stage.cluster.machine, since).map(({ namespace }) => namespace),
    );
    expect([...namespaces].sort()).toEqual(['', 'argocd', 'netflow-lab']);
    expect(await pods()).toEqual(before);
    const header = { uptime: 100_000, time: 1_760_000_000, sequence: 1, sourceId: 7 };
    const payload = netflowV9(header, [...EVERY_FIELD, ...TIMES_BY_UPTIME]);
    await stage.exporters.send([{ exporter: 32, port: 31010, payload }]);
    expect(await read(stage.cluster.kubectl, 'netflow-output', 1, 'netflow-lab')).toHaveLength(1);
  });

  test('goes, and takes nothing of the other with it', async () => {
    const before = await pods();
    const [, away = ''] = documented(PAGE, 'Two environments on one Argo CD', 'lab');
    await run(stage, away);
    expect((await applications(stage.cluster.kubectl)).join()).not.toContain('lab');
    expect((await stage.cluster.kubectl.attempt('get', 'namespace', 'netflow-lab')).status).not.toBe(0);
    await allHealthy(stage.cluster.kubectl, count);
    expect(await pods()).toEqual(before);
  });
}

/** Without a registry of its own: it pulls from that of the other. */
const LAB = `
cluster: { name: compact }
namespace: { name: netflow-lab }
certManager: { install: false }
flinkOperator: { install: false }
flink: { namespace: netflow-lab-flink, sample: { enabled: false } }
registry: { install: false }
kafka: { mode: kraft }
normalizer: { engine: deployment }
goflow2: { netflow: { nodePort: 31010 }, sflow: { nodePort: 31011 } }
`;
