/** Commits, and what becomes of them in the cluster. */
import { execFileSync } from 'node:child_process';
import { eventually } from '../../servers/process';
import { allHealthy, applications, healthy } from '../applications';
import { application, applicationNames, type Stage } from '../stage';
import { done, foretold } from './changes';

export function commits(stage: Stage): void {
  const app = (folder: string) => application(stage.environment, folder);
  const head = () =>
    execFileSync('git', ['rev-parse', 'HEAD'], { cwd: stage.repository.folder, encoding: 'utf8' }).trim();
  const inNamespace = (...args: readonly string[]) =>
    stage.cluster.kubectl.run('--namespace', 'netflow', ...args);
  const settled = (without = 0) =>
    allHealthy(stage.cluster.kubectl, applicationNames(stage.environment).length - without, head());

  /** Has Argo CD follow a commit to its end, and expects of it what `npm run diff` has said, and this much. */
  const followed = async (folder: string, make: () => void, expected: readonly string[]) => {
    const since = new Date();
    make();
    await healthy(stage.cluster.kubectl, app(folder), head());
    await settled();
    expect(foretold(stage)).toEqual(expected);
    expect(await done(stage, since)).toEqual(expected);
  };

  test('of one value touches the one object that npm run diff names', async () => {
    await followed(
      'goflow2',
      () => {
        stage.repository.commit('debug', 'goflow2.logLevel=debug');
      },
      ['changed Deployment goflow2'],
    );
  });

  test('that is reverted takes back that object alone', async () => {
    await followed('goflow2', stage.repository.revert, ['changed Deployment goflow2']);
  });

  test('is undone by hand, and healed', async () => {
    await inNamespace('delete', 'service', 'kafka-service');
    await inNamespace('scale', 'deployment', 'goflow2', '--replicas=0');
    await eventually('both are as git has them', async () => {
      await inNamespace('get', 'service', 'kafka-service');
      const replicas = ['--output', 'jsonpath={.spec.replicas}'];
      return (await inNamespace('get', 'deployment', 'goflow2', ...replicas)) === '1';
    });
    await settled();
  });

  test('that Kubernetes refuses is followed by a fix that goes out at once', async () => {
    stage.repository.commit('another size', 'kafka.storage.size=11Gi');
    await eventually('Argo CD says why', async () =>
      (await applications(stage.cluster.kubectl)).some((state) =>
        /updates to statefulset spec.*forbidden/i.test(state),
      ),
    );
    stage.repository.revert();
    await healthy(stage.cluster.kubectl, app('kafka'), head(), 120);
    await settled();
  });

  test('of a topic is rolled back: its settings go back, its partitions stay, and the Job says so', async () => {
    const topic = () => describeTopic('netflow-output');
    const before = await topic();
    await followed(
      'kafka-topics',
      () => {
        const settings = ['partitions=4', 'config.retention\\.ms=3600000'];
        stage.repository.commit('more', ...settings.map((setting) => `topics.output.${setting}`));
      },
      ['changed ConfigMap kafka-topics', 'changed Job kafka-topics'],
    );
    expect(await topic()).toMatch(/PartitionCount: 4\b.*retention.ms=3600000/);
    stage.repository.revert();
    await eventually('the Job says it', async () =>
      (await inNamespace('logs', 'job/kafka-topics')).includes(
        "netflow-output has 4 partitions, declared are 3: Kafka can't reduce them",
      ),
    );
    stage.repository.commit('as many as there are', 'topics.output.partitions=4');
    await settled();
    expect(await topic()).toBe(before.replace('PartitionCount: 3', 'PartitionCount: 4'));
  });

  const describeTopic = async (name: string) => {
    const script = `kafka-topics.sh --bootstrap-server kafka-service:9092 --describe --topic ${name}`;
    const printed = await inNamespace('exec', 'kafka-0', '--container', 'kafka', '--', 'bash', '-c', script);
    return (printed.split('\n').find((line) => line.includes('PartitionCount')) ?? '').replaceAll('\t', ' ');
  };

  test.each([
    { component: 'registry', option: 'registry.install=false', kept: ['persistentvolumeclaim/registry'] },
    { component: 'network-policies', option: 'networkPolicies.enabled=false', kept: [] },
  ])(
    'that switches $component off takes all of it away, but not its volume',
    async ({ component, kept, option }) => {
      const since = new Date();
      stage.repository.commit(`no ${component}`, 'topics.output.partitions=4', option);
      await eventually(
        'its Application is gone',
        async () => !(await applications(stage.cluster.kubectl)).join().includes(app(component)),
      );
      await settled(1);
      expect(await done(stage, since)).toEqual(foretold(stage));
      for (const claim of kept)
        expect(await inNamespace('get', claim, '--output', 'name')).toBe(`${claim}\n`);
      stage.repository.revert();
      await settled();
    },
  );
}
