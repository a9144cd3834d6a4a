/**
 * The environment `compact` on a real Kubernetes: a real Argo CD syncs it by the commands of docs/how-to/argocd.md,
 * the node pulls from the registry that runs in it, packets go to the node's ports, documents come out.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { syncWave } from '../../charts/argocd/waves';
import { loadEnvironments } from '../../charts/values/load';
import { imageReference } from '../../charts/kubernetes/image';
import { loadRevision } from '../../review/load';
import { review } from '../../review/review';
import { eventually } from '../servers/process';
import { EVERY_FIELD, TIMES_BY_CLOCK, TIMES_BY_UPTIME } from '../traffic/every-field';
import { ipfix, netflowV9 } from '../traffic/netflow';
import { frame, udpFrame } from '../traffic/frames';
import { sflow } from '../traffic/sflow';
import { allHealthy, applications, healthy } from './applications';
import { installation } from './argo-cd';
import { forbidden, writesOfArgoCd } from './audit';
import { startCluster, type Cluster } from './cluster';
import { documented, follow } from './documented';
import { addressOf, startExporters, type Exporters } from './exporters';
import { startRepository, type Repository } from './git';
import { pushImage } from './images/images';
import { argoCdPrograms, kubernetesPrograms } from './programs';
import { read } from './topics';

const ENVIRONMENT = 'compact';
const PAGE = 'docs/how-to/argocd.md';
/** Those of the environment's folders, and the root, in the order of their names. */
const NAMES = [
  `netflow-${ENVIRONMENT}`,
  ...readdirSync(`dist/${ENVIRONMENT}/applications`).map((file) => file.split('.')[1] ?? ''),
].sort();

const values = (() => {
  const environment = loadEnvironments([]).find(({ name }) => name === ENVIRONMENT);
  if (environment === undefined) throw new Error(`no environment ${ENVIRONMENT}`);
  return environment.values;
})();

let cluster: Cluster;
let repository: Repository;
let exporters: Exporters;

const app = (name: string) => `netflow-${ENVIRONMENT}-${name}`;
const head = () =>
  execFileSync('git', ['rev-parse', 'HEAD'], { cwd: repository.folder, encoding: 'utf8' }).trim();
const [patch = '', first = ''] = documented(PAGE, 'Start', ENVIRONMENT);
const run = async (lines: string) => {
  const outcome = await follow(cluster.machine, kubernetesPrograms(), repository.folder, lines);
  expect(outcome).toMatchObject({ status: 0, stderr: '' });
  return outcome.stdout;
};

beforeAll(async () => {
  cluster = await startCluster(ENVIRONMENT, values);
  repository = startRepository(cluster.machine, ENVIRONMENT, []);
  exporters = await startExporters(cluster.machine);
});
afterAll(async () => {
  await (cluster as Cluster | undefined)?.stop();
});

describe('the first steps', () => {
  interface ConfigMap {
    readonly data: Record<string, string>;
    readonly metadata: { readonly labels: object };
  }
  const configMap = (namespace: string) =>
    cluster.kubectl.get<ConfigMap>('configmap', 'argocd-cm', namespace);

  test.each([[['--server-side']], [[]]])(
    'the patch takes nothing from an argocd-cm applied with %j',
    async (how) => {
      const namespace = how.length === 0 ? 'argocd' : 'argocd-server-side';
      if (how.length > 0) {
        await cluster.kubectl.run('create', 'namespace', namespace);
        for (const object of installation(argoCdPrograms()))
          if (object.metadata.name === 'argocd-cm')
            await cluster.kubectl.apply(object, '--namespace', namespace, ...how);
      }
      const before = await configMap(namespace);
      expect(Object.keys(before.data).length).toBeGreaterThan(3);
      await run(patch.replaceAll('--namespace argocd', `--namespace ${namespace}`));
      const after = await configMap(namespace);
      expect(after.data).toMatchObject(before.data);
      expect(after.metadata.labels).toEqual(before.metadata.labels);
      expect(Object.keys(after.data).filter((key) => !(key in before.data))).toEqual([
        'resource.customizations.health.argoproj.io_Application',
        'resource.customizations.health.flinkoperator.k8s.io_FlinkCluster',
      ]);
    },
  );

  test('one command makes the root Application, which makes the registry ready', async () => {
    await run(first);
    await healthy(cluster.kubectl, app('registry'));
  });

  test('the normaliser is pushed to the registry, pulled by the node, and everything is synced and healthy', async () => {
    const image = imageReference(values.images.normalizer, values.registry.endpoint);
    await pushImage(cluster.machine, cluster.images.normalizer, image);
    await allHealthy(cluster.kubectl, NAMES.length);
    expect(await applications(cluster.kubectl)).toEqual(NAMES.map((name) => `${name}: Synced, Healthy`));
  });
});

describe('the order', () => {
  const made = (resource: string, name: string) => {
    const write = writesOfArgoCd(cluster.machine).find(
      (write) => write.verb === 'create' && write.resource === resource && write.name === name,
    );
    if (write === undefined) throw new Error(`Argo CD has not made ${resource} ${name}`);
    return write.at.getTime();
  };
  const application = (name: string) => made('applications.argoproj.io', app(name));

  test("is that of the waves, in the API server's audit log", () => {
    const order = writesOfArgoCd(cluster.machine)
      .filter(({ verb, resource }) => verb === 'create' && resource === 'applications.argoproj.io')
      .map(({ name }) => name);
    expect([...order].sort()).toEqual(NAMES.slice(1));
    const waves = order.map((name) =>
      Number(syncWave(name.replace(app(''), ''))['argocd.argoproj.io/sync-wave']),
    );
    expect(waves).toEqual([...waves].sort((one, other) => one - other));
    expect(new Set(waves).size).toBeGreaterThan(4);
  });

  test('waits for what must be ready, and not only made', async () => {
    interface Pod {
      readonly status: { readonly conditions: { type: string; lastTransitionTime: string }[] };
    }
    interface Job {
      readonly status: { readonly completionTime: string };
    }
    const { status } = await cluster.kubectl.get<Pod>('pod', 'kafka-0', 'netflow');
    const ready = status.conditions.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '';
    const { status: topics } = await cluster.kubectl.get<Job>('job', 'kafka-topics', 'netflow');
    // Kubernetes tells these times in whole seconds, rounded down.
    expect(application('kafka-topics')).toBeGreaterThanOrEqual(Date.parse(ready));
    expect(application('goflow2')).toBeGreaterThanOrEqual(Date.parse(topics.completionTime));
  });

  test('and nobody needed a right that he has not', () => {
    expect(forbidden(cluster.machine)).toEqual([]);
  });
});

test('packets to the node become documents with the address of their exporter', async () => {
  const packets = Array.from({ length: 10 }, (_, index) => {
    const header = { uptime: 100_000, time: 1_760_000_000, sequence: index, sourceId: 7 };
    const [v9, ip, agent] = [1 + index, 11 + index, 21 + index];
    return [
      { exporter: v9, port: 31000, payload: netflowV9(header, [...EVERY_FIELD, ...TIMES_BY_UPTIME]) },
      { exporter: ip, port: 31000, payload: ipfix(header, [...EVERY_FIELD, ...TIMES_BY_CLOCK]) },
      {
        exporter: agent,
        port: 31001,
        payload: sflow(addressOf(agent), index, udpFrame('192.0.2.1', '192.0.2.2')),
      },
    ];
  }).flat();
  await exporters.send(packets);
  const documents = await read(cluster.kubectl, 'netflow-output', packets.length);
  const senders = documents.map(({ value }) => /"sampler-address":"([^"]*)"/.exec(value)?.[1] ?? value);
  expect(senders.sort()).toEqual(packets.map(({ exporter }) => addressOf(exporter)).sort());
});

test('a sampled frame that holds no IP lies in flows-rejected, with the reason', async () => {
  const payload = sflow(addressOf(31), 1, frame(0x0806, Buffer.alloc(46)));
  await exporters.send([{ exporter: 31, port: 31001, payload }]);
  const [record] = await read(cluster.kubectl, 'flows-rejected', 1);
  expect(record?.headers).toContain('netflow-rejection-reason:not-ip');
  expect(record?.value).toContain(addressOf(31));
});

describe('a commit', () => {
  /** What `npm run diff` says of the last commit, and what Argo CD has done since a moment, in the same words. */
  const foretold = () =>
    review(
      { name: 'before', objects: loadRevision(repository.folder, 'HEAD~1') },
      { name: 'after', objects: loadRevision(repository.folder, 'HEAD') },
    )
      .environments.flatMap(({ objects }) => objects)
      .map(({ change, kind, name }) => `${change} ${kind} ${name}`)
      .sort();
  const seen = (since: Date) =>
    [
      ...new Set(
        writesOfArgoCd(cluster.machine, since)
          // Argo CD keeps its own accounts in the Applications.
          .filter(({ resource, verb }) => resource !== 'applications.argoproj.io' || verb === 'create')
          .map(({ verb, resource, name }) => `${VERBS[verb] ?? verb} ${KINDS[resource] ?? resource} ${name}`),
      ),
    ].sort();

  test('of one value touches the one object that npm run diff names', async () => {
    const since = new Date();
    repository.commit('debug', 'goflow2.logLevel=debug');
    await healthy(cluster.kubectl, app('goflow2'), head());
    await allHealthy(cluster.kubectl, NAMES.length);
    expect(foretold()).toEqual(['changed Deployment goflow2']);
    expect(seen(since)).toEqual(foretold());
  });

  test('is undone by hand, and healed', async () => {
    await cluster.kubectl.run('--namespace', 'netflow', 'delete', 'service', 'kafka-service');
    await eventually('the Service is back', () =>
      cluster.kubectl.run('--namespace', 'netflow', 'get', 'service', 'kafka-service').then(() => true),
    );
    await allHealthy(cluster.kubectl, NAMES.length);
  });

  test('that Kubernetes refuses is followed by a fix that goes out at once', async () => {
    repository.commit('another size', 'goflow2.logLevel=debug', 'kafka.storage.size=11Gi');
    await eventually('Argo CD says why', async () =>
      (await applications(cluster.kubectl)).some((state) =>
        /updates to statefulset spec.*forbidden/i.test(state),
      ),
    );
    repository.revert();
    await healthy(cluster.kubectl, app('kafka'), head(), 120);
  });

  test('that switches a component off takes it away, but not its volume', async () => {
    repository.commit('no registry', 'goflow2.logLevel=debug', 'registry.install=false');
    await eventually(
      'the registry is gone',
      async () =>
        (await ofRegistry()) === '' && !(await applications(cluster.kubectl)).join().includes('registry'),
      { seconds: 180 },
    );
    const claim = ['get', 'persistentvolumeclaim', 'registry', '--output', 'name'];
    expect(await cluster.kubectl.run('--namespace', 'netflow', ...claim)).toBe(
      'persistentvolumeclaim/registry\n',
    );
    await allHealthy(cluster.kubectl, NAMES.length - 1);
  });

  const ofRegistry = () =>
    cluster.kubectl.run(
      ...[
        '--namespace',
        'netflow',
        'get',
        'deployments,services,cronjobs,configmaps,pods',
        '--output',
        'name',
      ],
      ...['--selector', 'app.kubernetes.io/name=registry'],
    );
});

const VERBS: Readonly<Record<string, string>> = {
  create: 'added',
  patch: 'changed',
  update: 'changed',
  delete: 'removed',
};
const KINDS: Readonly<Record<string, string>> = {
  'deployments.apps': 'Deployment',
  'applications.argoproj.io': 'Application',
};
